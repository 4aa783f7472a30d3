package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.AgentId;
import java.util.Optional;

/** A cluster with real processes that scenarios are played on. */
interface ScenarioCluster {

  ClusterKind kind();

  /** {@code host:port}. */
  String master();

  /** {@code host:port}, for the service's state. */
  String zookeeper();

  /** The agents by name: {@code agent-1} and so on. */
  ImmutableMap<String, AgentId> agents();

  /** Something happens to an agent. */
  Outcome happen(AgentEvent event, AgentId agent);

  /** Whether the tasks of an agent are processes of this machine. */
  boolean isHere(String hostname);

  /**
   * Ends what was started, and takes off what a service has left.
   *
   * @param service whose scheduler has ended
   * @param failed what may explain the failure is kept, where it is in nobody's way
   */
  void close(String service, boolean failed) throws Exception;

  /**
   * What became of it.
   *
   * @param refusal of the master, empty for none
   * @param impossible why it cannot be done on this cluster, empty when it can
   */
  record Outcome(Optional<String> refusal, Optional<String> impossible) {

    static Outcome done() {
      return new Outcome(Optional.empty(), Optional.empty());
    }

    static Outcome answered(Optional<String> refusal) {
      return new Outcome(refusal, Optional.empty());
    }

    static Outcome impossible(String why) {
      return new Outcome(Optional.empty(), Optional.of(why));
    }
  }
}
