package dev.mainstay.sdk.spec;

import dev.mainstay.sdk.base.PortRanges;
import org.jspecify.annotations.Nullable;

/**
 * A port of a task.
 *
 * @param port the number wanted, 0 for any free one, which then stays the same for the life of the
 *     reservation
 * @param envKey name of the environment variable that carries it, absent for {@code PORT_<NAME>}
 * @param advertise shown in the service's endpoints
 * @param ranges where a port of number 0 is taken from; empty for anywhere
 * @param vip named virtual address in front of all instances, absent for none
 */
public record PortSpec(
    String name,
    int port,
    @Nullable String envKey,
    boolean advertise,
    PortRanges ranges,
    @Nullable Vip vip) {

  /** A virtual address, {@code prefix:port}. */
  public record Vip(String prefix, int port) {}

  /**
   * The variable that carries the number: {@code env-key}, or {@code PORT_} and the name in
   * capitals.
   */
  public String variable() {
    return envKey != null ? envKey : "PORT_" + EnvironmentNames.of(name);
  }
}
