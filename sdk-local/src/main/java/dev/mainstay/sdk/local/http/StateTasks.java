package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.mesos.wire.StatusWire;
import dev.mainstay.sdk.mesos.wire.TaskWire;
import java.util.List;
import org.apache.mesos.v1.Protos;

/** Tasks and executors, as {@code /state} shows them (src/common/http.cpp). */
final class StateTasks {

  private final JsonText text;

  StateTasks(JsonText text) {
    this.text = text;
  }

  void write(ClusterView.Task task) {
    Protos.TaskInfo info = TaskWire.toProto(task.info());
    text.beginObject();
    text.name("id").string(info.getTaskId().getValue());
    text.name("name").string(info.getName());
    text.name("framework_id").string(task.frameworkId().value());
    ExecutorId executorId = task.executorId();
    text.name("executor_id").string(executorId == null ? "" : executorId.value());
    text.name("slave_id").string(info.getAgentId().getValue());
    text.name("state").string(StatusWire.state(task.state()).name());
    ResourceSummary.write(text.name("resources"), task.info().resources());
    if (info.getLimitsCount() > 0) {
      text.name("limits").beginObject();
      info.getLimitsMap().forEach((name, limit) -> text.name(name).number(limit.getValue()));
      text.endObject();
    }
    String role = task.role();
    text.name("role").string(role == null ? "" : role);
    text.name("statuses").beginArray();
    for (TaskStatus status : task.statuses()) {
      text.element();
      write(StatusWire.toProto(status), status.labels());
    }
    text.endArray();
    if (info.getCommand().hasUser()) {
      text.name("user").string(info.getCommand().getUser());
    }
    if (!task.info().labels().isEmpty()) {
      labels(text.name("labels"), task.info().labels());
    }
    if (info.hasDiscovery()) {
      text.name("discovery").raw(JsonPrinter.print(info.getDiscovery()));
    }
    if (info.hasContainer()) {
      text.name("container").raw(JsonPrinter.print(info.getContainer()));
    }
    if (info.hasHealthCheck()) {
      text.name("health_check").raw(JsonPrinter.print(info.getHealthCheck()));
    }
    text.endObject();
  }

  void write(ClusterView.Executor executor) {
    ExecutorInfo info = executor.info();
    Protos.ExecutorInfo proto = TaskWire.toProto(info);
    text.beginObject();
    text.name("executor_id").string(info.executorId().value());
    text.name("name").string(proto.getName());
    text.name("framework_id").string(executor.frameworkId().value());
    writeCommand(proto.getCommand());
    ResourceSummary.write(text.name("resources"), info.resources());
    String role = executor.role();
    if (!info.resources().isEmpty() && role != null) {
      text.name("role").string(role);
    }
    if (!info.labels().isEmpty()) {
      labels(text.name("labels"), info.labels());
    }
    if (proto.hasType()) {
      text.name("type").string(proto.getType().name());
    }
    text.name("slave_id").string(executor.agentId().value());
    text.endObject();
  }

  static void labels(JsonText text, List<Label> labels) {
    text.beginArray();
    for (Label label : labels) {
      text.element().beginObject();
      text.name("key").string(label.key());
      String value = label.value();
      if (value != null) {
        text.name("value").string(value);
      }
      text.endObject();
    }
    text.endArray();
  }

  private void write(Protos.TaskStatus status, List<Label> labels) {
    text.beginObject();
    text.name("state").string(status.getState().name());
    text.name("timestamp").number(status.getTimestamp());
    if (!labels.isEmpty()) {
      labels(text.name("labels"), labels);
    }
    if (status.hasContainerStatus()) {
      // Mesos leaves the pid out here
      text.name("container_status")
          .raw(
              JsonPrinter.print(
                  status.getContainerStatus().toBuilder().clearExecutorPid().build()));
    }
    if (status.hasHealthy()) {
      text.name("healthy").raw(Boolean.toString(status.getHealthy()));
    }
    text.endObject();
  }

  private void writeCommand(Protos.CommandInfo command) {
    text.name("command").beginObject();
    if (command.hasShell()) {
      text.name("shell").raw(Boolean.toString(command.getShell()));
    }
    if (command.hasValue()) {
      text.name("value").string(command.getValue());
    }
    text.name("argv").beginArray();
    for (String argument : command.getArgumentsList()) {
      text.element().string(argument);
    }
    text.endArray();
    if (command.hasEnvironment()) {
      text.name("environment").raw(JsonPrinter.print(command.getEnvironment()));
    }
    text.name("uris").beginArray();
    for (Protos.CommandInfo.URI uri : command.getUrisList()) {
      text.element().beginObject();
      text.name("value").string(uri.getValue());
      text.name("executable").raw(Boolean.toString(uri.getExecutable()));
      text.endObject();
    }
    text.endArray();
    text.endObject();
  }
}
