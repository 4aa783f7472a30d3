package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.StateChange;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A subject of a trace's line in a few words. Whatever has no words of its own is printed whole.
 */
final class TraceText {

  /** Operations and offers of one line that are told one by one. */
  private static final int TOLD = 8;

  /** {@code 1d 02:03:04.005}. */
  static String time(Duration since) {
    return "%dd %02d:%02d:%02d.%03d"
        .formatted(
            since.toDays(),
            since.toHoursPart(),
            since.toMinutesPart(),
            since.toSecondsPart(),
            since.toMillisPart());
  }

  String of(Object subject) {
    if (subject instanceof SchedulerEvent event) {
      return event(event);
    }
    if (subject instanceof MesosCall call) {
      return call(call);
    }
    if (subject instanceof Decision decision) {
      return decision(decision);
    }
    if (subject instanceof ClusterInput.ContainerReport report) {
      return container(report.event());
    }
    return subject.toString();
  }

  private String event(SchedulerEvent event) {
    if (event instanceof SchedulerEvent.Mesos mesos) {
      return event(mesos.event());
    }
    if (event instanceof SchedulerEvent.CallFailed failed) {
      return (failed.outcomeKnown() ? "refused " : "unknown outcome of ")
          + call(failed.call())
          + ": "
          + failed.message();
    }
    return event.toString();
  }

  private static String event(MesosEvent event) {
    if (event instanceof MesosEvent.Update update) {
      return status(update.status());
    }
    if (event instanceof MesosEvent.Offers offers) {
      return "OFFERS "
          + some(
              offers.offers().stream().map(offer -> number(offer.id()) + " of " + offer.hostname()),
              offers.offers().size());
    }
    if (event instanceof MesosEvent.UpdateOperationStatus update) {
      OperationStatus status = update.status();
      return "OPERATION "
          + status.operationId()
          + " "
          + status.state()
          + (status.message() == null ? "" : " (" + status.message() + ")");
    }
    return event instanceof MesosEvent.Subscribed subscribed
        ? "SUBSCRIBED " + subscribed.frameworkId()
        : event.toString();
  }

  private static String status(TaskStatus status) {
    StringBuilder line = new StringBuilder("UPDATE ");
    line.append(status.taskId()).append(' ').append(status.state());
    if (status.reason() != null) {
      line.append(' ').append(status.reason());
    }
    if (status.checkResult() != null && status.checkResult().value() != null) {
      line.append(" check=").append(status.checkResult().value());
    }
    if (status.healthy() != null) {
      line.append(" healthy=").append(status.healthy());
    }
    if (status.message() != null && !status.message().isEmpty()) {
      line.append(" (").append(status.message()).append(')');
    }
    return line.append(status.uuid() == null ? " not to be acknowledged" : "").toString();
  }

  private static String call(MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      return "ACCEPT "
          + some(accept.offerIds().stream().map(TraceText::number), accept.offerIds().size())
          + ": "
          + some(
              accept.operations().stream().map(TraceText::operation), accept.operations().size());
    }
    if (call instanceof MesosCall.Decline decline) {
      return "DECLINE for "
          + decline.refuse()
          + ": "
          + some(decline.offerIds().stream().map(TraceText::number), decline.offerIds().size());
    }
    if (call instanceof MesosCall.Acknowledge acknowledge) {
      return "ACKNOWLEDGE " + acknowledge.taskId();
    }
    if (call instanceof MesosCall.Kill kill) {
      return "KILL " + kill.taskId();
    }
    return call.toString();
  }

  /** The part of an offer's id that differs. */
  private static String number(OfferId id) {
    return id.value().substring(id.value().lastIndexOf('-') + 1);
  }

  private static String operation(Operation operation) {
    return operation.accept(
        new Operation.Visitor<String>() {
          @Override
          public String reserve(Operation.Reserve reserve) {
            return "reserve " + resources(reserve.resources());
          }

          @Override
          public String unreserve(Operation.Unreserve unreserve) {
            return "unreserve " + resources(unreserve.resources());
          }

          @Override
          public String create(Operation.Create create) {
            return "create " + resources(create.volumes());
          }

          @Override
          public String destroy(Operation.Destroy destroy) {
            return "destroy " + resources(destroy.volumes());
          }

          @Override
          public String launch(Operation.Launch launch) {
            return "launch " + tasks(launch.tasks());
          }

          @Override
          public String launchGroup(Operation.LaunchGroup group) {
            return "launch " + tasks(group.tasks()) + " in " + group.executor().executorId();
          }
        });
  }

  private static String resources(List<Resource> resources) {
    return resources.stream()
        .map(resource -> resource.name() + "=" + resource.value())
        .collect(Collectors.joining("+"));
  }

  private static String tasks(List<TaskInfo> tasks) {
    return tasks.stream().map(task -> task.taskId().value()).collect(Collectors.joining("+"));
  }

  private static String decision(Decision decision) {
    String changes =
        some(decision.changes().stream().map(TraceText::change), decision.changes().size());
    String effects =
        some(decision.effects().stream().map(TraceText::effect), decision.effects().size());
    return "[" + changes + "] [" + effects + "]";
  }

  private static String change(StateChange change) {
    return (change instanceof StateChange.Remove ? "-" : "") + change.key();
  }

  private static String effect(Effect effect) {
    return effect.accept(
        new Effect.Visitor<String>() {
          @Override
          public String send(MesosCall call) {
            return call(call);
          }

          @Override
          public String answer(Effect.Answer answer) {
            return "answer " + answer.answer().outcome();
          }

          @Override
          public String stop(Effect.Stop stop) {
            return stop.toString();
          }
        });
  }

  private static String container(ContainerEvent event) {
    return event.toString();
  }

  private static String some(Stream<String> items, int all) {
    return items.limit(TOLD).collect(Collectors.joining(", "))
        + (all > TOLD ? " and " + (all - TOLD) + " more" : "");
  }
}
