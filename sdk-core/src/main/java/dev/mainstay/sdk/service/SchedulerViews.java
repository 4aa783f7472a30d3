package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.RecoveryPlanner;
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

/** The scheduler as the API sees it: snapshots with the status of each plan, and commands. */
final class SchedulerViews implements ServiceView.Source, CommandPort {

  /** A loop that does not come by in this time waits for its store. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final AtomicReference<SchedulerProcess> scheduler = new AtomicReference<>();
  private final AtomicReference<FetchNotes> notes = new AtomicReference<>();

  SchedulerViews(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on there are views. */
  void attach(SchedulerProcess process, FetchNotes fetchNotes) {
    notes.set(fetchNotes);
    scheduler.set(process);
  }

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
    if (process == null || process.outage().isPresent()) {
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
    return Optional.ofNullable(process)
        .flatMap(SchedulerProcess::outage)
        .map(reason -> "the scheduler waits for its store: " + reason)
        .orElse("the scheduler is starting: it has not loaded its state yet");
  }

  private ServiceView view(ServiceSnapshot snapshot, Instant now) {
    ServiceState state = snapshot.state();
    return new ServiceView(
        snapshot,
        ImmutableMap.of(
            Plan.DEPLOY,
            () -> view(snapshot.deploy(), state, now),
            Plan.RECOVERY,
            () -> view(RecoveryPlanner.recovery(snapshot.deploy().config(), state), state, now)),
        now);
  }

  private PlanView view(Plan plan, ServiceState state, Instant now) {
    PlanView view = PlanViews.of(plan, state, now);
    FetchNotes known = notes.get();
    return known == null ? view : known.addTo(plan, view, state);
  }
}
