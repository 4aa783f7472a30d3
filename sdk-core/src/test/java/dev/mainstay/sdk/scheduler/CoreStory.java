package dev.mainstay.sdk.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.launch.LaunchCustomizer;
import dev.mainstay.sdk.launch.LaunchSettings;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.RecoveryPolicy;
import dev.mainstay.sdk.sample.OfferBuilder;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.Statuses;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Drives a core and a {@link ToyMesos} through a story, and checks after each decision what must
 * always be true.
 */
final class CoreStory {

  /** Where a crash hits a decision. */
  enum CrashPoint {
    BEFORE_COMMIT,
    BEFORE_EFFECTS,
    AFTER_EFFECTS
  }

  private static final int MOST_ROUNDS = 400;

  /** With more, comparing the whole state after each event would take too long. */
  private static final int MOST_RECORDS_CHECKED = 100;

  private final Map<RecordKey, StateRecord> stored = new LinkedHashMap<>();
  private final ToyMesos mesos = new ToyMesos();
  private final List<MesosCall> sent = new ArrayList<>();
  private final List<Effect.Stop> stops = new ArrayList<>();
  private final List<String> launched = new ArrayList<>();
  private final List<CommandAnswer> answers = new ArrayList<>();
  private final RecoveryPolicy recovery;
  private SchedulerCore core;
  private Instant now = ServiceBuilder.START;
  private int ids;
  private int decisions;
  private int crashAt = -1;
  private CrashPoint crashPoint = CrashPoint.AFTER_EFFECTS;

  private CoreStory(ServiceBuilder service, RecoveryPolicy recovery) {
    this.recovery = recovery;
    ConfigurationRecord target =
        ServiceBuilder.configuration(ServiceBuilder.CONFIG, service.build());
    stored.put(target.key(), target);
    TargetRecord pointer = TargetRecord.first(target.id());
    stored.put(pointer.key(), pointer);
    this.core = coreOfRecords();
  }

  /** A service that was accepted and has not subscribed yet. */
  static CoreStory of(ServiceBuilder service) {
    return new CoreStory(service, RecoveryPolicy.NONE);
  }

  /** The same of a framework that has a say in recovery. */
  static CoreStory of(ServiceBuilder service, RecoveryPolicy recovery) {
    return new CoreStory(service, recovery);
  }

  private SchedulerCore coreOfRecords() {
    return SchedulerCore.of(
        ServiceState.of(stored.values()),
        new CoreSettings(
            new LaunchSettings(OfferBuilder.ROLE, "hello-principal", "10.0.0.1", 8080),
            LaunchCustomizer.NONE,
            recovery),
        () -> new UUID(0x1d, ids++));
  }

  // What happens.

  CoreStory subscribed() {
    mesos.subscribe();
    return deliver();
  }

  CoreStory disconnected() {
    return handle(new SchedulerEvent.Disconnected("the master went away"));
  }

  /** The scheduler process ends, and a new one starts from the records. */
  CoreStory restarted() {
    core = coreOfRecords();
    sent.clear();
    return subscribed();
  }

  /** The scheduler starts again with another configuration as its target. */
  CoreStory targets(ServiceBuilder service) {
    ConfigurationRecord target =
        ServiceBuilder.configuration(
            new ConfigId(new UUID(0xc0ffee, stored.size()).toString()), service.build());
    stored.put(target.key(), target);
    TargetRecord pointer = TargetRecord.first(target.id());
    stored.put(pointer.key(), pointer);
    return restarted();
  }

  /** What an owner in the pod had reserved is gone, and the scheduler knows it when it restarts. */
  CoreStory losesReservationsOf(String pod, String owner) {
    PodRecord before = pod(pod);
    ImmutableList.Builder<Holding> left = ImmutableList.builder();
    for (Holding holding : before.holdings()) {
      if (holding.owner().equals(owner)) {
        mesos.lose(holding.id());
      } else {
        left.add(holding);
      }
    }
    stored.put(before.key(), before.withHoldings(left.build()));
    return restarted();
  }

  CoreStory crashAt(int decision, CrashPoint point) {
    crashAt = decision;
    crashPoint = point;
    return this;
  }

  /** All that is free on the agent is offered. */
  CoreStory offer(String agent) {
    return offer(mesos.offerOf(agent));
  }

  CoreStory offer(Offer... offers) {
    handle(new SchedulerEvent.Mesos(new MesosEvent.Offers(ImmutableList.copyOf(offers))));
    return deliver();
  }

  /** What is free of the reservations, and this that is not reserved. */
  CoreStory offer(OfferBuilder unreserved) {
    return offer(mesos.offerWith(unreserved));
  }

