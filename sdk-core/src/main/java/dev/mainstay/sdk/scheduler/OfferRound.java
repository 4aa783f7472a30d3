package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.evaluate.Evaluation;
import dev.mainstay.sdk.evaluate.OfferEvaluator;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.evaluate.Refit;
import dev.mainstay.sdk.launch.Cleanup;
import dev.mainstay.sdk.launch.PodLaunch;
import dev.mainstay.sdk.launch.PodLauncher;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.planner.Duty;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PlacementCounts;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the offers of one agent: first what they tell of known reservations, then
 * clean-up, then launches of pods that return, then of pods that hold nothing; at most one ACCEPT.
 */
final class OfferRound {

  private final Ledger ledger;
  private final WorkBook work;
  private final PodLauncher launcher;
  private final IdSource ids;
  private final FrameworkId framework;
  private final OfferPool pool;
  private final @Nullable String localRegion;
  private final Instant now;
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> used = new ArrayList<>();
  private final List<ReleasedRecord> cleaned = new ArrayList<>();
  private final List<OfferOutcome.Refusal> refused = new ArrayList<>();
  private boolean awaitsFragments;

  OfferRound(
      Ledger ledger,
      WorkBook work,
      PodLauncher launcher,
      IdSource ids,
      FrameworkId framework,
      OfferPool pool,
      @Nullable String localRegion,
      Instant now) {
    this.ledger = ledger;
    this.work = work;
    this.launcher = launcher;
    this.ids = ids;
    this.framework = framework;
    this.pool = pool;
    this.localRegion = localRegion;
    this.now = now;
  }

  /**
   * What to send, and what to tell of it.
   *
   * @param accept absent to decline
   * @param cleaned released records with the operations that were sent for them
   * @param refuse how long the offers, or their unused rest, stay away
   */
  record Result(
      Optional<MesosCall.Accept> accept,
      ImmutableList<OfferId> offers,
      ImmutableList<ReleasedRecord> cleaned,
      Duration refuse,
      OfferOutcome outcome) {}

