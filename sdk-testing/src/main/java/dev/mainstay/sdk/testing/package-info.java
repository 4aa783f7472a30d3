/**
 * Tests a framework as a whole: in simulation, with the scenario API over a world in virtual time,
 * and for real, in its own process and a cluster's.
 *
 * <p>Entry types: {@code Simulation} and {@code ServiceTest}; {@code ServiceProcess}. May use every
 * package of the SDK and of the embedded cluster.
 */
@NullMarked
package dev.mainstay.sdk.testing;

import org.jspecify.annotations.NullMarked;
