/** Apache Kafka as a service: what its spec cannot say. Entry type: {@code KafkaFramework}. */
@NullMarked
package dev.mainstay.kafka;

import org.jspecify.annotations.NullMarked;
