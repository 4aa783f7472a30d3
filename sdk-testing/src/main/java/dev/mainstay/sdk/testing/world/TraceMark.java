package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.StateChange;

/**
 * The essentials of a subject as a number that is the same on every machine: hash codes of texts
 * and numbers are, those of enums and of most records are not.
 */
final class TraceMark {

  long of(Object subject) {
    long mark = subject.getClass().getSimpleName().hashCode();
    if (subject instanceof SchedulerEvent.Mesos mesos) {
      return join(mark, of(mesos.event()));
    }
    if (subject instanceof SchedulerEvent.CallFailed failed) {
      return join(mark, of(failed.call()));
    }
    if (subject instanceof ClusterInput.ContainerReport report) {
      return join(mark, container(report.event()));
    }
    if (subject instanceof MesosEvent event) {
      return join(mark, event(event));
    }
    if (subject instanceof MesosCall call) {
      return join(mark, call(call));
    }
    if (subject instanceof Decision decision) {
      return join(mark, decision(decision));
    }
    return subject instanceof String text ? text.hashCode() : mark;
  }

  private static long join(long one, long other) {
    return one * 31 + other;
  }

  private static long container(ContainerEvent event) {
    return join(event.getClass().getSimpleName().hashCode(), event.id().toString().hashCode());
  }

  private static long event(MesosEvent event) {
    if (event instanceof MesosEvent.Update update) {
      TaskStatus status = update.status();
      return join(status.taskId().value().hashCode(), status.state().name().hashCode());
    }
    if (event instanceof MesosEvent.Offers offers) {
      long mark = 0;
      for (Offer offer : offers.offers()) {
        mark = join(mark, offer.id().value().hashCode());
      }
      return mark;
    }
    return 0;
  }

  private static long call(MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      return join(accept.offerIds().get(0).value().hashCode(), accept.operations().size());
    }
    if (call instanceof MesosCall.Kill kill) {
      return kill.taskId().value().hashCode();
    }
    if (call instanceof MesosCall.Acknowledge acknowledge) {
      return acknowledge.uuid().hashCode();
    }
    return 0;
  }

  private static long decision(Decision decision) {
    long mark = decision.effects().size();
    for (StateChange change : decision.changes()) {
      mark = join(mark, change.key().toString().hashCode());
    }
    return mark;
  }
}
