package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.Readiness;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.service.RunningService;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows a service that this process runs until its goal, a stop, or the scheduler's end. */
final class RunWatch {

  /** Between two looks. */
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /**
   * How long a service has to be ready before it counts as deployed: a task that ends right after
   * its start runs for a moment between two failures.
   */
  private static final Duration STEADY = Duration.ofSeconds(2);

  /** How long the API goes on to say that the service is uninstalled: some looks of who waits. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Terminal terminal;
  private final RunningService service;
  private final CountDownLatch stop;
  private final Hints hints;
  private final long start = System.nanoTime();
  private final boolean live;
  private final @Nullable String master;
  private RunDisplay display;
  private boolean deployed;
  private @Nullable Duration readySince;
  private ImmutableSet<TaskId> readyLaunches = ImmutableSet.of();

  /** What a run waits for. */
  enum Goal {
    /** Deployed, nothing to recover, every task running and ready. */
    DEPLOYED,
    /** An operator's stop. */
    STOPPED
  }

  /**
   * For one run.
   *
   * @param live the display may be drawn again in its place
   * @param master of {@code --master}, for people; absent for the embedded cluster
   */
  RunWatch(
      Terminal terminal,
      RunningService service,
      CountDownLatch stop,
      boolean live,
      @Nullable String master) {
    this.hints = new Hints(master);
    this.master = master;
    this.terminal = terminal;
    this.service = service;
    this.stop = stop;
    this.live = live;
    this.display = live ? new LiveDisplay(terminal) : new PlainDisplay(terminal);
  }

  void announce(String name, ImmutableList<String> where) {
    terminal.print("Running " + name + ": " + String.join(", ", where));
    terminal.print("API at " + service.api());
  }

  /**
   * Follows it.
   *
   * @param timeout of the goal DEPLOYED, absent for none
   * @param stays said once the service is deployed, with the goal STOPPED
   * @return the exit code
   */
  int follow(Goal goal, @Nullable Duration timeout, String stays) throws InterruptedException {
    while (true) {
      Optional<ServiceView> view = service.view();
      Optional<RunningService.End> end = service.end();
      if (end.isPresent()) {
        display.end();
        if (end.get().cause() == ExitCause.UNINSTALLED) {
          terminal.print(end.get().message());
          boolean unused = stop.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } else {
          message(end.get()).lines().forEach(line -> terminal.err().println("mainstay: " + line));
        }
        return goal == Goal.DEPLOYED && end.get().cause().code() == 0
            ? ExitCode.FAILED.code()
            : end.get().cause().code();
      }
      if (view.isPresent() && look(view.get(), goal, stays)) {
        terminal.print("Stopping…");
        return ExitCode.DONE.code();
      }
      if (stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        display.end();
        terminal.print("Stopping…");
        return (goal == Goal.DEPLOYED ? ExitCode.FAILED : ExitCode.DONE).code();
      }
      if (goal == Goal.DEPLOYED && timeout != null && running().compareTo(timeout) >= 0) {
        display.end();
        ImmutableList<String> why = new Lateness(new ApiClient(service.api())).lines(timeout, view);
        terminal.err().println("mainstay: " + String.join("\n", why));
        return ExitCode.TIMED_OUT.code();
      }
    }
  }

  /** True when the goal is reached. */
  private boolean look(ServiceView view, Goal goal, String stays) {
    Optional<PlanView> uninstall = view.plan(Plan.UNINSTALL);
    if (uninstall.isPresent()) {
      // What the other plans would do is not done any more.
      display.show(ImmutableList.of(uninstall.get()), running(), ImmutableList.of());
      return false;
    }
    display.show(shown(view), running(), hints.of(view));
    if (deployed || !isSteady(view)) {
      return false;
    }
    deployed = true;
    display.end();
    terminal.print(
        "Service %s is deployed, %s after the start."
            .formatted(
                view.target().map(spec -> spec.name()).orElse(""), TimeSpan.shown(running())));
    printEndpoints();
    if (goal == Goal.DEPLOYED) {
      return true;
    }
    terminal.print(stays);
    if (live) {
      PlainDisplay later = new PlainDisplay(terminal);
      later.skip(shown(view));
      display = later;
    }
    return false;
  }

  /** The service goes on whether they can be had or not. */
  private void printEndpoints() {
    try {
      EndpointsCommand.lines(new ApiClient(service.api())).forEach(terminal::print);
    } catch (CommandFailure e) {
      terminal
          .err()
          .println(
              "mainstay: the endpoints are not known yet: %s; see 'mainstay endpoints'"
                  .formatted(e.getMessage()));
    }
  }

  /** Without plans of the service's own that do not run: they wait for an operator, if at all. */
  private static ImmutableList<PlanView> shown(ServiceView view) {
    return view.plans().stream()
        .filter(
            plan ->
                PlanSpec.OF_THE_SCHEDULER.contains(plan.name())
                    || view.state()
                        .planRun(plan.name())
                        .filter(PlanRunRecord::isActive)
                        .isPresent())
        .collect(ImmutableList.toImmutableList());
  }

  /** Ready, and for some time the same launches of all tasks. */
  private boolean isSteady(ServiceView view) {
    ImmutableSet<TaskId> launches =
        view.state().pods().stream()
            .flatMap(pod -> pod.tasks().values().stream())
            .map(TaskRecord::taskId)
            .collect(ImmutableSet.toImmutableSet());
    if (!Readiness.of(view).isReady()) {
      readySince = null;
      return false;
    }
    if (readySince == null || !launches.equals(readyLaunches)) {
      readySince = running();
      readyLaunches = launches;
    }
    return running().minus(readySince).compareTo(STEADY) >= 0;
  }

  private String message(RunningService.End end) {
    boolean noStore = end.cause() == ExitCause.STORE_UNAVAILABLE && master != null;
    return end.message() + (noStore ? "; check --zookeeper" : "");
  }

  private Duration running() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
