package dev.mainstay.sdk.testing.mutant;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.Tampering;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mistakes in what is done with offers. */
final class OfferMutants {

  private OfferMutants() {}

  static ImmutableMap<String, Supplier<Tampering>> all() {
    return ImmutableMap.<String, Supplier<Tampering>>builder()
        .put("sends each ACCEPT twice", Twice::new)
        .put("keeps offers that it does not need", Hoarder::new)
        .put("launches under another task id", () -> launching(OfferMutants::underAnotherId))
        .put("describes an executor anew each time", () -> launching(new Describer()))
        .put("never gives leftovers back", () -> accepting(OfferMutants::withoutCleanUp))
        .put("unreserves what a pod holds", () -> new Thief(false))
        .put("destroys a volume that a pod holds", () -> new Thief(true))
        .put("launches without its reservations", () -> accepting(OfferMutants::withoutReserve))
        .buildOrThrow();
  }

  /** A mistake in the operations of an ACCEPT; one that is left without any is not sent. */
  private static Tampering accepting(UnaryOperator<ImmutableList<Operation>> change) {
    return new Tampering() {
      @Override
      public void send(SchedulerRun run, MesosCall call, Consumer<MesosCall> send) {
        if (!(call instanceof MesosCall.Accept accept)) {
          send.accept(call);
          return;
        }
        ImmutableList<Operation> changed = change.apply(accept.operations());
        send.accept(
            changed.isEmpty()
                ? new MesosCall.Decline(accept.offerIds(), accept.refuse())
                : new MesosCall.Accept(accept.offerIds(), changed, accept.refuse()));
      }
    };
  }

  private static Tampering launching(UnaryOperator<Operation.LaunchGroup> change) {
    return accepting(
        operations ->
            operations.stream()
                .map(
                    operation ->
                        operation instanceof Operation.LaunchGroup group
                            ? change.apply(group)
                            : operation)
                .collect(ImmutableList.toImmutableList()));
  }

  private static final class Twice implements Tampering {
    @Override
    public void send(SchedulerRun run, MesosCall call, Consumer<MesosCall> send) {
      send.accept(call);
      if (call instanceof MesosCall.Accept) {
        send.accept(call);
      }
    }
  }

  private static final class Hoarder implements Tampering {
    @Override
    public void send(SchedulerRun run, MesosCall call, Consumer<MesosCall> send) {
      if (!(call instanceof MesosCall.Decline)) {
        send.accept(call);
      }
    }
  }

  private static Operation.LaunchGroup underAnotherId(Operation.LaunchGroup group) {
    ImmutableList<TaskInfo> tasks =
        group.tasks().stream()
            .map(OfferMutants::underAnotherId)
            .collect(ImmutableList.toImmutableList());
    return new Operation.LaunchGroup(group.id(), group.executor(), tasks);
  }

  private static TaskInfo underAnotherId(TaskInfo task) {
    return new TaskInfo(
        task.name(),
        new TaskId(task.taskId().value() + "x"),
        task.agentId(),
        task.resources(),
        task.executor(),
        task.command(),
        task.container(),
        task.healthCheck(),
        task.check(),
        task.killGracePeriod(),
        task.maxCompletionTime(),
        task.limits(),
        task.labels(),
        task.discovery());
  }

  private static final class Describer implements UnaryOperator<Operation.LaunchGroup> {
    private int launches;

    @Override
    public Operation.LaunchGroup apply(Operation.LaunchGroup group) {
      launches++;
      ExecutorInfo old = group.executor();
      ExecutorInfo described =
          new ExecutorInfo(
              old.kind(),
              old.executorId(),
              old.frameworkId(),
              old.command(),
              old.container(),
              old.resources(),
              old.name(),
              ImmutableList.of(new Label("launch", Integer.toString(launches))),
              old.shutdownGracePeriod());
      return new Operation.LaunchGroup(group.id(), described, group.tasks());
    }
  }

  private static ImmutableList<Operation> withoutCleanUp(ImmutableList<Operation> operations) {
    return operations.stream()
        .filter(
            operation ->
                !(operation instanceof Operation.Unreserve)
                    && !(operation instanceof Operation.Destroy))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<Operation> withoutReserve(ImmutableList<Operation> operations) {
    return operations.stream()
        .filter(operation -> !(operation instanceof Operation.Reserve))
        .collect(ImmutableList.toImmutableList());
  }

  /** Gives back what a pod has just reserved, with the next offer that is not needed. */
  private static final class Thief implements Tampering {
    private final boolean ofVolumes;
    private final List<Resource> seen = new ArrayList<>();
    private int operations;

    Thief(boolean ofVolumes) {
      this.ofVolumes = ofVolumes;
    }

    @Override
    public void send(SchedulerRun run, MesosCall call, Consumer<MesosCall> send) {
      if (call instanceof MesosCall.Accept accept) {
        accept.operations().forEach(this::note);
      }
      if (call instanceof MesosCall.Decline decline && !seen.isEmpty()) {
        operations++;
        OperationId id = new OperationId("theft-" + operations);
        ImmutableList<Resource> stolen = ImmutableList.of(seen.get(0));
        Operation theft =
            ofVolumes ? new Operation.Destroy(id, stolen) : new Operation.Unreserve(id, stolen);
        send.accept(
            new MesosCall.Accept(decline.offerIds(), ImmutableList.of(theft), decline.refuse()));
      } else {
        send.accept(call);
      }
    }

    private void note(Operation operation) {
      if (ofVolumes && operation instanceof Operation.Create create) {
        seen.addAll(create.volumes());
      } else if (!ofVolumes && operation instanceof Operation.Reserve reserve) {
        seen.addAll(reserve.resources());
      }
    }
  }
}
