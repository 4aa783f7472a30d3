/**
 * A cluster, its network, a store and the schedulers of one service in virtual time, on one thread:
 * the real scheduler core and turn against the shared model of Mesos. The same settings give the
 * same trace.
 *
 * <p>Entry type: {@code World}. May use {@code sdk-core} and the model of {@code sdk-local}.
 */
@NullMarked
package dev.mainstay.sdk.testing.world;

import org.jspecify.annotations.NullMarked;
