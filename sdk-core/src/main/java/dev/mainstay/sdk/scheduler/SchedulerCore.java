package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.launch.PodLauncher;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.TaskState;
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
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
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

  private final IdSource ids;
  private final Ledger ledger;
  private final Chronicle chronicle;
  private final Deadlines deadlines = new Deadlines();
  private final WorkBook work = new WorkBook();
  private final Reconciliation reconciliation = new Reconciliation(deadlines);
  private final KillBook kills = new KillBook(deadlines);
  private final OfferDemand demand = new OfferDemand(deadlines);
  private final Leftovers leftovers = new Leftovers();
  private final UnclaimedBook unclaimed = new UnclaimedBook();
  private final AgentInquiry inquiry;
  private final OwnRecoveries ownRecoveries;
  private final AutomaticReplacement automatic = new AutomaticReplacement(deadlines);
  private final Set<PodId> uncertain = new LinkedHashSet<>();
  private final Set<PodId> outOfReach = new LinkedHashSet<>();
  private final PlanBook plans;
  private final Removal removal;
  private final RolloutRules rollout;
  private final Uninstalling uninstalling = new Uninstalling(deadlines);
  private final AgentNews agents;
  private final TaskNews tasks;
  private final OperationNews operations;
  private final OfferNews offers;
  private @Nullable String localRegion;
  private Instant now = Instant.EPOCH;

  private SchedulerCore(ServiceState state, CoreSettings settings, IdSource ids) {
    this.ids = ids;
    this.inquiry = new AgentInquiry(deadlines, ids);
    this.ledger = new Ledger(state);
    this.chronicle = new Chronicle(ledger);
    this.plans = new PlanBook(state);
    this.removal = new Removal(state);
    this.ownRecoveries = new OwnRecoveries(settings.recovery());
    this.rollout = new RolloutRules(ledger, deadlines, plans, chronicle, ids);
    this.agents = new AgentNews(ledger, reconciliation, leftovers, unclaimed);
    this.tasks = new TaskNews(ledger, deadlines, reconciliation, rollout, agents);
    this.operations = new OperationNews(ledger, reconciliation, leftovers, agents);
    PodLauncher launcher = new PodLauncher(settings.launch(), settings.customizer(), ids);
    this.offers =
        new OfferNews(
            ledger, work, demand, launcher, ids, leftovers, unclaimed, uninstalling, tasks);
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
    rollout.heard(isCertain());
    followAll();
    chronicle.changed(before, now);
    automatic.settle(ledger.state(), isCertain());
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

  /** The master has told how each task stands that may be running. */
  private boolean isCertain() {
    return demand.isConnected() && reconciliation.isAnswered();
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
        isCertain(),
        plans.deploy().plan(),
        offers.outcomes(),
        unclaimed.all(),
        automatic.seen());
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
    pod.ifPresent(operations::note);
    if (demand.isConnected()) {
      pod.ifPresent(record -> kills.update(record, ledger, now));
      pod.ifPresent(record -> reconciliation.update(record, now));
    }
    note(uncertain, id, hasTask(pod, TaskState.UNKNOWN));
    note(outOfReach, id, hasTask(pod, TaskState.UNREACHABLE));
    automatic.update(id, ledger.state(), plans.deploy().candidateOf(id).isPresent(), now);
    Optional<Duty> duty =
        isUninstalling() || ledger.state().isInDoubt()
            ? Optional.empty()
            : DutyPlanner.dutyOf(id, plans.plans(), ledger.state());
    Optional<Instant> delay =
        duty.flatMap(wanted -> DutyPlanner.delayOf(wanted, ledger.state(), now));
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
    if (failure.call() instanceof MesosCall.Accept accept) {
      tasks.acceptFailed(accept, failure, now);
    }
    return null;
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
        case STAGING -> tasks.stagingTooLong(new TaskId(due.key()), now);
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
    Set<AgentId> asked = new TreeSet<>(work.awaitedAgents());
    Stream.concat(uncertain.stream(), outOfReach.stream())
        .flatMap(id -> ledger.state().pod(id).map(PodRecord::place).stream())
        .forEach(place -> asked.add(place.agentId()));
    ledger.state().released().forEach(record -> asked.add(record.agentId()));
    inquiry.ask(asked, ledger);
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
    automatic.connected(now);
    kills.begin(ledger, now);
    reconciliation.begin(ledger, now);
    deadlines.set(new Due(Kind.REVIEW, ""), now.plus(Timing.REVIEW_INTERVAL));
    tasks.subscribed(now);
    ImmutableList.copyOf(ledger.state().pods()).stream()
        .map(pod -> ClockSetBack.within(pod, now))
        .forEach(ledger::put);
    ledger
        .state()
        .uninstall()
        .filter(record -> record.since().isAfter(now))
        .ifPresent(record -> ledger.put(ClockSetBack.within(record, now)));
    return null;
  }

  @Override
  public Void heartbeat(MesosEvent.Heartbeat event) {
    return null;
  }

  @Override
  public Void offers(MesosEvent.Offers event) {
    offers.told(event.offers(), localRegion, now);
    return null;
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
    tasks.told(event.status(), now);
    return null;
  }

  @Override
  public Void updateOperationStatus(MesosEvent.UpdateOperationStatus event) {
    operations.told(event.status(), now);
    return null;
  }

  @Override
  public Void message(MesosEvent.Message event) {
    return null;
  }

  @Override
  public Void failure(MesosEvent.Failure event) {
    agents.failed(event, now);
    return null;
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
