package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.mesos.MesosCall;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A scheduler's habit to acknowledge each update when it comes, as far as it has it. */
final class AutoAcknowledger {

  /** What it acknowledges. */
  enum Habit {
    /** All that it has not acknowledged yet, and all that comes. */
    ALL("acknowledges"),
    /** All that comes from now on, but never what it held back. */
    LATER("acknowledges later"),
    /** Updates of tasks; those of operations are held back. */
    TASKS("acknowledges tasks"),
    /** The first that it held back; then nothing again. */
    ONCE("acknowledges once"),
    NOTHING("holds acknowledgements");

    private final String words;

    Habit(String words) {
      this.words = words;
    }

    static Habit of(String words) {
      return Stream.of(values())
          .filter(habit -> habit.words.equals(words))
          .findFirst()
          .orElseThrow(() -> new AssertionError("something new was done by a scheduler: " + words));
    }
  }

  private final VirtualCluster cluster;
  private final Set<String> done = new HashSet<>();
  private Habit habit = Habit.ALL;

  AutoAcknowledger(VirtualCluster cluster) {
    this.cluster = cluster;
  }

  void from(Habit changed, List<Replay.Pair> streams) {
    if (changed == Habit.LATER) {
      streams.forEach(
          pair -> pair.ours().events().forEach(event -> done.add(RecordedUpdates.uuid(event))));
    }
    habit = changed == Habit.LATER ? Habit.ALL : changed;
  }

  void acknowledge(Replay.Pair pair) {
    if (pair.ours().isClosed() || habit == Habit.NOTHING) {
      return;
    }
    for (JsonNode event : pair.ours().events()) {
      String uuid = RecordedUpdates.uuid(event);
      boolean held = habit == Habit.TASKS && event.has("update_operation_status");
      if (!uuid.isEmpty() && !held && done.add(uuid)) {
        cluster.hand(
            new ClusterInput.SchedulerCall(Replay.frameworkOf(pair.ours()), call(event, uuid)));
        if (habit == Habit.ONCE) {
          habit = Habit.NOTHING;
          return;
        }
      }
    }
  }

  private static MesosCall call(JsonNode event, String base64) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
    UUID uuid = new UUID(bytes.getLong(), bytes.getLong());
    JsonNode operation = event.path("update_operation_status").path("status");
    if (operation.has("operation_id")) {
      return new MesosCall.AcknowledgeOperationStatus(
          new AgentId(operation.path("agent_id").path("value").asText()),
          new OperationId(operation.path("operation_id").path("value").asText()),
          uuid);
    }
    JsonNode status = event.path("update").path("status");
    return new MesosCall.Acknowledge(
        new AgentId(status.path("agent_id").path("value").asText()),
        new TaskId(status.path("task_id").path("value").asText()),
        uuid);
  }
}
