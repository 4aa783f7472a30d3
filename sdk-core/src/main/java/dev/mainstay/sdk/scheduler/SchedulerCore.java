package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.launch.PodLauncher;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.planner.Duty;
import dev.mainstay.sdk.planner.DutyPlanner;
import dev.mainstay.sdk.planner.EndPlanner;
import dev.mainstay.sdk.planner.Ending;
import dev.mainstay.sdk.scheduler.Deadlines.Due;
import dev.mainstay.sdk.scheduler.Deadlines.Kind;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler as a deterministic state machine: an event and the time go in, changes of the
 * durable state and effects on the world come out. It does nothing itself: the caller makes the
 * changes durable, then performs the effects.
 *
 * <p>Beside the state it keeps only what can be derived from it or asked for again: which pods wait
 * for offers, what is due when, what was reconciled. A new core over the same state goes on where
 * the old one was. For one thread.
 */
public final class SchedulerCore implements SchedulerEvent.Visitor<Void>, MesosEvent.Visitor<Void> {

  /**
   * Outcomes of offers kept for people who ask why; the newest are enough to see what is missing.
   */
  private static final int OUTCOMES_KEPT = 200;

  private final IdSource ids;
  private final Ledger ledger;
  private final Chronicle chronicle;
  private final PodLauncher launcher;
  private final Deadlines deadlines = new Deadlines();
  private final WorkBook work = new WorkBook();
  private final Reconciliation reconciliation = new Reconciliation(deadlines);
  private final KillBook kills = new KillBook(deadlines);
  private final OfferDemand demand = new OfferDemand(deadlines);
  private final Map<OperationId, PodId> podOfOperation = new LinkedHashMap<>();
  private final Leftovers leftovers = new Leftovers();
  private final UnclaimedBook unclaimed = new UnclaimedBook();
  private final AgentInquiry inquiry;
  private final OwnRecoveries ownRecoveries;
  private final AutomaticReplacement automatic = new AutomaticReplacement(deadlines);
  private final Set<PodId> uncertain = new LinkedHashSet<>();
  private final Set<PodId> outOfReach = new LinkedHashSet<>();
  private final Deque<OfferOutcome> outcomes = new ArrayDeque<>();
  private final PlanBook plans;
  private final Removal removal;
  private final RolloutRules rollout;
  private final Uninstalling uninstalling = new Uninstalling(deadlines);
  private @Nullable String localRegion;
  private Instant now = Instant.EPOCH;

  private SchedulerCore(ServiceState state, CoreSettings settings, IdSource ids) {
    this.ids = ids;
    this.inquiry = new AgentInquiry(deadlines, ids);
    this.ledger = new Ledger(state);
    this.chronicle = new Chronicle(ledger);
    this.launcher = new PodLauncher(settings.launch(), settings.customizer(), ids);
    this.plans = new PlanBook(state);
    this.removal = new Removal(state);
    this.ownRecoveries = new OwnRecoveries(settings.recovery());
    this.rollout = new RolloutRules(ledger, deadlines, plans, chronicle, ids);
    for (PodRecord pod : state.pods()) {
      refresh(pod.id());
    }
    plans.candidatePods().forEach(this::refresh);
    state.released().forEach(leftovers::note);
  }

  /**
   * A core over what is known.
   *
   * @param state with a target configuration
   */
  public static SchedulerCore of(ServiceState state, CoreSettings settings, IdSource ids) {
    return new SchedulerCore(state, settings, ids);
  }

  /** Decides about one event. The changes are already applied to {@link #state}. */
  public Decision handle(SchedulerEvent event, Instant time) {
    now = time;
    ServiceState before = ledger.state();
    event.accept(this);
    if (uninstalling.isOver()) {
      return ledger.takeDecision();
    }
    rollout.heard(demand.isConnected() && reconciliation.isAnswered());
    followAll();
    chronicle.changed(before, now);
    automatic.settle(ledger.state());
    inquiry.settle(demand.isConnected() && isSomeAgentAwaited(), now);
    boolean workGrown = work.takeGrown();
    boolean removalGrown = removal.takeGrown();
    demand.settle(
        !work.isEmpty()
            || !uncertain.isEmpty()
            || isRemovalCleaningUp()
            || ledger.state().isInDoubt(),
        workGrown || removalGrown,
        !ledger.state().released().isEmpty(),
        ledger,
        now);
    uninstalling.settle(demand.isConnected(), ledger, now);
    return ledger.takeDecision();
  }

