/**
 * Mistakes planted around a scheduler's core, to see whether the invariants find them. Entry type:
 * {@link dev.mainstay.sdk.testing.mutant.Mutants}. May use world and sdk-core's records.
 */
@NullMarked
package dev.mainstay.sdk.testing.mutant;

import org.jspecify.annotations.NullMarked;
