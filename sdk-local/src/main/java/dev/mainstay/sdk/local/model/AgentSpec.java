package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An agent as its operator configures it.
 *
 * @param name which agent it is, across restarts of everything: an agent of the same name finds its
 *     id, reservations and volumes again
 * @param hostname as offers show it
 * @param address where it listens, with a literal ip
 * @param resources unallocated; reservations may only be static
 */
public record AgentSpec(
    String name,
    String hostname,
    Address address,
    @Nullable Domain domain,
    ImmutableList<Attribute> attributes,
    ImmutableList<Resource> resources) {

  /** The process id as libprocess writes it: {@code slave(1)@127.0.0.2:5051}. */
  public String pid() {
    return "slave(1)@" + address.ip() + ":" + address.port();
  }
}