  private boolean isRemovalCleaningUp() {
    return removal.isCleaningUp() || (isUninstalling() && !ledger.state().released().isEmpty());
  }

  private boolean isUninstalling() {
    return ledger.state().uninstall().isPresent();
  }

  /** Until nothing follows from what was decided any more. */
  private void followAll() {
    do {
      for (List<PodId> touched = ledger.takeTouched();
          !touched.isEmpty();
          touched = ledger.takeTouched()) {
        touched.forEach(this::follow);
      }
      followPlans();
      noteCompletion();
      if (!ledger.isTouched() && isUninstalling()) {
        uninstalling.goOn(ledger, demand, now);
      } else if (!ledger.isTouched() && plans.deploy().isComplete()) {
        removal.goOn(plans.plans().decommission(), ledger, now);
      }
      if (!ledger.isTouched() && !isUninstalling()) {
        ownRecoveries.goOn(ledger, now);
      }
    } while (ledger.isTouched());
  }

  private void followPlans() {
    if (ledger.takePlansTouched()) {
      plans.changed(ledger.state());
      removal.changed(ledger.state());
      ledger.state().pods().forEach(pod -> follow(pod.id()));
      plans.candidatePods().forEach(this::follow);
    }
  }

  /** A plan that is complete is so for good, whatever fails later. */
  private void noteCompletion() {
    if (plans.deploy().isComplete()) {
      TargetRecord target = ledger.state().targetRecord().orElseThrow();
      if (!target.configId().equals(target.deployed())) {
        ledger.put(target.withDeployed());
      }
    }
    for (String plan : plans.completed()) {
      ledger
          .state()
          .planRun(plan)
          .filter(PlanRunRecord::isActive)
          .ifPresent(run -> ledger.put(run.ended(PlanRunRecord.Outcome.COMPLETE, now)));
    }
  }

  private boolean isSomeAgentAwaited() {
    return work.isSomeReturning()
        || !uncertain.isEmpty()
        || !outOfReach.isEmpty()
        || !ledger.state().released().isEmpty();
  }

  /** When a {@link SchedulerEvent.Wake} is due. */
  public Optional<Instant> nextWake() {
    return deadlines.next();
  }

  public ServiceState state() {
    return ledger.state();
  }

  public ServiceSnapshot snapshot() {
    return new ServiceSnapshot(
        ledger.state(),
        demand.isConnected(),
        demand.isConnected() && reconciliation.isAnswered(),
        plans.deploy().plan(),
        ImmutableList.copyOf(outcomes),
        unclaimed.all());
  }

  /** A pod changed: what it and those behind it in the plan need may have changed too. */
  private void follow(PodId id) {
    ledger.state().pod(id).filter(ReplaceRules::isDue).ifPresent(this::replace);
    Removal.erase(id, ledger);
    ownRecoveries.follow(id, plans.deploy().candidateOf(id).isPresent(), ledger);
    Set<PodId> released =
        plans.update(id, ledger.state(), (plan, step) -> chronicle.complete(plan, step, now));
    end(id);
    refresh(id);
    for (PodId other : released) {
      if (!other.equals(id)) {
        end(other);
        refresh(other);
      }
    }
    rollout.look(id, now);
    // A rollback gives another target, and with it other plans, before anything else follows.
    followPlans();
  }

  /** What is in the way of what the plans want of a pod has to end. */
  private void end(PodId id) {
    Optional<PodRecord> known = ledger.state().pod(id);
    Ending ending =
        known.map(pod -> EndPlanner.of(pod, plans.plans(), ledger.state())).orElse(Ending.NOTHING);
    if (known.isEmpty() || ending.isNothing()) {
      return;
    }
    PodRecord pod = known.get();
    if (ending.relocates()) {
      ledger.put(ReplaceRules.wanted(pod, new Replacement(ending.reason(), now, false)));
    } else {
      for (String task : ending.tasks()) {
        TaskRecord ended = pod.tasks().get(task);
        pod = ended == null ? pod : pod.withTask(ended.withEndWanted(ending.reason(), now));
      }
      ledger.put(pod);
    }
    plans.deploy().goesDown(id, ledger.state());
  }

  private void replace(PodRecord pod) {
    ReplaceRules rules = ReplaceRules.complete(pod, now);
    if (!rules.released().isEmpty()) {
      rules.released().forEach(ledger::put);
      demand.cleanupBegins(now);
    }
    ledger.put(ownRecoveries.replaced(pod, rules.pod(), ledger.state()));
  }

