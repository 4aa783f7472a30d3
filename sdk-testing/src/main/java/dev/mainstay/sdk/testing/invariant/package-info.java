/**
 * What must hold in a world whatever happens to it, checked after every event by observers that
 * share no predicate with the planner. Entry type: {@link
 * dev.mainstay.sdk.testing.invariant.Invariants}. May use world, the cluster's model and sdk-core's
 * records.
 */
@NullMarked
package dev.mainstay.sdk.testing.invariant;

import org.jspecify.annotations.NullMarked;
