package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.local.model.ClusterSettings;
import dev.mainstay.sdk.mesos.Address;
import java.time.Duration;

/**
 * How the recorded Mesos was configured, and what its scheduler did unrecorded.
 *
 * @param offerPatience how long a request waits for an offer that is just like the recorded one
 * @param acknowledgeAll the scheduler acknowledged each update at once, without it being kept
 */
record ReplaySettings(ClusterSettings cluster, boolean acknowledgeAll, Duration offerPatience) {

  private static final Address ANYWHERE = new Address("127.0.0.1", "127.0.0.1", 5050);

  static ReplaySettings of(Duration allocationInterval, Duration agentReturn) {
    ClusterSettings usual = ClusterSettings.of(ANYWHERE);
    return new ReplaySettings(
        with(ANYWHERE, allocationInterval, agentReturn, usual.agentPingTimeout()),
        false,
        Duration.ofSeconds(8));
  }

  ReplaySettings acknowledgingAll() {
    return new ReplaySettings(cluster, true, offerPatience);
  }

  /** For a recording whose scheduler held offers back, so that ours come in other pieces. */
  ReplaySettings takingOffersAsTheyCome() {
    return new ReplaySettings(cluster, acknowledgeAll, Duration.ofMillis(500));
  }

  /** With another {@code --agent_ping_timeout} times {@code --max_agent_ping_timeouts}. */
  ReplaySettings pinging(Duration agentPingTimeout) {
    return new ReplaySettings(
        with(
            cluster.masterAddress(),
            cluster.allocationInterval(),
            cluster.agentReturn(),
            agentPingTimeout),
        acknowledgeAll,
        offerPatience);
  }

  ReplaySettings at(Address master) {
    return new ReplaySettings(
        with(
            master,
            cluster.allocationInterval(),
            cluster.agentReturn(),
            cluster.agentPingTimeout()),
        acknowledgeAll,
        offerPatience);
  }

  private static ClusterSettings with(
      Address master, Duration allocationInterval, Duration agentReturn, Duration pingTimeout) {
    ClusterSettings usual = ClusterSettings.of(master);
    return new ClusterSettings(
        usual.masterAddress(),
        usual.user(),
        allocationInterval,
        usual.heartbeatInterval(),
        pingTimeout,
        agentReturn,
        usual.executorReturn(),
        usual.executorShutdownGrace(),
        usual.statusRetry(),
        usual.operationDelay(),
        usual.executorExitDelay(),
        usual.equipment(),
        usual.sendsHeartbeats());
  }
}
