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
import java.util.Set;
import java.util.UUID;

/** A scheduler's habit to acknowledge each update when it comes. */
final class AutoAcknowledger {

  private final VirtualCluster cluster;
  private final Set<String> done = new HashSet<>();

  AutoAcknowledger(VirtualCluster cluster) {
    this.cluster = cluster;
  }

  void acknowledge(Replay.Pair pair) {
    if (pair.ours().isClosed()) {
      return;
    }
    for (JsonNode event : pair.ours().events()) {
      String uuid = RecordedUpdates.uuid(event);
      if (!uuid.isEmpty() && done.add(uuid)) {
        cluster.hand(
            new ClusterInput.SchedulerCall(Replay.frameworkOf(pair.ours()), call(event, uuid)));
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
