/**
 * Searches for mistakes: draws services, faults and operators' commands from a seed, runs them in a
 * world under all invariants, and shrinks what it finds. Entry type: {@link
 * dev.mainstay.sdk.testing.search.SeedRun}. May use world, fault, invariant and sdk-core's loader.
 */
@NullMarked
package dev.mainstay.sdk.testing.search;

import org.jspecify.annotations.NullMarked;
