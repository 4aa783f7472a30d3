package dev.mainstay.sdk.local.http;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * What a scheduler's call must have before the master looks at who sent it, in the order and with
 * the words of Mesos (validation::scheduler::call::validate in src/master/validation.cpp).
 */
final class SchedulerCallChecks {

  private static final int UUID_BYTES = 16;
  private static final int UUID_VERSION_BYTE = 6;

  private SchedulerCallChecks() {}

  /** What is wrong, empty if nothing is. */
  static Optional<String> problem(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return subscribe(call);
    }
    if (!call.hasFrameworkId()) {
      return expecting("framework_id");
    }
    return switch (call.getType()) {
      case ACCEPT -> present(call.hasAccept(), "accept");
      case DECLINE -> present(call.hasDecline(), "decline");
      case ACCEPT_INVERSE_OFFERS -> present(call.hasAcceptInverseOffers(), "accept_inverse_offers");
      case DECLINE_INVERSE_OFFERS ->
          present(call.hasDeclineInverseOffers(), "decline_inverse_offers");
      case KILL -> present(call.hasKill(), "kill");
      case SHUTDOWN -> present(call.hasShutdown(), "shutdown");
      case ACKNOWLEDGE ->
          present(call.hasAcknowledge(), "acknowledge")
              .or(() -> uuid(call.getAcknowledge().getUuid()));
      case ACKNOWLEDGE_OPERATION_STATUS -> acknowledgeOperation(call);
      case RECONCILE -> present(call.hasReconcile(), "reconcile");
      case RECONCILE_OPERATIONS -> present(call.hasReconcileOperations(), "reconcile_operations");
      case MESSAGE -> present(call.hasMessage(), "message");
      case REQUEST -> present(call.hasRequest(), "request");
      case UPDATE_FRAMEWORK -> updateFramework(call);
      case TEARDOWN, REVIVE, SUPPRESS, SUBSCRIBE, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> subscribe(Call call) {
    if (!call.hasSubscribe()) {
      return expecting("subscribe");
    }
    String inside = call.getSubscribe().getFrameworkInfo().getId().getValue();
    return inside.equals(call.getFrameworkId().getValue())
        ? Optional.empty()
        : Optional.of("'framework_id' differs from 'subscribe.framework_info.id'");
  }

  private static Optional<String> updateFramework(Call call) {
    if (!call.hasUpdateFramework()) {
      return expecting("update_framework");
    }
    String inside = call.getUpdateFramework().getFrameworkInfo().getId().getValue();
    return inside.equals(call.getFrameworkId().getValue())
        ? Optional.empty()
        : Optional.of("'framework_id' differs from 'update_framework.framework_info.id'");
  }

  private static Optional<String> acknowledgeOperation(Call call) {
    return present(call.hasAcknowledgeOperationStatus(), "acknowledge_operation_status")
        .or(() -> uuid(call.getAcknowledgeOperationStatus().getUuid()))
        .or(() -> present(call.getAcknowledgeOperationStatus().hasAgentId(), "agent_id"));
  }

  /** Mesos takes the versions that RFC 4122 names. */
  private static Optional<String> uuid(ByteString bytes) {
    int version = bytes.size() == UUID_BYTES ? bytes.byteAt(UUID_VERSION_BYTE) >> 4 & 0xf : 0;
    return version >= 1 && version <= 5 ? Optional.empty() : Optional.of("Not a valid UUID");
  }

  private static Optional<String> present(boolean present, String field) {
    return present ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
