/**
 * The Mesos master, agent and default executor as pure code: allocation, reservations, operations,
 * group deaths, updates and their resending.
 *
 * <p>Entry type: {@code ClusterModel}. May use {@code mesos} and {@code base} of the SDK; no clock,
 * no threads, no protobuf.
 */
@NullMarked
package dev.mainstay.sdk.local.model;

import org.jspecify.annotations.NullMarked;
