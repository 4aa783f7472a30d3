/**
 * The pure core: state, event and time to records and effects.
 *
 * <p>Entry type: {@code SchedulerCore}. May use {@code launch}, {@code evaluate}, {@code planner},
 * {@code plan}, {@code state}, {@code template}, {@code spec}, {@code mesos} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.scheduler;

import org.jspecify.annotations.NullMarked;
