package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.service.RunSettings;
import dev.mainstay.sdk.service.RunningService;
import dev.mainstay.sdk.service.ServiceRunner;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service on a cluster with real processes, in the wall's time. The scheduler runs in this
 * process, on a cluster that outlives it. A thread looks at the service and its processes ten times
 * a second; what begins and ends between two looks is not seen.
 */
final class RealStage implements Stage {

  private static final Duration LOOK = Duration.ofMillis(100);

  /** How long the service has to be at rest before time that is let pass counts as passed. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** At most so long {@link #advance} waits for that. */
  private static final Duration REST = Duration.ofSeconds(20);

  private static final int LAST_EVENTS = 40;

  private final ScenarioCluster cluster;
  private final Framework framework;
  private final LoadedSpec spec;
  private final int apiPort;
  private final Duration patience;
  private final Instant start = Instant.now();
  private final PodHistory history = new PodHistory();
  private final ProcessTable processes = new ProcessTable();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "scenario-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile ServiceState last = ServiceState.of(ImmutableList.of());
  private volatile RunningService service;
  private volatile @Nullable RuntimeException blinded;

  /**
   * Starts the service.
   *
   * @param apiPort of the scheduler's API, which the spec may name
   * @param patience with whatever is waited for
   */
  RealStage(
      ScenarioCluster cluster, Framework framework, LoadedSpec spec, int apiPort, Duration patience)
      throws CannotStartException {
    this.cluster = cluster;
    this.framework = framework;
    this.spec = spec;
    this.apiPort = apiPort;
    this.patience = patience;
    this.service = run();
    var unused =
        watch.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private RunningService run() throws CannotStartException {
    return ServiceRunner.start(
        new RunSettings(
            framework,
            spec,
            new RunSettings.Mesos(cluster.master(), cluster.zookeeper()),
            null,
            apiPort,
            false,
            notice -> {}));
  }

  private void look() {
    try {
      note();
    } catch (RuntimeException e) {
      blinded = e;
      throw e;
    }
  }

  private void note() {
    view()
        .ifPresent(
            view ->
                view.state()
                    .pods()
                    .forEach(
                        pod -> history.note(Instant.now(), pod, view.state(), this::hasProcess)));
  }

  private Optional<ServiceView> view() {
    Optional<ServiceView> view = service.view();
    view.ifPresent(seen -> last = seen.state());
    return view;
  }

  @Override
  public ClusterKind kind() {
    return cluster.kind();
  }

  @Override
  public Framework framework() {
    return framework;
  }

  // Time.

  @Override
  public Instant start() {
    return start;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void advance(Duration time) {
    Instant end = now().plus(shorter(time, REST));
    Instant quietSince = now();
    while (now().isBefore(end) && now().isBefore(quietSince.plus(QUIET))) {
      pause();
      if (!isAtRest()) {
        quietSince = now();
      }
    }
  }

  @Override
  public boolean await(Duration limit, BooleanSupplier condition) {
    Instant end = now().plus(shorter(limit, patience));
    while (!condition.getAsBoolean()) {
      if (now().isAfter(end)) {
        return false;
      }
      pause();
    }
    return true;
  }

  @Override
  public Optional<String> settle(Supplier<Optional<String>> problem) {
    Instant end = now().plus(patience);
    Optional<String> found = problem.get();
    while (found.isPresent() && now().isBefore(end)) {
      pause();
      found = problem.get();
    }
    return found;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void pause() {
    service
        .end()
        .ifPresent(
            end -> {
              throw new IllegalStateException(
                  "the scheduler ended (" + end.cause() + "): " + end.message());
            });
    if (blinded != null) {
      throw new IllegalStateException("nobody watches the service any more", blinded);
    }
    LockSupport.parkNanos(LOOK.toNanos());
  }

  /**
   * No plan of the scheduler has anything to do, all that should run is there, and nothing waits to
   * be cleaned up.
   */
  private boolean isAtRest() {
    return view()
        .filter(view -> view.snapshot().reconciled())
        .filter(view -> view.state().released().isEmpty())
        .filter(
            view ->
                Stream.of(Plan.DEPLOY, Plan.UPDATE, Plan.RECOVERY, Plan.DECOMMISSION)
                    .flatMap(name -> view.plan(name).stream())
                    .map(PlanView::status)
                    .allMatch(Status.COMPLETE::equals))
        .filter(view -> view.state().pods().stream().allMatch(pod -> runs(pod, view.state())))
        .isPresent();
  }

  private boolean runs(PodRecord pod, ServiceState state) {
    return PlannedTasks.running(state, pod).stream()
        .allMatch(task -> pod.task(task.name()).filter(this::hasProcess).isPresent());
  }

  // The service.

  @Override
  public boolean isLoaded() {
    return view().isPresent();
  }

  @Override
  public ServiceState state() {
    return view().map(ServiceView::state).orElse(last);
  }

  @Override
  public Optional<ServiceSnapshot> snapshot() {
    return view().map(ServiceView::snapshot);
  }

  @Override
  public PodHistory history() {
    return history;
  }

  @Override
  public ImmutableList<TaskInfo> launched() {
    throw skipped("launchedTasks", "what is sent to Mesos is seen in the simulation alone");
  }

  @Override
  public CompletionStage<CommandAnswer> submit(OperatorCommand command) {
    return service.submit(command);
  }

  @Override
  public void restartScheduler() {
    service.close();
    try {
      service = run();
    } catch (CannotStartException e) {
      throw new IllegalStateException("the scheduler does not start again", e);
    }
  }

  // The cluster.

  @Override
  public ImmutableMap<String, AgentId> agents() {
    return cluster.agents();
  }

  @Override
  public Optional<String> happen(AgentEvent event, String name, AgentId agent) {
    ScenarioCluster.Outcome outcome = cluster.happen(event, agent);
    if (outcome.impossible().isPresent()) {
      throw skipped(event.method() + " of " + name, outcome.impossible().get());
    }
    return outcome.refusal();
  }

  /** Of an agent on another machine what the service knows has to be believed. */
  @Override
  public boolean hasProcess(TaskRecord task) {
    return process(task)
        .map(ProcessHandle::isAlive)
        .orElseGet(() -> !isHere(task) && task.isRunning());
  }

  private Optional<ProcessHandle> process(TaskRecord task) {
    Optional<FrameworkId> id = last.frameworkId();
    return id.isEmpty() ? Optional.empty() : processes.find(id.get(), task);
  }

  private boolean isHere(TaskRecord task) {
    return last.pods().stream()
        .filter(
            pod ->
                pod.task(task.name())
                    .filter(known -> known.taskId().equals(task.taskId()))
                    .isPresent())
        .flatMap(pod -> Optional.ofNullable(pod.place()).stream())
        .allMatch(place -> cluster.isHere(place.hostname()));
  }

  @Override
  public ImmutableSet<TaskId> processes() {
    return state().pods().stream()
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(this::hasProcess)
        .map(TaskRecord::taskId)
        .collect(ImmutableSet.toImmutableSet());
  }

  @Override
  public void kill(String name, TaskRecord task) {
    boolean killed =
        await(QUIET, () -> process(task).isPresent())
            && process(task).map(ProcessHandle::destroyForcibly).orElse(false);
    if (!killed && !isHere(task)) {
      throw skipped("kill of " + name, "its agent is on another machine");
    }
    if (!killed) {
      throw new IllegalStateException("no process of " + name + " is there to be killed");
    }
  }

  // What only the simulation has.

  @Override
  public World world() {
    throw skipped("world", "faults between the scheduler's steps, of its network and its store");
  }

  @Override
  public Behaviours behaviours() {
    throw skipped("script", "its tasks are real processes, that behave as their commands do");
  }

  // The end.

  @Override
  public String lastEvents() {
    ImmutableList<PodHistory.Moment> moments = history.moments();
    StringBuilder text = new StringBuilder("last events, after ");
    text.append(Duration.between(start, now())).append(" on ").append(kind()).append(":\n");
    moments
        .subList(Math.max(0, moments.size() - LAST_EVENTS), moments.size())
        .forEach(
            moment ->
                text.append(Duration.between(start, moment.at()))
                    .append(' ')
                    .append(moment.text())
                    .append('\n'));
    return text.toString();
  }

  @Override
  public void close(boolean failed) throws Exception {
    watch.shutdownNow();
    try {
      service.close();
    } finally {
      cluster.close(spec.spec().name(), failed);
    }
  }
}
