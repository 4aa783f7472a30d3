package dev.mainstay.sdk.local.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Carries empty ids past the records, which cannot hold them: Mesos takes such calls and answers
 * them with an event. An empty id goes in as one that no one can otherwise send, and that comes out
 * again as empty.
 */
final class EmptyIds {

  /** No id that is valid for Mesos has this character, and JSON text cannot hide it. */
  private static final String STAND_IN = "\u0000";

  private static final Set<String> IDS =
      Set.of("TaskID", "AgentID", "ExecutorID", "OfferID", "OperationID");

  private EmptyIds() {}

  /** The message with stand-ins for its empty ids. */
  static Message replace(Message message) {
    if (IDS.contains(message.getDescriptorForType().getName())) {
      FieldDescriptor value = message.getDescriptorForType().findFieldByName("value");
      return message.getField(value).equals("")
          ? message.toBuilder().setField(value, STAND_IN).build()
          : message;
    }
    Message.Builder changed = null;
    for (var entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
        continue;
      }
      Object replaced =
          field.isRepeated()
              ? ((List<?>) entry.getValue()).stream().map(one -> replace((Message) one)).toList()
              : replace((Message) entry.getValue());
      if (!replaced.equals(entry.getValue())) {
        changed = changed == null ? message.toBuilder() : changed;
        changed.setField(field, replaced);
      }
    }
    return changed == null ? message : changed.build();
  }

  /** The event with empty ids in place of stand-ins. */
  static Event restore(Event event) {
    if (event.getType() != Event.Type.UPDATE || !mentionsStandIn(event.getUpdate().getStatus())) {
      return event;
    }
    Event.Builder restored = event.toBuilder();
    Protos.TaskStatus.Builder status = restored.getUpdateBuilder().getStatusBuilder();
    status.getTaskIdBuilder().setValue(plain(status.getTaskId().getValue()));
    if (status.hasAgentId()) {
      status.getAgentIdBuilder().setValue(plain(status.getAgentId().getValue()));
    }
    status.setMessage(
        status
            .getMessage()
            .replace("'" + STAND_IN + "' contains invalid characters", "ID must not be empty")
            .replace(STAND_IN, ""));
    return restored.build();
  }

  private static boolean mentionsStandIn(Protos.TaskStatus status) {
    return status.getTaskId().getValue().equals(STAND_IN)
        || status.getAgentId().getValue().equals(STAND_IN)
        || status.getMessage().contains(STAND_IN);
  }

  private static String plain(String id) {
    return id.equals(STAND_IN) ? "" : id;
  }
}