  private void refresh(PodId id) {
    Optional<PodRecord> pod = ledger.state().pod(id);
    removal.note(id, ledger.state());
    ownRecoveries.note(id, ledger.state());
    pod.ifPresent(this::noteOperations);
    if (demand.isConnected()) {
      pod.ifPresent(record -> kills.update(record, ledger, now));
      pod.ifPresent(record -> reconciliation.update(record, now));
    }
    note(uncertain, id, hasTask(pod, TaskState.UNKNOWN));
    note(outOfReach, id, hasTask(pod, TaskState.UNREACHABLE));
    automatic.update(id, ledger.state(), plans.deploy().candidateOf(id).isPresent());
    Optional<Duty> duty =
        isUninstalling() || ledger.state().isInDoubt()
            ? Optional.empty()
            : DutyPlanner.dutyOf(id, plans.plans(), ledger.state());
    Optional<Instant> delay = duty.flatMap(unused -> DutyPlanner.delayOf(id, ledger.state(), now));
    Due due = new Due(Kind.POD_DELAY, id.toString());
    if (delay.isPresent()) {
      deadlines.set(due, delay.get());
    } else {
      deadlines.clear(due);
    }
    if (duty.isEmpty() || delay.isPresent()) {
      work.forget(id);
    } else {
      await(duty.get(), pod);
    }
  }

  private static boolean hasTask(Optional<PodRecord> pod, TaskState state) {
    return pod.stream()
        .flatMap(record -> record.tasks().values().stream())
        .anyMatch(task -> task.state() == state);
  }

  private static void note(Set<PodId> pods, PodId id, boolean belongs) {
    if (belongs) {
      pods.add(id);
    } else {
      pods.remove(id);
    }
  }

  private void await(Duty duty, Optional<PodRecord> pod) {
    AgentPlace place = pod.map(PodRecord::place).orElse(null);
    if (pod.isPresent() && place != null && !pod.get().holdings().isEmpty()) {
      work.await(duty, pod.get(), place);
    } else {
      PodSpec spec = ledger.state().specOf(duty.config()).pod(duty.pod());
      work.await(duty, PodRequirement.of(spec));
    }
  }

  private void noteOperations(PodRecord pod) {
    for (Holding holding : pod.holdings()) {
      holding.operations().forEach(operation -> podOfOperation.put(operation, pod.id()));
    }
  }

  // Events of the loop.

  @Override
  public Void mesos(MesosEvent event) {
    return event.accept(this);
  }

  @Override
  public Void disconnected(String reason) {
    demand.disconnected();
    uninstalling.disconnected();
    reconciliation.pause();
    return null;
  }

  @Override
  public Void callFailed(SchedulerEvent.CallFailed failure) {
    demand.callFailed(failure.call(), now);
    if (!(failure.call() instanceof MesosCall.Accept accept)) {
      return null;
    }
    for (Operation operation : accept.operations()) {
      if (operation instanceof Operation.LaunchGroup group) {
        group.tasks().forEach(task -> launchFailed(task, failure));
      }
    }
    return null;
  }

  private void launchFailed(TaskInfo task, SchedulerEvent.CallFailed failure) {
    Optional<PodRecord> pod = ledger.state().podOfTask(task.taskId());
    if (pod.isEmpty()) {
      return;
    }
    if (!failure.outcomeKnown()) {
      reconciliation.add(task.taskId(), now);
      return;
    }
    for (TaskRecord known : pod.get().tasks().values()) {
      if (known.taskId().equals(task.taskId()) && known.isActive()) {
        TaskCondition dropped =
            new TaskCondition(
                TaskState.DROPPED,
                false,
                null,
                "the master refused the ACCEPT: " + failure.message(),
                null,
                now);
        ledger.put(StatusRules.withoutAsked(pod.get().withTask(known.withCondition(dropped))));
      }
    }
  }

