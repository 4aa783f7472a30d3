package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.local.model.ClusterSettings;
import dev.mainstay.sdk.mesos.Address;
import java.time.Duration;

/**
 * How the recorded Mesos was configured, and what its scheduler did unrecorded.
 *
 * @param acknowledgeAll the scheduler acknowledged each update at once, without it being kept
 */
record ReplaySettings(ClusterSettings cluster, boolean acknowledgeAll) {

  private static final Address ANYWHERE = new Address("127.0.0.1", "127.0.0.1", 5050);

  static ReplaySettings of(Duration allocationInterval, Duration agentReturn) {
    ClusterSettings usual = ClusterSettings.of(ANYWHERE);
    return new ReplaySettings(
        with(ANYWHERE, allocationInterval, agentReturn, usual.agentPingTimeout()), false);
  }

  ReplaySettings acknowledgingAll() {
    return new ReplaySettings(cluster, true);
  }

  ReplaySettings at(Address master) {
    return new ReplaySettings(
        with(
            master,
            cluster.allocationInterval(),
            cluster.agentReturn(),
            cluster.agentPingTimeout()),
        acknowledgeAll);
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
        usual.executorExitDelay());
  }
}
