/**
 * What is known of the service: its state, the durable records that make it up, and how a record
 * changes it.
 *
 * <p>Entry type: {@code ServiceState}. May use {@code spec}, {@code mesos} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.state;

import org.jspecify.annotations.NullMarked;
