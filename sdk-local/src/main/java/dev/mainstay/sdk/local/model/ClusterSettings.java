package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.Address;
import java.time.Duration;

/**
 * How the cluster is configured. Names of Mesos's own flags are given where there is one.
 *
 * @param masterAddress where the master listens
 * @param user the system user of frameworks that name none, for text only
 * @param allocationInterval between rounds of offers ({@code --allocation_interval})
 * @param heartbeatInterval of event streams
 * @param agentPingTimeout until a silent agent is unreachable ({@code --agent_ping_timeout} times
 *     {@code --max_agent_ping_timeouts})
 * @param agentReturn from a restart of the master, or of an agent, to the agent's registration
 * @param executorReturn how long a restarted agent waits for executors ({@code
 *     --executor_reregistration_timeout})
 * @param executorShutdownGrace from the shutdown of an executor to its destruction ({@code
 *     --executor_shutdown_grace_period})
 * @param statusRetry to the first resending of an unacknowledged update; doubles from there, up to
 *     ten minutes
 * @param operationDelay from an operation to the agent's feedback
 * @param executorExitDelay from an executor's last update to its FAILURE event
 * @param equipment what the agents can do for a container
 * @param sendsHeartbeats false when whoever drives the model knows of a dead stream in another way:
 *     then {@code heartbeatInterval} is only told, and a quiet cluster has nothing to do
 */
public record ClusterSettings(
    Address masterAddress,
    String user,
    Duration allocationInterval,
    Duration heartbeatInterval,
    Duration agentPingTimeout,
    Duration agentReturn,
    Duration executorReturn,
    Duration executorShutdownGrace,
    Duration statusRetry,
    Duration operationDelay,
    Duration executorExitDelay,
    Equipment equipment,
    boolean sendsHeartbeats) {

  /** As measured on Mesos 1.12.0, but for a shorter wait for agents after a restart. */
  public static ClusterSettings of(Address masterAddress) {
    return new ClusterSettings(
        masterAddress,
        "root",
        Duration.ofMillis(200),
        Duration.ofSeconds(15),
        Duration.ofSeconds(75),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Equipment.PROCESSES,
        true);
  }

  /** What agents can do for a container beyond starting its process. */
  public enum Equipment {
    /** Nothing: no cgroups, and no secret store behind them. */
    PROCESSES,
    /** All that a spec may ask for; only a simulation can claim so. */
    CONTAINERS
  }

  public ClusterSettings withEquipment(Equipment newEquipment) {
    return new ClusterSettings(
        masterAddress,
        user,
        allocationInterval,
        heartbeatInterval,
        agentPingTimeout,
        agentReturn,
        executorReturn,
        executorShutdownGrace,
        statusRetry,
        operationDelay,
        executorExitDelay,
        newEquipment,
        sendsHeartbeats);
  }

  public ClusterSettings withoutHeartbeats() {
    return new ClusterSettings(
        masterAddress,
        user,
        allocationInterval,
        heartbeatInterval,
        agentPingTimeout,
        agentReturn,
        executorReturn,
        executorShutdownGrace,
        statusRetry,
        operationDelay,
        executorExitDelay,
        equipment,
        false);
  }
}
