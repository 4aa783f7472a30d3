package dev.mainstay.sdk.local;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.service.EmbeddedCluster;
import java.util.Optional;

/**
 * An embedded cluster whose agents can be made to fail, for tests. What an operator does to an
 * agent goes through the operator API of its master, as with any Mesos.
 */
public interface FaultyCluster extends EmbeddedCluster {

  /** The agent of this name, {@code agent-1} and so on. */
  Optional<AgentId> agentNamed(String name);

  /** The agent's process dies; the tasks on it live on. */
  void crash(AgentId agent);

  /** The agent's machine dies, and all tasks on it with it; returns when they have ended. */
  void powerOff(AgentId agent);

  /** The agent's process, or its machine, starts again; one that runs goes on. */
  void restart(AgentId agent);

  /** The agent ends in the orderly way, and has its tasks ended. */
  void stop(AgentId agent);

  /** The master cannot reach the agent any more; it and its tasks live on. */
  void partition(AgentId agent);

  /** The partition is over. */
  void heal(AgentId agent);
}