  /** Of the reservations only those of the pod's owner: its executor or a resource set. */
  CoreStory offerFragment(String agent, String pod, String owner) {
    List<ResourceId> wanted =
        pod(pod).holdings().stream()
            .filter(holding -> holding.owner().equals(owner))
            .map(Holding::id)
            .toList();
    List<Resource> fragment =
        mesos.freeReservations(agent).stream()
            .filter(resource -> resource.resourceId().map(wanted::contains).orElse(false))
            .toList();
    return offer(mesos.offerWith(agent, fragment));
  }

  /** The agent or executor says so of the task's current launch, for instance of hello-0-server. */
  CoreStory status(String task, TaskState state) {
    return status(Statuses.status(taskId(task), state, agentOf(task), mesos.uuid()));
  }

  CoreStory status(TaskStatus status) {
    mesos.happened(status);
    return deliver();
  }

  /** The result of the task's readiness check, null while there is none. */
  CoreStory checked(String task, @Nullable Integer exitCode) {
    TaskStatus running =
        Statuses.status(taskId(task), TaskState.RUNNING, agentOf(task), mesos.uuid());
    return status(Statuses.checked(running, exitCode));
  }

  CoreStory running(String... tasks) {
    for (String task : tasks) {
      status(task, TaskState.STARTING).status(task, TaskState.RUNNING);
    }
    return this;
  }

  CoreStory nextAccept(ToyMesos.Answer answer) {
    mesos.answerNext(answer);
    return this;
  }

  CoreStory event(MesosEvent event) {
    handle(new SchedulerEvent.Mesos(event));
    return deliver();
  }

  /** An operator gives the service another target. */
  CoreStory target(String config, ServiceBuilder service) {
    return target(
        ServiceBuilder.configuration(new ConfigId(config), service.build()), core.state());
  }

  /** An operator goes back to a configuration that the service had. */
  CoreStory target(String config) {
    return target(core.state().configuration(new ConfigId(config)).orElseThrow(), core.state());
  }

  private CoreStory target(ConfigurationRecord next, ServiceState state) {
    return command(new OperatorCommand.SetTarget(state.target().orElseThrow().id(), next));
  }

  CoreStory command(OperatorCommand command) {
    return handle(new SchedulerEvent.Commanded(1, command));
  }

  CoreStory callFailed(MesosCall call, boolean outcomeKnown) {
    handle(new SchedulerEvent.CallFailed(call, outcomeKnown, "503 Service Unavailable"));
    return deliver();
  }

  /** Time passes, and the core is woken when it wanted to be. */
  CoreStory advance(Duration time) {
    Instant end = now.plus(time);
    int wakes = 0;
    while (core.nextWake().filter(due -> !due.isAfter(end)).isPresent()) {
      Instant due = core.nextWake().orElse(end);
      now = due.isAfter(now) ? due : now;
      handle(new SchedulerEvent.Wake());
      deliver();
      assertThat(wakes++).as("wakes in %s", time).isLessThan(10_000);
    }
    now = end;
    return this;
  }

  /** Time passes, and there is no scheduler that would notice. */
  CoreStory passes(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** Tasks start and end as they should, and agents offer, until everything is deployed. */
  CoreStory settle(String... agents) {
    mesos.comeAlive();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      deliver();
      if (plan().status() == Status.COMPLETE && allReleasedAreGone()) {
        return this;
      }
      for (String agent : agents) {
        if (!mesos.isSuppressed()) {
          offer(agent);
        }
      }
      advance(Duration.ofSeconds(5));
    }
    throw new AssertionError("not deployed: " + deploy());
  }

  private boolean allReleasedAreGone() {
    return core.state().released().stream()
        .noneMatch(
            record ->
                mesos.reservations(record.agentId().value()).stream()
                    .anyMatch(
                        resource -> resource.resourceId().filter(record.id()::equals).isPresent()));
  }

  private CoreStory deliver() {
    for (MesosEvent event = mesos.next(); event != null; event = mesos.next()) {
      handle(new SchedulerEvent.Mesos(event));
    }
    return this;
  }

  CoreStory handle(SchedulerEvent event) {
    Decision decision = core.handle(event, now);
    boolean crashes = decisions++ == crashAt;
    if (crashes && crashPoint == CrashPoint.BEFORE_COMMIT) {
      crash();
      return this;
    }
    decision.changes().forEach(this::store);
    checkState();
    checkAcknowledged(event, decision);
    if (!crashes || crashPoint == CrashPoint.AFTER_EFFECTS) {
      decision.effects().forEach(this::perform);
    }
    if (crashes) {
      crash();
    }
    return this;
  }

  private void crash() {
    core = coreOfRecords();
    mesos.subscribe();
  }