  @Override
  public Void wake() {
    for (Due due : deadlines.take(now)) {
      switch (due.kind()) {
        case POD_DELAY -> refresh(PodId.parse(due.key()));
        case KILL -> {
          if (demand.isConnected()) {
            kills.repeat(new TaskId(due.key()), ledger, now);
          }
        }
        case STAGING -> stagingTooLong(new TaskId(due.key()));
        case RECONCILE -> {
          if (demand.isConnected()) {
            reconciliation.ask(ledger, now);
          }
        }
        case REVIVE -> demand.reviveNow(ledger, now);
        case DECLINE -> demand.declineNow(ledger);
        case SUPPRESS -> demand.suppressAgain();
        case CLEANUP -> {
          uninstalling.abandon(leftovers, ledger, now);
          demand.cleanupDue(ledger, now);
        }
        case TEARDOWN -> {
          // It is sent again when all is settled.
        }
        case INQUIRY -> inquire();
        case REVIEW -> review();
        case REPLACE -> automatic.replace(ledger, now);
        case ROLLOUT -> ledger.touch(PodId.parse(due.key()));
      }
    }
    return null;
  }

  /** What was missed without a trace is found out in the end. */
  private void review() {
    if (demand.isConnected()) {
      reconciliation.review(ledger, now);
      deadlines.set(new Due(Kind.REVIEW, ""), now.plus(Timing.REVIEW_INTERVAL));
    }
  }

  private void inquire() {
    if (!demand.isConnected()) {
      return;
    }
    Set<AgentId> agents = new TreeSet<>(work.awaitedAgents());
    Stream.concat(uncertain.stream(), outOfReach.stream())
        .flatMap(id -> ledger.state().pod(id).map(PodRecord::place).stream())
        .forEach(place -> agents.add(place.agentId()));
    ledger.state().released().forEach(record -> agents.add(record.agentId()));
    inquiry.ask(agents, ledger);
  }

  /**
   * An agent is not out of reach, or not any more. It may have come back without a task that never
   * arrived there, of which the master then says nothing unless it is asked.
   */
  private void agentAnswers(AgentId agent) {
    ledger.state().podsOn(agent).stream()
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(task -> task.state() == TaskState.UNREACHABLE)
        .forEach(task -> reconciliation.add(task.taskId(), now));
  }

  private void agentGone(AgentId agent) {
    for (PodRecord pod : ledger.state().podsOn(agent)) {
      ledger.put(ReplaceRules.agentGone(pod, now));
    }
    leftovers.agentGone(agent, ledger);
    unclaimed.agentGone(agent);
  }

  @Override
  public Void commanded(SchedulerEvent.Commanded event) {
    LeftoverRules aboutLeftovers = new LeftoverRules(ledger, unclaimed);
    CommandAnswer answer =
        event.command().accept(new CommandRules(ledger, ids, aboutLeftovers, now));
    if (event.command() instanceof OperatorCommand.ReleaseLeftovers) {
      demand.cleanUpNow(now);
    }
    chronicle.commanded(event.command(), answer, event.by(), now);
    ledger.perform(new Effect.Answer(event.id(), answer));
    return null;
  }

  private void stagingTooLong(TaskId id) {
    boolean staging =
        ledger.state().podOfTask(id).stream()
            .flatMap(pod -> pod.tasks().values().stream())
            .anyMatch(task -> task.taskId().equals(id) && task.state() == TaskState.STAGING);
    if (staging) {
      reconciliation.add(id, now);
      expectNews(id);
    }
  }

  private void expectNews(TaskId id) {
    deadlines.set(new Due(Kind.STAGING, id.value()), now.plus(Timing.STAGING_PATIENCE));
  }

  // Events of the master.

  @Override
  public Void subscribed(MesosEvent.Subscribed event) {
    Optional<FrameworkId> known = ledger.state().frameworkId();
    if (known.isPresent() && !known.get().equals(event.frameworkId())) {
      throw new IllegalStateException(
          "subscribed as framework " + event.frameworkId() + " but the state says " + known.get());
    }
    // Written each time: a scheduler that no longer leads learns it here, before it does anything.
    ledger.put(
        ledger.state().framework().orElseGet(() -> new FrameworkRecord(event.frameworkId())));
    Domain domain = event.master() == null ? null : event.master().domain();
    localRegion = domain == null ? null : domain.region();
    demand.subscribed();
    uninstalling.connected(now);
    rollout.connected(now);
    kills.begin(ledger, now);
    reconciliation.begin(ledger, now);
    deadlines.set(new Due(Kind.REVIEW, ""), now.plus(Timing.REVIEW_INTERVAL));
    ledger.state().pods().stream()
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(task -> task.state() == TaskState.STAGING)
        .forEach(task -> expectNews(task.taskId()));
    ImmutableList.copyOf(ledger.state().pods()).stream()
        .map(pod -> pod.withBackoff(StatusRules.within(pod.backoff(), now)))
        .forEach(ledger::put);
    return null;
  }

