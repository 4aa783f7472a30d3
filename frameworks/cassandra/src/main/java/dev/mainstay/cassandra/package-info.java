/**
 * Apache Cassandra as a service: what its spec cannot say. Entry type: {@code CassandraFramework}.
 */
@NullMarked
package dev.mainstay.cassandra;

import org.jspecify.annotations.NullMarked;
