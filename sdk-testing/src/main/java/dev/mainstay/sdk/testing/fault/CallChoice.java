package dev.mainstay.sdk.testing.fault;

import dev.mainstay.sdk.mesos.MesosCall;
import java.util.function.Predicate;

/** Which calls are of a kind. */
record CallChoice(Fault.CallsLost.CallKind kind) implements Predicate<MesosCall> {

  @Override
  public boolean test(MesosCall call) {
    return switch (kind) {
      case ACCEPT -> call instanceof MesosCall.Accept;
      case DECLINE -> call instanceof MesosCall.Decline;
      case KILL -> call instanceof MesosCall.Kill;
      case ACKNOWLEDGE ->
          call instanceof MesosCall.Acknowledge
              || call instanceof MesosCall.AcknowledgeOperationStatus;
      case DEMAND -> call instanceof MesosCall.Revive || call instanceof MesosCall.Suppress;
      case RECONCILE ->
          call instanceof MesosCall.Reconcile || call instanceof MesosCall.ReconcileOperations;
      case ANY -> true;
    };
  }
}
