/**
 * A passed evaluation to ordered operations, task groups, environment, labels and rendered
 * configurations.
 *
 * <p>Entry type: {@code PodLauncher}. May use {@code evaluate}, {@code template}, {@code mesos},
 * {@code spec}, {@code state} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.launch;

import org.jspecify.annotations.NullMarked;
