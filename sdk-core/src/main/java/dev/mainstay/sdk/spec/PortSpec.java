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
@SpecKey.Legacy(value = "endpoint", instead = "Write `advertise`.")
@SpecKey.Legacy(value = "labels", instead = "Ignored: a port has none.")
public record PortSpec(
    @SpecKey.Name(about = "The port's name, under which it is advertised.", example = "http")
        String name,
    @SpecKey(
            value = "port",
            about = "The number, or 0 for any free one, which the pod instance then keeps.",
            standard = SpecKey.REQUIRED,
            example = "8080")
        int port,
    @SpecKey(
            value = "env-key",
            about = "The environment variable that carries the number.",
            standard = "`PORT_` and the port's name in capitals",
            example = "HTTP_PORT")
        @Nullable String envKey,
    @SpecKey(
            value = "advertise",
            about = "Whether the service's endpoints show it.",
            standard = "false",
            example = "true")
        boolean advertise,
    @SpecKey(
            value = "ranges",
            about = "Where a port of number 0 is taken from.",
            standard = "any port that is offered",
            example = "[{begin: 9000, end: 9999}]")
        PortRanges ranges,
    @SpecKey(
            value = "vip",
            about = "A virtual address in front of this port of all instances.",
            standard = "none",
            example = "{prefix: web, port: 80}")
        @Nullable Vip vip) {

  /** A virtual address, {@code prefix:port}. */
  public record Vip(
      @SpecKey(
              value = "prefix",
              about = "The first part of the virtual address's name.",
              standard = "the port's name",
              example = "web")
          String prefix,
      @SpecKey(
              value = "port",
              about = "The port of the virtual address.",
              standard = SpecKey.REQUIRED,
              example = "80")
          int port) {}

  /**
   * The variable that carries the number: {@code env-key}, or {@code PORT_} and the name in
   * capitals.
   */
  public String variable() {
    return envKey != null ? envKey : "PORT_" + EnvironmentNames.of(name);
  }
}
