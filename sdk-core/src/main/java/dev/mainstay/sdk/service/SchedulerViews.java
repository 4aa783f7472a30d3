package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.CustomPlanner;
import dev.mainstay.sdk.planner.DecommissionPlanner;
import dev.mainstay.sdk.planner.RecoveryNotes;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.planner.ServicePlans;
import dev.mainstay.sdk.planner.UninstallPlanner;
import dev.mainstay.sdk.runtime.SchedulerProcess;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandPort;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The scheduler as the API sees it: snapshots with the status of each plan, and commands. */
final class SchedulerViews implements ServiceView.Source, CommandPort {

  /** A loop that does not come by in this time is busy, or waits for its store. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final AtomicReference<SchedulerProcess> scheduler = new AtomicReference<>();
  private final AtomicReference<FetchNotes> notes = new AtomicReference<>();
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
  private final AtomicReference<@Nullable String> gone = new AtomicReference<>();

  SchedulerViews(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on there are views. */
  void attach(SchedulerProcess process, FetchNotes fetchNotes) {
    notes.set(fetchNotes);
    scheduler.set(process);
  }

  /**
   * The spec of this start did not become the target, for these problems.
   *
   * @param target that stays: as long as it does, the problems are shown
   */
  void refused(ConfigId target, ImmutableList<Problem> problems) {
    refusal.set(problems.isEmpty() ? null : new Refusal(target, problems));
  }

  /** The service is uninstalled, and there are no more views. */
  void uninstalled(String message) {
    gone.set(message);
  }

  private record Refusal(ConfigId target, ImmutableList<Problem> problems) {}

  @Override
  public Optional<ServiceView> current() {
    return view(SchedulerProcess::snapshot);
  }

  @Override
  public Optional<ServiceView> newest() {
    return view(SchedulerProcess::nextSnapshot);
  }

  private Optional<ServiceView> view(
      Function<SchedulerProcess, CompletionStage<ServiceSnapshot>> ask) {
    SchedulerProcess process = scheduler.get();
    if (process == null || process.outage().isPresent() || gone.get() != null) {
      return Optional.empty();
    }
    try {
      ServiceSnapshot snapshot =
          ask.apply(process).toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(view(snapshot, clock.instant()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      // Not loaded yet, ended, or waiting for the store: whyNone tells.
      return Optional.empty();
    }
  }

  @Override
  public CompletionStage<CommandAnswer> submit(OperatorCommand command) {
    SchedulerProcess process = scheduler.get();
    return process == null
        ? CompletableFuture.failedStage(new IllegalStateException(whyNone()))
        : process.submit(command);
  }

  @Override
  public String whyNone() {
    SchedulerProcess process = scheduler.get();
    return whyNone(
        Optional.ofNullable(process).flatMap(SchedulerProcess::outage),
        Optional.ofNullable(process).flatMap(SchedulerProcess::latest).isPresent());
  }

  /**
   * Why nothing is known, for people.
   *
   * @param loaded it has had a snapshot
   */
  static String whyNone(Optional<String> outage, boolean loaded) {
    return outage
        .map(reason -> "the scheduler waits for its store: " + reason)
        .orElse(
            loaded
                ? "the scheduler is busy, or ends: it had no answer within %d s; ask again"
                    .formatted(PATIENCE.toSeconds())
                : "the scheduler is starting: it has not loaded its state yet");
  }

  @Override
  public Optional<String> gone() {
    return Optional.ofNullable(gone.get());
  }

  private ServiceView view(ServiceSnapshot snapshot, Instant now) {
    ServiceState state = snapshot.state();
    ImmutableMap.Builder<String, Supplier<PlanView>> plans = ImmutableMap.builder();
    Plan deploy = snapshot.deploy();
    plans.put(deploy.name(), () -> view(deploy, state, now));
    plans.put(
        Plan.RECOVERY,
        () -> {
          Plan recovery = RecoveryPlanner.recovery(deploy, state);
          return RecoveryNotes.addTo(view(recovery, state, now), recovery, snapshot.sight(), state);
        });
    if (state.target().isPresent()) {
      plans.put(Plan.DECOMMISSION, () -> view(DecommissionPlanner.of(state), state, now));
    }
    if (state.uninstall().isPresent()) {
      plans.put(Plan.UNINSTALL, () -> UninstallPlanner.view(deploy.config(), state, now));
    }
    for (String name : CustomPlanner.names(state)) {
      CustomPlanner.named(name, state)
          .ifPresent(plan -> plans.put(name, () -> view(plan, state, now)));
    }
    return new ServiceView(snapshot, plans.buildOrThrow(), now);
  }

  private PlanView view(Plan plan, ServiceState state, Instant now) {
    PlanView view = PlanViews.of(plan, state, now, ServicePlans.before(plan, state));
    FetchNotes known = notes.get();
    PlanView noted = known == null ? view : known.addTo(plan, view, state);
    return plan.purpose() == Plan.Purpose.DEPLOY ? withRefusal(noted, plan.config()) : noted;
  }

  private PlanView withRefusal(PlanView view, ConfigId target) {
    Refusal refused = refusal.get();
    if (refused == null || !refused.target().equals(target)) {
      return view;
    }
    ImmutableList.Builder<String> errors = ImmutableList.<String>builder().addAll(view.errors());
    refused
        .problems()
        .forEach(problem -> errors.add("the spec of this start is refused: " + problem));
    return new PlanView(view.name(), view.status(), view.strategy(), errors.build(), view.phases());
  }
}
