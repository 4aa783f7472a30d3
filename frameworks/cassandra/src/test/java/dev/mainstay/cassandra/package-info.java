/**
 * Cassandra as a whole: the spec, its life in simulation, and real nodes on the embedded cluster.
 */
@NullMarked
package dev.mainstay.cassandra;

import org.jspecify.annotations.NullMarked;
