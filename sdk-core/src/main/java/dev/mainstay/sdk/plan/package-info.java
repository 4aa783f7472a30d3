/**
 * Plan, phase, step and strategies, whose status is derived from the state.
 *
 * <p>Entry type: {@code Plan}. May use {@code spec}, {@code state} and {@code base}.
 */
@NullMarked
package dev.mainstay.sdk.plan;

import org.jspecify.annotations.NullMarked;
