package dev.mainstay.sdk.local.http;

import com.google.common.base.Splitter;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterInput;
import java.util.List;

/**
 * What was done beside the requests while a recording was made, and stands in it as a few words:
 *
 * <ul>
 *   <li>{@code agent1 kill|stop|start}, {@code master kill|start};
 *   <li>{@code executor ID signal N}, {@code executor ID stop} (SIGSTOP), {@code task ID signal N};
 *   <li>{@code scheduler disconnects};
 *   <li>{@code scheduler holds acknowledgements|acknowledges once|acknowledges|acknowledges
 *       later|acknowledges tasks}, see {@link AutoAcknowledger}.
 * </ul>
 *
 * <p>{@link Replay} itself knows {@code recording ends}.
 */
final class RecordedDeeds {

  private final VirtualCluster cluster;
  private final AutoAcknowledger acknowledger;

  RecordedDeeds(VirtualCluster cluster, AutoAcknowledger acknowledger) {
    this.cluster = cluster;
    this.acknowledger = acknowledger;
  }

  void carryOut(String deed, List<Replay.Pair> streams) {
    List<String> words = Splitter.on(' ').splitToList(deed);
    switch (words.get(0)) {
      case "master" -> master(words.get(1));
      case "scheduler" -> scheduler(deed.substring("scheduler ".length()), streams);
      case "executor" -> executor(new ExecutorId(words.get(1)), words.subList(2, words.size()));
      case "task" ->
          cluster.killTask(new TaskId(words.get(1)), Integer.parseInt(words.get(words.size() - 1)));
      default -> agent(words.get(0), words.get(1));
    }
  }

  private void master(String what) {
    if (what.equals("start")) {
      cluster.hand(new ClusterInput.MasterRestarted());
    }
  }

  private void scheduler(String what, List<Replay.Pair> streams) {
    if (!what.equals("disconnects")) {
      acknowledger.from(AutoAcknowledger.Habit.of(what), streams);
      return;
    }
    streams.stream()
        .filter(pair -> !pair.ours().isClosed())
        .reduce((earlier, later) -> later)
        .ifPresent(pair -> cluster.hand(new ClusterInput.StreamClosed(pair.id())));
  }

  private void executor(ExecutorId id, List<String> what) {
    if (what.get(0).equals("stop")) {
      cluster.stopExecutor(id);
    } else {
      cluster.killExecutor(id, Integer.parseInt(what.get(1)));
    }
  }

  private void agent(String name, String what) {
    AgentId agent = cluster.model().agentNamed(name + ".local").orElseThrow();
    switch (what) {
      case "kill" -> cluster.hand(new ClusterInput.AgentCrashed(agent));
      case "stop" -> cluster.hand(new ClusterInput.AgentStopped(agent));
      case "start" -> cluster.hand(new ClusterInput.AgentRestarted(agent, true));
      default -> throw new AssertionError("something new was done to an agent: " + what);
    }
  }
}