  Result run() {
    learn();
    cleanUp();
    work.returningTo(pool.agentId()).forEach(this::launchReturning);
    work.requirements().forEach(this::launchFresh);
    Duration refuse = refuse();
    Optional<MesosCall.Accept> accept =
        operations.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new MesosCall.Accept(pool.offerIds(), ImmutableList.copyOf(operations), refuse));
    OfferOutcome outcome =
        new OfferOutcome(
            now,
            pool.offerIds(),
            pool.agentId(),
            pool.place().hostname(),
            ImmutableList.copyOf(used),
            ImmutableList.copyOf(refused),
            reason());
    return new Result(accept, pool.offerIds(), ImmutableList.copyOf(cleaned), refuse, outcome);
  }

  /** An offered reservation is one that holds; and a task on it is over. */
  private void learn() {
    for (ResourceId id : pool.reserved().keySet()) {
      ledger.state().podOfResource(id).ifPresent(pod -> ledger.put(learned(pod, id)));
    }
  }

  private PodRecord learned(PodRecord pod, ResourceId id) {
    PodRecord after =
        OperationRules.proven(
            pod,
            holding ->
                holding.id().equals(id)
                    && (!holding.isVolume() || pool.offersWhole(id, holding.resource())));
    boolean executorOffered =
        pod.holdings().stream()
            .anyMatch(
                holding -> holding.id().equals(id) && holding.owner().equals(Holding.EXECUTOR));
    return executorOffered ? withoutUnknown(after) : after;
  }

  private PodRecord withoutUnknown(PodRecord pod) {
    PodRecord after = pod;
    for (TaskRecord task : pod.tasks().values()) {
      if (task.state() == TaskState.UNKNOWN) {
        TaskCondition lost =
            new TaskCondition(
                TaskState.LOST, false, null, "its reservation was offered again", null, now);
        after = after.withTask(task.withCondition(lost));
      }
    }
    return after;
  }

  private void launchReturning(PodId id) {
    Optional<Duty> duty = work.dutyOf(id);
    Optional<PodRecord> known = ledger.state().pod(id);
    if (duty.isEmpty() || known.isEmpty()) {
      return;
    }
    PodRecord pod = known.get();
    if (!isOfRole(pod)) {
      return;
    }
    boolean join = pod.hasActiveTask();
    if (join
        && (pod.executor() == null || !pool.executors().contains(pod.executor().executorId()))) {
      awaitsFragments = true;
      refuse(id.toString(), "executor of the running pod", "listed by the offer", "not listed");
      return;
    }
    PodSpec spec = ledger.state().specOf(duty.get().config()).pod(id);
    Refit refit = Refit.of(pod, spec, duty.get().tasks(), join);
    OfferEvaluator.Match match = OfferEvaluator.returning(id.toString(), refit, pool);
    if (!match.evaluation().passed()) {
      awaitsFragments |= !match.offersItsOwn();
      refused.add(new OfferOutcome.Refusal(id.toString(), match.evaluation()));
      return;
    }
    launched(
        launcher.returning(
            order(duty.get()),
            pod,
            refit,
            match.claims(),
            pool,
            join,
            framework,
            ledger.state(),
            now));
  }

  /** A pod below a statically reserved role is served by the offers to that role alone. */
  private boolean isOfRole(PodRecord pod) {
    return pool.role() == null
        || pod.holdings().isEmpty()
        || pool.role().equals(pod.holdings().get(0).resource().allocationRole());
  }

  private void launchFresh(PodRequirement requirement) {
    for (Optional<PodId> next = work.firstWith(requirement);
        next.isPresent();
        next = work.firstWith(requirement)) {
      Optional<Duty> duty = work.dutyOf(next.get());
      OfferEvaluator.Match match =
          OfferEvaluator.fresh(requirement, pool, countsWithout(next.get()), localRegion);
      if (duty.isEmpty() || !match.evaluation().passed()) {
        refused.add(new OfferOutcome.Refusal(requirement.podType(), match.evaluation()));
        return;
      }
      pool.take(match.claims());
      launched(
          launcher.fresh(
              order(duty.get()), match.claims(), pool.place(), framework, ledger.state(), now));
    }
  }

  /** Where a pod was does not hinder it when it is placed anew. */
  private PlacementCounts countsWithout(PodId id) {
    PlacementCounts counts = ledger.state().placements();
    return ledger.state().pod(id).map(counts::without).orElse(counts);
  }

  private static PodLauncher.Order order(Duty duty) {
    return new PodLauncher.Order(
        duty.pod(), duty.config(), duty.tasks(), duty.mark(), duty.parameters());
  }

  private void launched(PodLaunch launch) {
    launch.released().forEach(ledger::put);
    cleaned.addAll(launch.released());
    ledger.put(launch.record());
    work.forget(launch.record().id());
    operations.addAll(launch.operations());
    if (!launch.operations().isEmpty()) {
      used.add(launch.record().id().toString());
    }
  }

  /** First of all, so that pods may use the room that it makes. */
  private void cleanUp() {
    AgentId agent = pool.agentId();
    if (!ledger.state().hasReleasedOn(agent)) {
      return;
    }
    List<ReleasedRecord> released =
        ImmutableSet.copyOf(pool.reserved().keySet()).stream()
            .flatMap(id -> ledger.state().released(id).stream())
            .toList();
    Cleanup cleanup = Cleanup.of(released, pool, ids);
    cleanup.records().forEach(ledger::put);
    cleanup.records().forEach(record -> used.add("clean-up of " + record.id()));
    cleaned.addAll(cleanup.records());
    operations.addAll(cleanup.operations());
  }

  private Duration refuse() {
    if (awaitsFragments) {
      return Timing.REFUSE_FRAGMENT;
    }
    return work.isEmpty() ? Timing.REFUSE_WITHOUT_WORK : Timing.REFUSE_UNSUITABLE;
  }

  private void refuse(String pod, String rule, String asked, String available) {
    refused.add(new OfferOutcome.Refusal(pod, Evaluation.failed(rule, asked, available)));
  }

  private String reason() {
    if (!used.isEmpty()) {
      return "used for " + String.join(", ", used);
    }
    if (!refused.isEmpty()) {
      return "suits no pod that waits";
    }
    return work.isEmpty() ? "no pod waits for an offer" : "each pod that waits belongs elsewhere";
  }
}
