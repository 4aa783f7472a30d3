/**
 * The operator's API: reads a published snapshot, and turns every write into an event for the
 * scheduler.
 *
 * <p>Entry type: {@code ApiServer}. May use {@code scheduler}, {@code planner}, {@code plan},
 * {@code evaluate}, {@code launch}, {@code state}, {@code mesos}, {@code spec} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.http;

import org.jspecify.annotations.NullMarked;
