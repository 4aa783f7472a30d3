package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ClusterSettings;
import dev.mainstay.sdk.local.model.ScriptedContainers;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One service's whole world in virtual time, on the calling thread: agents, the master, the
 * network, a store, and the processes of the scheduler one after another. Nothing in it depends on
 * the machine or on the real time: the same {@link WorldSettings}, and the same calls, give the
 * same {@link #trace()}.
 *
 * <p>Time only passes in {@link #step}, {@link #runFor} and {@link #await}.
 */
public final class World {

  private static final Address MASTER = new Address("master", "127.0.0.1", 5050);

  private final Surroundings surroundings;
  private final WorldSettings settings;
  private final Network network;
  private final SimulatedCluster cluster;
  private final SimulatedStorage storage;
  private final SchedulerParts parts;
  private final Set<AgentId> deadMachines = new LinkedHashSet<>();
  private final List<SchedulerRun> alive = new ArrayList<>();
  private int runs;
  private boolean supervised = true;
  private @Nullable SchedulerRun latest;

  /** A world in which agents are there, and the first scheduler starts. */
  public World(WorldSettings settings) {
    this.settings = settings;
    this.surroundings = new Surroundings(settings.start(), settings.seed());
    this.network = new Network(surroundings, settings.networkDelay());
    ClusterSettings clusterSettings =
        ClusterSettings.of(MASTER).withEquipment(settings.equipment()).withoutHeartbeats();
    this.cluster = new SimulatedCluster(surroundings, network, clusterSettings, settings.script());
    this.storage = new SimulatedStorage(surroundings, settings.storeDelay());
    this.parts = new SchedulerParts(surroundings, network, cluster, storage, settings, this::ended);
    for (AgentSpec agent : settings.agents()) {
      cluster.input(new ClusterInput.AgentAdded(agent));
    }
    startScheduler();
  }

  // What can be seen.

  public Instant now() {
    return surroundings.now();
  }

  /** How long the world has been there. */
  public Duration age() {
    return Duration.between(settings.start(), now());
  }

  public Trace trace() {
    return surroundings.trace();
  }

  /** From now on it is told of everything. */
  public void observe(Observer observer) {
    surroundings.witnesses().add(observer);
  }

  /** What the schedulers are started with. */
  public LoadedSpec spec() {
    return parts.spec();
  }

  public WorldSettings settings() {
    return settings;
  }

  /** What the master, the agents and the executors know. */
  public ClusterModel cluster() {
    return cluster.model();
  }

  /** What really runs. */
  public ScriptedContainers containers() {
    return cluster.containers();
  }

  /** What is durable. */
  public SimulatedStorage storage() {
    return storage;
  }

  /** The scheduler's processes that are not over; the last one leads, or is about to. */
  public ImmutableList<SchedulerRun> schedulers() {
    return ImmutableList.copyOf(alive);
  }

  /**
   * The process that leads: of those that have loaded their state, the one that did so last. While
   * there is none, the last of those that live, or else the one that ended last.
   */
  public SchedulerRun scheduler() {
    for (int i = alive.size() - 1; i >= 0; i--) {
      if (alive.get(i).isLoaded()) {
        return alive.get(i);
      }
    }
    if (latest == null) {
      throw new IllegalStateException("no scheduler was started");
    }
    return latest;
  }

  // What can be done to it.

  /**
   * Something happens to the cluster now, from outside.
   *
   * @return why the master refused it, if it was an operator's call that it refused
   */
  @CanIgnoreReturnValue
  public Optional<ClusterOutput.CallRefused> happen(ClusterInput input) {
    return cluster.input(input);
  }

  /** An agent's process dies; with {@code machine}, all that runs on it too, at once. */
  public void crashAgent(AgentId agent, boolean machine) {
    if (machine) {
      deadMachines.add(agent);
      containers().machineDied(agent);
    }
    happen(new ClusterInput.AgentCrashed(agent));
  }

  /** An agent that crashed, or was stopped, starts again. One that runs goes on. */
  public void startAgent(AgentId agent) {
    happen(new ClusterInput.AgentRestarted(agent, !deadMachines.remove(agent)));
  }

  /** Notes what is done to the world, for the trace and for observers. */
  public void note(String what) {
    surroundings.note(TraceKind.FAULT, 0, what);
    surroundings.witnesses().tell(observer -> observer.interfered(what));
  }

  /** Does something at a later time, before what is asked for that time later. */
  public void at(Instant time, Runnable action) {
    surroundings.agenda().at(time, action);
  }

  /**
   * Starts a scheduler, whether or not another one is there: the new one takes the lead from it.
   */
  public SchedulerRun startScheduler() {
    runs++;
    SchedulerRun run = new SchedulerRun(surroundings, parts, runs);
    alive.add(run);
    latest = run;
    run.start();
    return run;
  }

  /** Kills all schedulers and starts the next one at once. */
  public SchedulerRun restartScheduler() {
    boolean before = supervised;
    supervised = false;
    schedulers().forEach(run -> run.kill("killed"));
    supervised = before;
    return startScheduler();
  }

  /** Kills the scheduler now; its supervisor starts another one. */
  public void killScheduler() {
    scheduler().kill("killed");
  }

  /**
   * Kills the scheduler when it has passed this point so many more times, those of its successors
   * included. In place of an order that was given before and is still {@link #isKillPending}.
   */
  public void killScheduler(KillPoint point, int passes) {
    parts.killOrder().give(point, passes);
  }

  /** A kill was ordered for a point that no scheduler has passed often enough yet. */
  public boolean isKillPending() {
    return parts.killOrder().isPending();
  }

  /**
   * Whether a scheduler that ended is followed by another one, after the restart delay; never one
   * that has removed its service.
   */
  public void supervised(boolean newSupervised) {
    supervised = newSupervised;
  }

  private void ended(SchedulerRun run) {
    alive.remove(run);
    latest = alive.isEmpty() ? run : Iterables.getLast(alive);
    boolean removed = run.end().map(end -> end.cause() == ExitCause.UNINSTALLED).orElse(false);
    if (supervised && !removed && alive.isEmpty()) {
      surroundings.after(
          settings.restartDelay(),
          () -> {
            if (supervised && alive.isEmpty()) {
              startScheduler();
            }
          });
    }
  }

  /** What goes wrong between schedulers and the master. */
  public Interference interference() {
    return network.interference();
  }

  /**
   * The connection breaks that the scheduler's event stream goes through.
   *
   * @param masterNotices else the master goes on to send into the void
   * @return whether there was one
   */
  public boolean breakStream(boolean masterNotices) {
    SimulatedConnection connection = scheduler().connection();
    return connection != null && connection.breakStream(masterNotices);
  }

  /**
   * Nothing more comes through the scheduler's event stream, and neither side is told.
   *
   * @return whether there was one that something came through
   */
  public boolean silenceStream() {
    SimulatedConnection connection = scheduler().connection();
    return connection != null && connection.silence();
  }

  /**
   * The scheduler's session with the store ends: it leads no more.
   *
   * @param told whether it hears of that before its next write
   */
  public void endSession(boolean told) {
    storage.endSession();
    if (told) {
      scheduler().leadLost("the session with the store expired");
    }
  }

  /** An operator commands something; nobody waits for the answer. */
  public void command(OperatorCommand command) {
    CompletionStage<CommandAnswer> answer = scheduler().submit(command);
    answer.whenComplete((given, failure) -> note("answer: " + (given == null ? failure : given)));
  }

  /** The clock of the schedulers' machine jumps forward, or back. */
  public void jumpClock(Duration by) {
    alive.forEach(SchedulerRun::clockIsSet);
    parts.clockSkew(parts.clockSkew().plus(by));
  }

  /** How much the clock of the schedulers' machine is ahead of the world's time. */
  public Duration clockSkew() {
    return parts.clockSkew();
  }

  // Time.

  static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? other : one;
  }

  private @Nullable Instant next() {
    Instant next = earlier(cluster.next(), surroundings.agenda().next());
    for (int i = 0; i < alive.size(); i++) {
      next = earlier(next, alive.get(i).nextWake());
    }
    return next;
  }

  /**
   * Goes on to the next thing that happens, if that is not after {@code limit}, else to that time.
   *
   * @return whether anything happened
   */
  public boolean step(Instant limit) {
    Instant next = next();
    if (next == null || next.isAfter(limit)) {
      surroundings.advanceTo(limit.isAfter(now()) ? limit : now());
      return false;
    }
    if (next.isAfter(now())) {
      surroundings.advanceTo(next);
    }
    runDue();
    surroundings.witnesses().tell(observer -> observer.stepped(this));
    return true;
  }

  private void runDue() {
    if (cluster.runDue()) {
      return;
    }
    Optional<Runnable> action = surroundings.agenda().takeDue(now());
    if (action.isPresent()) {
      action.get().run();
      return;
    }
    for (SchedulerRun run : schedulers()) {
      Instant wake = run.nextWake();
      if (wake != null && !wake.isAfter(now())) {
        run.wake();
      }
    }
  }

  /** Lets so much time pass. */
  public void runFor(Duration time) {
    Instant end = now().plus(time);
    while (step(end)) {
      // On to the next thing that happens.
    }
  }

  /**
   * Goes on until the condition holds, and asks it after every step.
   *
   * @return whether it held within {@code limit}
   */
  public boolean await(Duration limit, BooleanSupplier condition) {
    Instant end = now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (!step(end)) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }
}
