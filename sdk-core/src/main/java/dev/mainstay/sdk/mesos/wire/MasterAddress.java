package dev.mainstay.sdk.mesos.wire;

import com.google.common.net.HostAndPort;
import java.net.URI;

/** Where a master's HTTP API listens. */
public record MasterAddress(String host, int port) {

  /** The port that Mesos masters listen on by default. */
  public static final int DEFAULT_PORT = 5050;

  private static final String SCHEDULER_API = "/api/v1/scheduler";

  public MasterAddress {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not an address of a master: " + host + ":" + port);
    }
  }

  /**
   * Reads {@code host}, {@code host:port}, {@code http://host:port} and the {@code
   * //host:port/path} of a master's redirect.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static MasterAddress parse(String text) {
    String address = text.trim();
    if (address.startsWith("https:")) {
      throw new IllegalArgumentException("https is not supported: " + text);
    }
    address = address.startsWith("http:") ? address.substring("http:".length()) : address;
    address = address.startsWith("//") ? address.substring(2) : address;
    int path = address.indexOf('/');
    HostAndPort parsed =
        HostAndPort.fromString(path < 0 ? address : address.substring(0, path))
            .withDefaultPort(DEFAULT_PORT);
    return new MasterAddress(parsed.getHost(), parsed.getPort());
  }

  /** Address of the v1 scheduler API. */
  URI schedulerApi() {
    return URI.create("http://" + this + SCHEDULER_API);
  }

  /** {@code host:port}, with brackets around an IPv6 literal. */
  @Override
  public String toString() {
    return HostAndPort.fromParts(host, port).toString();
  }
}