  @Override
  public Void heartbeat(MesosEvent.Heartbeat event) {
    return null;
  }

  @Override
  public Void offers(MesosEvent.Offers event) {
    Map<Duration, List<OfferId>> declined = new LinkedHashMap<>();
    FrameworkId framework =
        ledger
            .state()
            .frameworkId()
            .orElseThrow(() -> new IllegalStateException("offers before the subscription"));
    ImmutableList<OfferPool> pools = pools(event.offers());
    unclaimed.offered(pools, ledger, now);
    WorkBook allowed = ledger.state().isInDoubt() ? new WorkBook() : work;
    for (OfferPool pool : pools) {
      if (ledger.state().hasReleasedOn(pool.agentId())) {
        uninstalling.offered(pool.agentId(), pool.reserved().keySet(), ledger.state(), now);
        leftovers.offered(pool.agentId(), pool.reserved().keySet(), demand.cleanups(), ledger);
      }
      OfferRound.Result result =
          new OfferRound(ledger, allowed, launcher, ids, framework, pool, localRegion, now).run();
      result.cleaned().forEach(leftovers::note);
      result.accept().ifPresent(this::accepted);
      if (result.accept().isEmpty()) {
        declined
            .computeIfAbsent(result.refuse(), unused -> new ArrayList<>())
            .addAll(result.offers());
      }
      remember(result.outcome());
    }
    declined.forEach(
        (refuse, offers) ->
            ledger.send(new MesosCall.Decline(ImmutableList.copyOf(offers), refuse)));
    return null;
  }

  private static ImmutableList<OfferPool> pools(List<Offer> offers) {
    ImmutableListMultimap<Allotment, Offer> together = Multimaps.index(offers, Allotment::of);
    return together.keySet().stream()
        .map(allotment -> new OfferPool(together.get(allotment)))
        .collect(ImmutableList.toImmutableList());
  }

  /** Offers that may be used in one ACCEPT: of one agent, to one role. */
  private record Allotment(AgentId agent, @Nullable String role) {
    static Allotment of(Offer offer) {
      return new Allotment(offer.agentId(), offer.allocationRole());
    }
  }

  private void accepted(MesosCall.Accept accept) {
    for (Operation operation : accept.operations()) {
      if (operation instanceof Operation.LaunchGroup group) {
        group.tasks().forEach(task -> expectNews(task.taskId()));
      }
    }
    ledger.send(accept);
  }

  private void remember(OfferOutcome outcome) {
    if (outcomes.size() == OUTCOMES_KEPT) {
      outcomes.removeFirst();
    }
    outcomes.addLast(outcome);
  }

  @Override
  public Void inverseOffers(MesosEvent.InverseOffers event) {
    return null;
  }

  @Override
  public Void rescind(MesosEvent.Rescind event) {
    return null;
  }

  @Override
  public Void rescindInverseOffer(MesosEvent.RescindInverseOffer event) {
    return null;
  }

  @Override
  public Void update(MesosEvent.Update event) {
    TaskStatus status = event.status();
    Optional<PodRecord> pod = ledger.state().podOfTask(status.taskId());
    reconciliation.answered(status.taskId(), ledger);
    boolean current = pod.map(record -> isActive(record, status.taskId())).orElse(false);
    if (current) {
      apply(pod.orElseThrow(), status);
    } else if (mayRun(status.state())) {
      ledger.send(new MesosCall.Kill(status.taskId(), status.agentId(), null));
    }
    if (status.state() == TaskState.GONE_BY_OPERATOR && status.agentId() != null) {
      agentGone(status.agentId());
    }
    if (status.uuid() != null && status.agentId() != null) {
      ledger.send(new MesosCall.Acknowledge(status.agentId(), status.taskId(), status.uuid()));
    }
    return null;
  }

  private static boolean isActive(PodRecord pod, TaskId id) {
    return pod.tasks().values().stream()
        .anyMatch(task -> task.taskId().equals(id) && task.isActive());
  }

  private static boolean mayRun(TaskState state) {
    return switch (state) {
      case STAGING, STARTING, RUNNING, KILLING -> true;
      case FINISHED,
          FAILED,
          KILLED,
          ERROR,
          LOST,
          DROPPED,
          UNREACHABLE,
          GONE,
          GONE_BY_OPERATOR,
          UNKNOWN ->
          false;
    };
  }

