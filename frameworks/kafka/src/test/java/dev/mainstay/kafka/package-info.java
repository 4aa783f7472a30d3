/** Kafka as a whole: the spec, and real brokers on the embedded cluster. */
@NullMarked
package dev.mainstay.kafka;

import org.jspecify.annotations.NullMarked;