  private void store(StateChange change) {
    change.accept(
        new StateChange.Visitor<Boolean>() {
          @Override
          public Boolean put(StateRecord record) {
            stored.put(record.key(), record);
            return true;
          }

          @Override
          public Boolean remove(RecordKey key) {
            stored.remove(key);
            return true;
          }
        });
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Stop stop) {
      stops.add(stop);
    }
    if (effect instanceof Effect.Answer answer) {
      answers.add(answer.answer());
    }
    if (effect instanceof Effect.Send send) {
      if (send.call() instanceof MesosCall.Accept accept) {
        accept.operations().forEach(this::check);
      }
      sent.add(send.call());
      mesos.perform(send.call());
    }
  }

  // What must always be true.

  private void checkState() {
    if (stored.size() > MOST_RECORDS_CHECKED) {
      return;
    }
    ServiceState loaded = ServiceState.of(stored.values());
    assertThat(core.state().pods()).containsExactlyElementsOf(loaded.pods());
    assertThat(core.state().released()).containsExactlyElementsOf(loaded.released());
    assertThat(core.state().placements()).isEqualTo(loaded.placements());
  }

  private static void checkAcknowledged(SchedulerEvent event, Decision decision) {
    if (event instanceof SchedulerEvent.Mesos mesos
        && mesos.event() instanceof MesosEvent.Update update
        && update.status().uuid() != null) {
      assertThat(decision.effects())
          .as("acknowledgement of %s", update.status())
          .anyMatch(
              effect ->
                  effect instanceof Effect.Send send
                      && send.call() instanceof MesosCall.Acknowledge acknowledge
                      && acknowledge.uuid().equals(update.status().uuid()));
    }
  }

  private void check(Operation operation) {
    List<Resource> givenBack =
        operation instanceof Operation.Destroy destroy
            ? destroy.volumes()
            : operation instanceof Operation.Unreserve unreserve
                ? unreserve.resources()
                : List.of();
    assertThat(givenBack)
        .as("only what is released is destroyed or unreserved")
        .allMatch(resource -> resource.resourceId().flatMap(core.state()::released).isPresent());
    if (operation instanceof Operation.LaunchGroup group) {
      group.tasks().forEach(task -> launched.add(task.name()));
    }
  }

  // What is seen.

  Instant time() {
    return now;
  }

  ServiceState state() {
    return core.state();
  }

  SchedulerCore core() {
    return core;
  }

  ToyMesos mesos() {
    return mesos;
  }

  int decisions() {
    return decisions;
  }

  PodRecord pod(String id) {
    return core.state()
        .pod(PodId.parse(id))
        .orElseThrow(() -> new AssertionError("no pod " + id + " in " + core.state().pods()));
  }

  TaskRecord task(String name) {
    for (PodRecord pod : core.state().pods()) {
      for (TaskRecord task : pod.tasks().values()) {
        if ((pod.id() + "-" + task.name()).equals(name)) {
          return task;
        }
      }
    }
    throw new AssertionError("no task " + name + " in " + core.state().pods());
  }

  TaskId taskId(String name) {
    return task(name).taskId();
  }

  private AgentId agentOf(String task) {
    return core.state()
        .podOfTask(taskId(task))
        .map(PodRecord::place)
        .map(place -> place.agentId())
        .orElse(new AgentId("nowhere"));
  }

  /** What is durable. */
  ImmutableList<StateRecord> records() {
    return ImmutableList.copyOf(stored.values());
  }

  /** Why the scheduler ended. */
  ImmutableList<Effect.Stop> stops() {
    return ImmutableList.copyOf(stops);
  }

  /** What the last command was answered. */
  CommandAnswer answer() {
    return answers.get(answers.size() - 1);
  }

  /** Every task launched so far, in order. */
  ImmutableList<String> launched() {
    return ImmutableList.copyOf(launched);
  }

  /** Calls of a kind since this was last asked, of any kind. */
  <T extends MesosCall> ImmutableList<T> takeSent(Class<T> kind) {
    ImmutableList<T> found =
        sent.stream()
            .filter(kind::isInstance)
            .map(kind::cast)
            .collect(ImmutableList.toImmutableList());
    sent.clear();
    return found;
  }

  /** Tasks that were to be killed since calls were last taken. */
  ImmutableList<TaskId> takeKills() {
    return takeSent(MesosCall.Kill.class).stream()
        .map(MesosCall.Kill::taskId)
        .collect(ImmutableList.toImmutableList());
  }

  /** The deploy or update plan as it is shown. */
  PlanView plan() {
    return PlanViews.of(core.snapshot().deploy(), core.state(), now);
  }

  /** The same with what is said of each: {@code hello-0:[server] STARTED bakes until …}. */
  ImmutableList<String> told() {
    return plan().phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .map(step -> (step.name() + " " + step.status() + " " + step.message()).strip())
        .collect(ImmutableList.toImmutableList());
  }

  /** Each step of the deploy plan: {@code hello-0:[server] COMPLETE}. */
  ImmutableList<String> deploy() {
    return plan().phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .map(step -> step.name() + " " + step.status())
        .collect(ImmutableList.toImmutableList());
  }
}