  private void apply(PodRecord pod, TaskStatus status) {
    for (TaskRecord task : pod.tasks().values()) {
      if (task.taskId().equals(status.taskId())) {
        if (StatusRules.isSuperseded(task, status)) {
          reconciliation.add(task.taskId(), now);
          return;
        }
        PodSpec spec = ledger.state().specOf(task.launch().config()).pod(pod.id());
        ledger.put(rollout.updated(pod, task, status, spec, now));
        if (status.state() != TaskState.STAGING) {
          deadlines.clear(new Due(Kind.STAGING, status.taskId().value()));
        }
      }
    }
  }

  @Override
  public Void updateOperationStatus(MesosEvent.UpdateOperationStatus event) {
    OperationStatus status = event.status();
    OperationId id = status.operationId();
    if (id == null) {
      return null;
    }
    if (status.uuid() != null) {
      ledger.send(new MesosCall.AcknowledgeOperationStatus(status.agentId(), id, status.uuid()));
    }
    Optional<PodRecord> pod =
        Optional.ofNullable(podOfOperation.get(id)).flatMap(ledger.state()::pod);
    if (isFinal(status.state(), pod)) {
      podOfOperation.remove(id);
      pod.ifPresent(known -> apply(known, id, status));
      leftovers.unreserved(id, status, ledger);
    }
    if (status.state() == OperationState.GONE_BY_OPERATOR && status.agentId() != null) {
      agentGone(status.agentId());
    }
    if (status.state() == OperationState.UNKNOWN && status.agentId() != null) {
      agentAnswers(status.agentId());
    }
    if (isAnswer(status.state(), pod)) {
      reconciliation.answered(id, ledger);
    }
    return null;
  }

  private static boolean isFinal(OperationState state, Optional<PodRecord> pod) {
    return switch (state) {
      case FINISHED, FAILED, ERROR, DROPPED, GONE_BY_OPERATOR, UNSUPPORTED -> true;
      case UNKNOWN -> isAnswer(state, pod);
      case PENDING, RECOVERING, UNREACHABLE -> false;
    };
  }

  /**
   * Whether it need not be asked for again. An operation that the master does not know was never
   * made, or its agent is away: the pod's tasks tell which.
   */
  private static boolean isAnswer(OperationState state, Optional<PodRecord> pod) {
    return switch (state) {
      case UNKNOWN -> pod.isEmpty() || !OperationRules.awaitsNews(pod.get());
      case RECOVERING -> false;
      case FINISHED, FAILED, ERROR, DROPPED, GONE_BY_OPERATOR, UNSUPPORTED, PENDING, UNREACHABLE ->
          true;
    };
  }

  private void apply(PodRecord pod, OperationId id, OperationStatus status) {
    boolean asked = pod.holdings().stream().anyMatch(holding -> holding.operations().contains(id));
    if (!asked) {
      return;
    }
    String message = status.message() == null ? "" : status.message();
    OperationRules rules =
        status.state() == OperationState.FINISHED
            ? OperationRules.finished(pod, id)
            : OperationRules.failed(pod, id, status.state(), message, now);
    rules.released().forEach(ledger::put);
    ledger.put(rules.pod());
  }

  @Override
  public Void message(MesosEvent.Message event) {
    return null;
  }

  /** A hint that may be lost; the update of a task that ended with it may be lost as well. */
  @Override
  public Void failure(MesosEvent.Failure event) {
    AgentId agent = event.agentId();
    if (agent == null) {
      return null;
    }
    ledger.state().podsOn(agent).stream()
        .filter(pod -> isConcerned(pod, event))
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(TaskRecord::isActive)
        .forEach(task -> reconciliation.add(task.taskId(), now));
    return null;
  }

  private static boolean isConcerned(PodRecord pod, MesosEvent.Failure event) {
    return event.executorId() == null
        || (pod.executor() != null && pod.executor().executorId().equals(event.executorId()));
  }

  @Override
  public Void error(MesosEvent.Error event) {
    if (uninstalling.refused(event.message(), ledger, now)) {
      return null;
    }
    Effect.Stop.Cause cause =
        event.message().contains("failed over")
            ? Effect.Stop.Cause.FAILED_OVER
            : Effect.Stop.Cause.SUBSCRIPTION_REFUSED;
    demand.disconnected();
    ledger.perform(new Effect.Stop(cause, event.message()));
    return null;
  }
}
