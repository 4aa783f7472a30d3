package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A network that a container joins, or the addresses that it has there.
 *
 * @param name of a CNI network, absent for the host's network
 * @param ipAddresses known in statuses only
 */
public record NetworkInfo(
    @Nullable String name,
    ImmutableList<IpAddress> ipAddresses,
    ImmutableList<Label> labels,
    ImmutableList<PortMapping> portMappings) {

  /** An address; {@code protocol} is {@code IPv4} or {@code IPv6}. */
  public record IpAddress(String protocol, String address) {}

  /** A host port that leads to a container port. */
  public record PortMapping(int hostPort, int containerPort, @Nullable String protocol) {}
}
