package dev.mainstay.sdk.mesos.wire;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.TaskId;
import org.apache.mesos.v1.Protos;

/** Typed ids. */
final class Ids {

  private Ids() {}

  static Protos.AgentID agent(AgentId id) {
    return Protos.AgentID.newBuilder().setValue(id.value()).build();
  }

  static AgentId agent(Protos.AgentID proto) {
    return new AgentId(present(proto.getValue(), "agent"));
  }

  static Protos.ExecutorID executor(ExecutorId id) {
    return Protos.ExecutorID.newBuilder().setValue(id.value()).build();
  }

  static ExecutorId executor(Protos.ExecutorID proto) {
    return new ExecutorId(present(proto.getValue(), "executor"));
  }

  static Protos.FrameworkID framework(FrameworkId id) {
    return Protos.FrameworkID.newBuilder().setValue(id.value()).build();
  }

  static FrameworkId framework(Protos.FrameworkID proto) {
    return new FrameworkId(present(proto.getValue(), "framework"));
  }

  static Protos.OfferID offer(OfferId id) {
    return Protos.OfferID.newBuilder().setValue(id.value()).build();
  }

  static OfferId offer(Protos.OfferID proto) {
    return new OfferId(present(proto.getValue(), "offer"));
  }

  static Protos.OperationID operation(OperationId id) {
    return Protos.OperationID.newBuilder().setValue(id.value()).build();
  }

  static OperationId operation(Protos.OperationID proto) {
    return new OperationId(present(proto.getValue(), "operation"));
  }

  static Protos.TaskID task(TaskId id) {
    return Protos.TaskID.newBuilder().setValue(id.value()).build();
  }

  static TaskId task(Protos.TaskID proto) {
    return new TaskId(present(proto.getValue(), "task"));
  }

  private static String present(String value, String what) {
    if (value.isEmpty()) {
      throw new WireFormatException("the id of a " + what + " is empty");
    }
    return value;
  }
}
