package dev.mainstay.sdk.local;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.UnusablePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses and ports of the loopback for a cluster's parts. */
final class Loopback {

  private static final Logger LOG = LoggerFactory.getLogger(Loopback.class);

  static final String SHARED = "127.0.0.1";

  /** Agent i has 127.0.0.(i+1); so many fit. */
  private static final int MAX_OWN = 253;

  /** Above the privileged ports, below those that Linux gives to outgoing connections. */
  private static final PortRanges.Range OFFERED = new PortRanges.Range(1025, 31999);

  private Loopback() {}

  /**
   * Where one agent listens and what its tasks may bind.
   *
   * @param ports of that address
   */
  record Place(String address, PortRanges ports) {}

  /**
   * An address of its own for each agent, with all ports, so that services which want one port on
   * each agent get it. Where the system has no such addresses (macOS has 127.0.0.1 alone), all
   * share that one and its ports.
   */
  static ImmutableList<Place> places(int agents) {
    return places(agents, Loopback::canBind);
  }

  static ImmutableList<Place> places(int agents, Predicate<String> canBind) {
    if (agents <= MAX_OWN && canBind.test(own(1)) && canBind.test(own(agents))) {
      return agentNumbers(agents)
          .map(number -> new Place(own(number), new PortRanges(ImmutableList.of(OFFERED))))
          .collect(ImmutableList.toImmutableList());
    }
    LOG.warn(
        "This system does not answer on {}, so all agents share {} and split its ports: a service"
            + " that wants one fixed port on several agents finds no place for it; let it take any"
            + " port (0), or add the addresses (macOS: sudo ifconfig lo0 alias {} up)",
        own(1),
        SHARED,
        own(1));
    long each = OFFERED.size() / agents;
    return agentNumbers(agents)
        .map(number -> OFFERED.begin() + (number - 1) * each)
        .map(begin -> new Place(SHARED, PortRanges.of(begin, begin + each - 1)))
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<Integer> agentNumbers(int agents) {
    return IntStream.rangeClosed(1, agents).boxed();
  }

  private static String own(int agent) {
    return "127.0.0." + (agent + 1);
  }

  /** {@link #SHARED}, which the system may not take for its first loopback address (IPv6). */
  static InetAddress shared() {
    return InetAddresses.forString(SHARED);
  }

  private static boolean canBind(String address) {
    return bindable(address, 0) >= 0;
  }

  /** The port that was bound for a moment; -1 when it could not be. */
  private static int bindable(String address, int port) {
    try {
      return bound(address, port);
    } catch (IOException e) {
      return -1;
    }
  }

  private static int bound(String address, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddresses.forString(address), port));
      return socket.getLocalPort();
    }
  }

  /**
   * A free port of 127.0.0.1: the wanted one, else that of the last time if it is free, else any.
   *
   * @param wanted 0 for any
   * @param last 0 when there was none
   * @param what for the message when the wanted one cannot be had
   */
  static int port(int wanted, int last, String what) throws CannotStartException {
    if (wanted != 0) {
      try {
        return bound(SHARED, wanted);
      } catch (IOException e) {
        throw new CannotStartException(
            "port %d of %s, wanted for the %s, %s choose another"
                .formatted(wanted, SHARED, what, UnusablePort.why(e)),
            e);
      }
    }
    int port = last == 0 ? -1 : bindable(SHARED, last);
    if (port < 0) {
      port = bindable(SHARED, 0);
    }
    if (port < 0) {
      throw new CannotStartException("no port of " + SHARED + " is free for the " + what);
    }
    return port;
  }
}
