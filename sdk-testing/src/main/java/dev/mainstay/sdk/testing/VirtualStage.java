package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A {@link World} as a stage. */
final class VirtualStage implements Stage {

  /** Lines of the trace in a failure's message. */
  private static final int LAST_EVENTS = 40;

  private static final int SIGKILL = 9;

  private final World world;
  private final Behaviours behaviours;
  private final PodHistory history = new PodHistory();
  private final WorldHistory watch;

  VirtualStage(World world, Behaviours behaviours) {
    this.world = world;
    this.behaviours = behaviours;
    this.watch = new WorldHistory(world, history);
    world.observe(watch);
    world.observe(new NewTargets(behaviours));
  }

  /** Tasks of another target behave as that asks for. */
  private record NewTargets(Behaviours behaviours) implements Observer {
    @Override
    public void received(SchedulerRun run, SchedulerEvent event) {
      if (event instanceof SchedulerEvent.Commanded commanded
          && commanded.command() instanceof OperatorCommand.SetTarget target) {
        behaviours.learn(target.next().spec());
      }
    }
  }

  @Override
  public ClusterKind kind() {
    return ClusterKind.SIMULATION;
  }

  @Override
  public Framework framework() {
    return world.settings().framework();
  }

  @Override
  public Instant start() {
    return world.settings().start();
  }

  @Override
  public Instant now() {
    return world.now();
  }

  @Override
  public void advance(Duration time) {
    world.runFor(time);
  }

  @Override
  public boolean await(Duration limit, BooleanSupplier condition) {
    return world.await(limit, condition);
  }

  @Override
  public Optional<String> settle(Supplier<Optional<String>> problem) {
    return problem.get();
  }

  @Override
  public boolean isLoaded() {
    return living().isPresent();
  }

  @Override
  public ServiceState state() {
    return living()
        .flatMap(SchedulerRun::state)
        .orElseGet(() -> ServiceState.of(world.storage().records().values()));
  }

  @Override
  public Optional<ServiceSnapshot> snapshot() {
    return living().flatMap(SchedulerRun::snapshot);
  }

  /** The scheduler that leads, once it has loaded its state; none after its end. */
  private Optional<SchedulerRun> living() {
    SchedulerRun run = world.scheduler();
    return run.isAlive() && run.isLoaded() ? Optional.of(run) : Optional.empty();
  }

  @Override
  public PodHistory history() {
    return history;
  }

  @Override
  public ImmutableList<TaskInfo> launched() {
    return watch.launched();
  }

  @Override
  public CompletionStage<CommandAnswer> submit(OperatorCommand command) {
    world.note("an operator commands " + command);
    return world.scheduler().submit(command);
  }

  @Override
  public void restartScheduler() {
    world.note("the scheduler is restarted");
    world.restartScheduler();
  }

  @Override
  public ImmutableMap<String, AgentId> agents() {
    return world.cluster().view().agents().stream()
        .collect(ImmutableMap.toImmutableMap(agent -> agent.spec().name(), ClusterView.Agent::id));
  }

  @Override
  public Optional<String> happen(AgentEvent event, String name, AgentId agent) {
    world.note(name + " " + event.text());
    return switch (event) {
      case CRASH -> {
        world.crashAgent(agent, false);
        yield Optional.empty();
      }
      case POWER_OFF -> {
        world.crashAgent(agent, true);
        yield Optional.empty();
      }
      case RESTART -> {
        world.startAgent(agent);
        yield Optional.empty();
      }
      case PARTITION -> happen(new ClusterInput.AgentPartitioned(agent));
      case HEAL -> happen(new ClusterInput.AgentHealed(agent));
      case STOP -> happen(new ClusterInput.AgentStopped(agent));
      case MARK_GONE -> happen(new ClusterInput.MarkAgentGone(agent));
      case DRAIN -> happen(new ClusterInput.DrainAgent(agent, null, false));
      case DEACTIVATE -> happen(new ClusterInput.DeactivateAgent(agent));
      case REACTIVATE -> happen(new ClusterInput.ReactivateAgent(agent));
    };
  }

  private Optional<String> happen(ClusterInput input) {
    return world.happen(input).map(ClusterOutput.CallRefused::message);
  }

  @Override
  public boolean hasProcess(TaskRecord task) {
    return world.containers().isRunning(task.taskId());
  }

  @Override
  public ImmutableSet<TaskId> processes() {
    return world.containers().runningTasks();
  }

  @Override
  public void kill(String name, TaskRecord task) {
    world.note("the process of " + name + " is killed");
    world.containers().kill(task.taskId(), SIGKILL, world.now());
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public Behaviours behaviours() {
    return behaviours;
  }

  @Override
  public String lastEvents() {
    return "last events, after "
        + world.age()
        + ":\n"
        + String.join("\n", world.trace().last(LAST_EVENTS))
        + "\n\nseed "
        + world.settings().seed();
  }

  @Override
  public void close(boolean failed) {
    // Nothing of it is outside of this object.
  }
}
