/**
 * What goes wrong in a world, as data: drawn from a seed, written down, played.
 *
 * <p>Entry type: {@code FaultSchedule}. May use {@code testing.world}, {@code sdk-core} and the
 * model of {@code sdk-local}.
 */
@NullMarked
package dev.mainstay.sdk.testing.fault;

import org.jspecify.annotations.NullMarked;
