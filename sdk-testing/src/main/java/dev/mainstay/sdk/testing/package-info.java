/**
 * Drives the real scheduler core against the Mesos model in virtual time, with faults, invariants
 * and assertions.
 *
 * <p>Entry type: {@code Simulation}. May use every package of the SDK and of the embedded cluster.
 */
@NullMarked
package dev.mainstay.sdk.testing;

import org.jspecify.annotations.NullMarked;
