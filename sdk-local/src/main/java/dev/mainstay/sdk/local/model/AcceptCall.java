package dev.mainstay.sdk.local.model;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One ACCEPT: its operations in order, each standing alone, and what is left over given back
 * (Mesos's {@code Master::accept} and {@code Master::_accept}).
 */
final class AcceptCall {

  private final MasterState state;
  private final Framework framework;
  private final MasterAgent agent;
  private ResourcePool remaining = ResourcePool.EMPTY;

  private AcceptCall(MasterState state, Framework framework, MasterAgent agent) {
    this.state = state;
    this.framework = framework;
    this.agent = agent;
  }

  static void handle(MasterState state, Framework framework, MesosCall.Accept call) {
    Optional<String> problem = OfferChecks.problemOf(call.offerIds(), state, framework);
    if (problem.isPresent()) {
      new Refusal(state, framework).of(call, problem.get());
      return;
    }
    OfferBook.Held first = state.book().find(call.offerIds().get(0)).orElseThrow();
    if (first.agent().process().dropsAccept()) {
      new Refusal(state, framework).dropped(call, first.agent());
      return;
    }
    new AcceptCall(state, framework, first.agent()).carryOut(call, first.role());
  }

  /** An ACCEPT of which nothing is carried out; its good offers are gone too. */
  private record Refusal(MasterState state, Framework framework) {

    private static final String CHANGED = "Mismatched resource version UUID";

    /** The agent drops it, and tells so itself. */
    void dropped(MesosCall.Accept call, MasterAgent agent) {
      discardOffers(call);
      for (Operation operation : call.operations()) {
        operation
            .accept(new LaunchedTasks())
            .forEach(task -> drop(task, StatusReason.INVALID_OFFERS, CHANGED));
        OperationId id = operation.id();
        if (id != null && !isLaunch(operation)) {
          tellLater(framework, agent, operationStatus(state, agent, id, OperationState.DROPPED));
        }
      }
    }

    private void discardOffers(MesosCall.Accept call) {
      for (OfferId id : call.offerIds()) {
        state
            .book()
            .find(id)
            .filter(offer -> offer.framework() == framework)
            .ifPresent(offer -> state.discard(offer, Duration.ZERO));
      }
    }

    private void drop(TaskInfo task, StatusReason reason, String message) {
      TaskState dropped = framework.isPartitionAware() ? TaskState.DROPPED : TaskState.LOST;
      state.tell(
          framework,
          state.statusOf(task.taskId(), dropped, reason, message, task.agentId(), null, null));
    }

    /** Its offers are not good: every operation is refused. */
    void of(MesosCall.Accept call, String problem) {
      discardOffers(call);
      for (Operation operation : call.operations()) {
        operation
            .accept(new LaunchedTasks())
            .forEach(
                task ->
                    drop(
                        task,
                        StatusReason.INVALID_OFFERS,
                        "Task launched with invalid offers: " + problem));
        if (!isLaunch(operation)) {
          tellError(
              state,
              framework,
              operation.id(),
              "Operation attempted with invalid offers: " + problem);
        }
      }
    }
  }

  private static boolean isLaunch(Operation operation) {
    return operation instanceof Operation.Launch || operation instanceof Operation.LaunchGroup;
  }

  private static void tellError(
      MasterState state, Framework framework, @Nullable OperationId id, String message) {
    if (id != null) {
      state
          .events()
          .send(
              framework,
              new MesosEvent.UpdateOperationStatus(
                  new OperationStatus(
                      id, OperationState.ERROR, message, ImmutableList.of(), null, null)));
    }
  }

  private void carryOut(MesosCall.Accept call, String role) {
    ImmutableList<Operation> formed =
        call.operations().stream()
            .filter(this::isWellFormed)
            .collect(ImmutableList.toImmutableList());
    for (OfferId id : call.offerIds()) {
      OfferBook.Held offer = state.book().find(id).orElseThrow();
      remaining = remaining.plus(offer.resources());
      state.book().remove(offer);
    }
    ResourcePool offered = remaining;
    AllocationInjection injection = new AllocationInjection(role);
    Applier applier = new Applier();
    for (Operation operation : formed) {
      operation.accept(injection).accept(applier);
    }
    // What an operation made is not refused: it is to be offered at once (Master::_accept).
    ResourcePool converted = remaining.beyond(offered);
    state.allocator().giveBack(agent, framework, converted, Duration.ZERO);
    state.allocator().giveBack(agent, framework, remaining.minus(converted), call.refuse());
  }

  /** Refuses at once what cannot be understood. */
  private boolean isWellFormed(Operation operation) {
    Optional<String> problem = ResourceChecks.problemOfForm(operation.accept(new NamedResources()));
    if (problem.isPresent()) {
      if (isLaunch(operation)) {
        refuseTasks(operation, problem.get());
      } else {
        tellError(
            state,
            framework,
            operation.id(),
            "Operation attempted with invalid resources: " + problem.get());
      }
      return false;
    }
    if (isLaunch(operation) && operation.id() != null) {
      String kind = operation instanceof Operation.Launch ? "LAUNCH" : "LAUNCH_GROUP";
      refuseTasks(operation, "The `id` field cannot be set on " + kind + " operations");
      return false;
    }
    return true;
  }

  private void refuseTasks(Operation operation, String message) {
    StatusReason reason =
        operation instanceof Operation.Launch
            ? StatusReason.TASK_INVALID
            : StatusReason.TASK_GROUP_INVALID;
    operation.accept(new LaunchedTasks()).forEach(task -> refuse(task, reason, message));
  }

  private void refuse(TaskInfo task, StatusReason reason, String message) {
    state.tell(
        framework,
        state.statusOf(
            task.taskId(), TaskState.ERROR, reason, message, task.agentId(), null, null));
  }

  /** Carries out one operation after another on what remains of the offers. */
  private final class Applier implements Operation.Visitor<Done> {
    @Override
    public Done reserve(Operation.Reserve operation) {
      convert(
          operation.id(),
          OperationChecks.problemOf(operation, framework),
          () -> ResourceConversion.of(operation),
          done -> {});
      return Done.DONE;
    }

    @Override
    public Done unreserve(Operation.Unreserve operation) {
      convert(
          operation.id(),
          OperationChecks.problemOf(operation),
          () -> ResourceConversion.of(operation),
          done -> {});
      return Done.DONE;
    }

    @Override
    public Done create(Operation.Create operation) {
      convert(
          operation.id(),
          OperationChecks.problemOf(operation, framework, agent),
          () -> ResourceConversion.of(operation),
          done -> operation.volumes().forEach(this::makeVolume));
      return Done.DONE;
    }

    private void makeVolume(Resource volume) {
      state
          .context()
          .emit(new ContainerCommand.CreateVolume(agent.id(), volume.withAllocationRole(null)));
    }

    @Override
    public Done destroy(Operation.Destroy operation) {
      convert(
          operation.id(),
          OperationChecks.problemOf(operation, agent),
          () -> ResourceConversion.of(operation),
          done -> operation.volumes().forEach(this::removeVolume));
      return Done.DONE;
    }

    private void removeVolume(Resource volume) {
      state
          .context()
          .emit(new ContainerCommand.DestroyVolume(agent.id(), volume.withAllocationRole(null)));
    }

    @Override
    public Done launch(Operation.Launch operation) {
      operation.tasks().forEach(AcceptCall.this::launch);
      return Done.DONE;
    }

    @Override
    public Done launchGroup(Operation.LaunchGroup operation) {
      launchTogether(operation.executor(), operation.tasks());
      return Done.DONE;
    }
  }

  private interface Conversions {
    ImmutableList<ResourceConversion> get();
  }

  private void convert(
      @Nullable OperationId id,
      Optional<String> problem,
      Conversions conversions,
      Consumer<Boolean> done) {
    if (problem.isPresent()) {
      tellError(state, framework, id, problem.get() + "; on agent " + agent);
      return;
    }
    ImmutableList<ResourceConversion> wanted = conversions.get();
    ResourcePool converted = remaining;
    for (ResourceConversion conversion : wanted) {
      if (!converted.contains(conversion.consumed())) {
        tellError(
            state,
            framework,
            id,
            converted + " does not contain " + ResourcePool.of(conversion.consumed()));
        return;
      }
      converted = conversion.appliedTo(converted);
    }
    remaining = converted;
    AgentModel process = agent.process();
    for (ResourceConversion conversion : wanted) {
      process.total(conversion.unallocated().appliedTo(process.total()));
    }
    state.context().imageChanged();
    done.accept(true);
    tellFinishedLater(id);
  }

  private void tellFinishedLater(@Nullable OperationId id) {
    if (id != null) {
      tellLater(framework, agent, operationStatus(state, agent, id, OperationState.FINISHED));
    }
  }

  private static OperationStatus operationStatus(
      MasterState state, MasterAgent agent, OperationId id, OperationState outcome) {
    return new OperationStatus(
        id, outcome, null, ImmutableList.of(), state.context().freshId(), agent.id());
  }

  /** Until the agent tells what became of an operation, the master says that it is pending. */
  private static void tellLater(Framework framework, MasterAgent agent, OperationStatus outcome) {
    OperationId id = Objects.requireNonNull(outcome.operationId());
    OperationStatus pending =
        new OperationStatus(id, OperationState.PENDING, null, ImmutableList.of(), null, agent.id());
    framework.operations().put(id, new MasterOperation(agent.id(), pending));
    agent.process().finished(framework.id(), outcome);
  }

  private void launch(TaskInfo task) {
    Optional<String> problem = TaskChecks.problemOf(task, framework, agent, remaining);
    if (problem.isPresent()) {
      refuse(task, StatusReason.TASK_INVALID, problem.get());
      return;
    }
    ExecutorInfo own = task.executor();
    if (own != null) {
      useExecutor(own);
    }
    useTask(task, own == null ? null : own.executorId());
    if (agent.process().isReachable()) {
      agent.process().runTask(framework.info(), own == null ? commandExecutor(task) : own, task);
    }
  }

  /** The executor that an agent makes up for a task without one; it uses nothing of the offer. */
  private ExecutorInfo commandExecutor(TaskInfo task) {
    CommandInfo command = task.command();
    String shown = command == null || command.value() == null ? "" : command.value();
    String line =
        command != null && command.shell()
            ? "sh -c '" + shown + "'"
            : Joiner.on(' ').join(command == null ? ImmutableList.of() : command.arguments());
    return new ExecutorInfo(
        ExecutorInfo.Kind.CUSTOM,
        new ExecutorId(task.taskId().value()),
        framework.id(),
        command,
        task.container(),
        ImmutableList.of(),
        "Command Executor (Task: " + task.taskId() + ") (Command: " + line + ")",
        ImmutableList.of(),
        null);
  }

  private void launchTogether(ExecutorInfo executor, ImmutableList<TaskInfo> tasks) {
    Optional<String> problem = GroupChecks.problemOf(executor, tasks, framework, agent, remaining);
    if (problem.isPresent()) {
      tasks.forEach(task -> refuse(task, StatusReason.TASK_GROUP_INVALID, problem.get()));
      return;
    }
    if (tasks.isEmpty()) {
      return;
    }
    useExecutor(executor);
    tasks.forEach(task -> useTask(task, executor.executorId()));
    if (agent.process().isReachable()) {
      agent.process().runGroup(framework.info(), executor, tasks);
    }
  }

  /** A new executor's resources are charged once. */
  private void useExecutor(ExecutorInfo executor) {
    if (!agent.executorsOf(framework.id()).containsKey(executor.executorId())) {
      agent.addExecutor(framework.id(), executor);
      use(ResourcePool.of(executor.resources()));
    }
  }

  private void useTask(TaskInfo info, @Nullable ExecutorId executorId) {
    MasterTask task = new MasterTask(info, framework.id(), agent.id(), executorId);
    framework.tasks().put(task.id(), task);
    agent.addTask(task);
    use(task.resources());
  }

  private void use(ResourcePool resources) {
    remaining = remaining.minus(resources);
    agent.use(framework.id(), resources);
  }
}
