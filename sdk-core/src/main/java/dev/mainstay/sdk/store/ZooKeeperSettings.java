package dev.mainstay.sdk.store;

import java.time.Duration;

/**
 * Where a service's records lie in ZooKeeper, and how to get there.
 *
 * @param connect {@code host:port} list, with a path behind it where there is one
 * @param service the service's name, safe for a path: its records lie under {@code
 *     /mainstay/<service>}
 * @param holder who this scheduler is, for another one that waits for it
 * @param sessionTimeout how long a scheduler that fell silent keeps the lock; the server has its
 *     own bounds for it
 * @param connectTimeout how long to try before a start fails
 * @param exclusive no other process can reach this ZooKeeper, which the caller vouches for (it runs
 *     in this process, its folder is locked): no lock is taken, and the loss of a session is no
 *     loss of the lead
 */
public record ZooKeeperSettings(
    String connect,
    String service,
    String holder,
    Duration sessionTimeout,
    Duration connectTimeout,
    boolean exclusive) {

  /**
   * Long enough for a pause of the collector or of the network, short enough to wait for after a
   * crash.
   */
  public static final Duration USUAL_SESSION_TIMEOUT = Duration.ofSeconds(10);

  /** A ZooKeeper that is not there in this time is probably not the right address. */
  public static final Duration USUAL_CONNECT_TIMEOUT = Duration.ofSeconds(8);

  /** A ZooKeeper that schedulers share. */
  public static ZooKeeperSettings shared(String connect, String service, String holder) {
    return new ZooKeeperSettings(
        connect, service, holder, USUAL_SESSION_TIMEOUT, USUAL_CONNECT_TIMEOUT, false);
  }

  /** A ZooKeeper of this process alone. */
  public static ZooKeeperSettings exclusive(String connect, String service, String holder) {
    return new ZooKeeperSettings(
        connect, service, holder, USUAL_SESSION_TIMEOUT, USUAL_CONNECT_TIMEOUT, true);
  }

  String root() {
    return "/mainstay/" + service;
  }
}
