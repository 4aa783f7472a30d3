package dev.mainstay.sdk.mesos.wire;

import com.google.common.base.Splitter;
import java.util.Optional;

/**
 * Where the masters of a Mesos are, as an operator writes it: see {@link MasterDetector#of}.
 *
 * @param text {@code host:port[,…]} or {@code zk://[user:password@]host:port[,…]/path}
 */
public record MasterUrl(String text) {

  /** The ZooKeeper that elects the master, {@code host:port[,…]}; empty for masters by address. */
  public Optional<String> zookeeper() {
    return text.startsWith(ZooKeeperMasters.SCHEME) ? Optional.of(hosts()) : Optional.empty();
  }

  /**
   * Whether all the hosts are this machine's own address for itself, and so its agents are here.
   */
  public boolean isOfThisMachine() {
    return Splitter.on(',')
        .trimResults()
        .splitToStream(hosts())
        .allMatch(host -> host.matches("(localhost|127(\\.\\d+){3}|\\[?::1\\]?)(:\\d+)?"));
  }

  /** For people: without the user and the password. */
  public String shown() {
    int at = text.lastIndexOf('@');
    return at < 0
        ? text
        : (text.startsWith(ZooKeeperMasters.SCHEME) ? ZooKeeperMasters.SCHEME : "")
            + "***"
            + text.substring(at);
  }

  @Override
  public String toString() {
    return shown();
  }

  private String hosts() {
    String rest = text.replaceFirst("^\\w+://", "");
    int slash = rest.indexOf('/', rest.lastIndexOf('@') + 1);
    return (slash < 0 ? rest : rest.substring(0, slash)).replaceFirst("^.*@", "");
  }
}
