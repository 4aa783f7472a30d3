/**
 * The edge: the event loop, clock, ids, timers, leader lock and exit codes.
 *
 * <p>Entry type: {@code SchedulerLoop}. May use {@code scheduler}, {@code store}, {@code mesos},
 * {@code mesos.wire}, {@code state} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.runtime;

import org.jspecify.annotations.NullMarked;
