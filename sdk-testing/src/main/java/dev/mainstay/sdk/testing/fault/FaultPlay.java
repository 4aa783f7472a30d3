package dev.mainstay.sdk.testing.fault;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.testing.world.Behaviour;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.CallFate;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.SimulatedStorage.Mode;
import dev.mainstay.sdk.testing.world.UpdateFate;
import dev.mainstay.sdk.testing.world.World;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Does faults to one world, each at its time, and what belongs to them later: that an agent comes
 * back. A fault that finds nothing to be done to is counted as such.
 */
public final class FaultPlay {

  private static final int SIGKILL = 9;

  /** Between an operator's tries to take a drained agent back. */
  private static final Duration REACTIVATION = Duration.ofSeconds(30);

  private final World world;
  private final Behaviours behaviours;
  private final OperatorPlay operators;
  private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Integer> idle = new EnumMap<>(FaultKind.class);
  private final Set<AgentId> gone = new LinkedHashSet<>();
  private final Map<String, Integer> misbehaving = new HashMap<>();
  private int storeFaults;
  private boolean over;

  /**
   * For one world, in which nobody updates the service.
   *
   * @param behaviours the world's script
   */
  public FaultPlay(World world, Behaviours behaviours) {
    this(world, behaviours, ImmutableSortedMap.of());
  }

  /**
   * For one world.
   *
   * @param behaviours the world's script
   * @param choices variables of the spec that operators may change, each with the values that it
   *     may have
   */
  public FaultPlay(
      World world,
      Behaviours behaviours,
      ImmutableSortedMap<String, ImmutableList<String>> choices) {
    this.world = world;
    this.behaviours = behaviours;
    this.operators = new OperatorPlay(world, choices);
  }

  /** Has all faults of a schedule happen at their times. */
  public void play(FaultSchedule schedule) {
    for (FaultSchedule.Timed timed : schedule.faults()) {
      world.at(world.settings().start().plus(timed.at()), () -> happen(timed.fault()));
    }
  }

  /** Does one fault now; says whether there was anything to be done to. */
  public boolean happen(Fault fault) {
    if (over) {
      return false;
    }
    world.note(FaultText.of(fault));
    boolean anything = fault.accept(new Player());
    (anything ? done : idle).merge(FaultKind.of(fault), 1, Integer::sum);
    return anything;
  }

  /** How many faults of each kind did something. */
  public ImmutableMap<FaultKind, Integer> done() {
    return ImmutableMap.copyOf(done);
  }

  /** How many faults of each kind found nothing to be done to. */
  public ImmutableMap<FaultKind, Integer> idle() {
    return ImmutableMap.copyOf(idle);
  }

  /** Agents that never come back. */
  public ImmutableSet<AgentId> gone() {
    return ImmutableSet.copyOf(gone);
  }

  /**
   * No more faults: everything that may come back does so now, tasks behave, and messages arrive;
   * operators take back what holds plans and pods up. The clock stays as it was set.
   */
  public void stop() {
    over = true;
    world.note("no more faults");
    world.interference().stop();
    world.storage().mode(Mode.WORKING);
    world.storage().latency(world.settings().storeDelay());
    behaveWell();
    for (int i = 0; i < world.settings().agents().size(); i++) {
      agent(i).filter(id -> !gone.contains(id)).ifPresent(this::bringBack);
    }
    operators.letGo();
  }

  private void behaveWell() {
    behaviours.reset();
    world.containers().probesMayDiffer(world.now());
  }

  private void bringBack(AgentId id) {
    world.happen(new ClusterInput.AgentHealed(id));
    world.startAgent(id);
    reactivate(id);
  }

  /**
   * The master refuses it while tasks of a drained agent are ending, so it is tried again. An
   * executor passes over a kill of what it is just starting, and such a task would keep its agent
   * draining for ever: the operator drains it once more.
   */
  private void reactivate(AgentId id) {
    boolean refused = world.happen(new ClusterInput.ReactivateAgent(id)).isPresent();
    if (refused && !gone.contains(id)) {
      world.happen(new ClusterInput.DrainAgent(id, null, false));
      world.at(world.now().plus(REACTIVATION), () -> reactivate(id));
    }
  }

  private void later(Duration time, Runnable action) {
    world.at(
        world.now().plus(time),
        () -> {
          if (!over) {
            action.run();
          }
        });
  }

  private Optional<AgentId> agent(int number) {
    return world.cluster().agentNamed(world.settings().agents().get(number).name());
  }

  /** One fault each. */
  private final class Player implements Fault.Visitor<Boolean> {

    private Optional<AgentId> living(int number) {
      return agent(number).filter(id -> !gone.contains(id));
    }

    private boolean comesBack(Optional<AgentId> id, Duration away, Consumer<AgentId> back) {
      id.ifPresent(
          known ->
              later(
                  away,
                  () -> {
                    if (!gone.contains(known)) {
                      back.accept(known);
                    }
                  }));
      return id.isPresent();
    }

    @Override
    public Boolean agentCrash(Fault.AgentCrash fault) {
      Optional<AgentId> id = living(fault.agent());
      id.ifPresent(known -> world.crashAgent(known, !fault.tasksSurvive()));
      return comesBack(id, fault.away(), world::startAgent);
    }

    @Override
    public Boolean agentLost(Fault.AgentLost fault) {
      boolean last = gone.size() >= world.settings().agents().size() / 3;
      Optional<AgentId> id = living(fault.agent());
      if (last || id.isEmpty()) {
        return false;
      }
      gone.add(id.get());
      world.crashAgent(id.get(), true);
      world.at(
          world.now().plus(fault.markedAfter()),
          () -> world.happen(new ClusterInput.MarkAgentGone(id.get())));
      return true;
    }

    @Override
    public Boolean agentRemoved(Fault.AgentRemoved fault) {
      Optional<AgentId> id = living(fault.agent());
      id.ifPresent(known -> world.happen(new ClusterInput.AgentStopped(known)));
      return comesBack(id, fault.away(), world::startAgent);
    }

    @Override
    public Boolean agentDrained(Fault.AgentDrained fault) {
      return awayFromOffers(
          fault.agent(), id -> new ClusterInput.DrainAgent(id, null, false), fault.away());
    }

    private boolean awayFromOffers(int number, Happening first, Duration away) {
      Optional<AgentId> id = living(number);
      id.ifPresent(known -> world.happen(first.to(known)));
      return comesBack(id, away, FaultPlay.this::reactivate);
    }

    @Override
    public Boolean partition(Fault.Partition fault) {
      Optional<AgentId> id = living(fault.agent());
      id.ifPresent(known -> world.happen(new ClusterInput.AgentPartitioned(known)));
      return comesBack(
          id, fault.away(), known -> world.happen(new ClusterInput.AgentHealed(known)));
    }

    @Override
    public Boolean offersRescinded(Fault.OffersRescinded fault) {
      return awayFromOffers(fault.agent(), ClusterInput.DeactivateAgent::new, fault.away());
    }

    @Override
    public Boolean operationsDropped(Fault.OperationsDropped fault) {
      Optional<AgentId> id = living(fault.agent());
      id.ifPresent(known -> world.happen(new ClusterInput.NextAcceptDropped(known)));
      return id.isPresent();
    }

    @Override
    public Boolean taskKilled(Fault.TaskKilled fault) {
      ImmutableList<TaskId> running = world.containers().runningTasks().asList();
      if (running.isEmpty()) {
        return false;
      }
      TaskId chosen = running.get(fault.pick() % running.size());
      world.containers().kill(chosen, SIGKILL, world.now());
      return true;
    }

    @Override
    public Boolean outOfMemory(Fault.OutOfMemory fault) {
      ImmutableList<TaskId> running = world.containers().runningTasks().asList();
      if (running.isEmpty()) {
        return false;
      }
      TaskId chosen = running.get(fault.pick() % running.size());
      Optional<ContainerId> container = world.containers().containerOf(chosen);
      container.ifPresent(id -> world.containers().killExecutor(id.parent(), SIGKILL, world.now()));
      return container.isPresent();
    }

    @Override
    public Boolean misbehaviour(Fault.Misbehaviour fault) {
      Optional<PodId> pod = operators.pod(fault.pick());
      if (pod.isEmpty()) {
        return false;
      }
      String names = pod.get() + "-.*";
      misbehaving.merge(names, 1, Integer::sum);
      behaviours.change(names, usual -> behaviour(fault.manner(), usual));
      world.containers().probesMayDiffer(world.now());
      later(
          fault.lasting(),
          () -> {
            if (misbehaving.merge(names, -1, Integer::sum) == 0) {
              behaviours.forget(names);
              world.containers().probesMayDiffer(world.now());
            }
          });
      return true;
    }

    private Behaviour behaviour(Fault.Misbehaviour.Manner manner, Behaviour usual) {
      return switch (manner) {
        case NEVER_READY -> usual.neverReady();
        case LATE_READY -> usual.readyAfter(Duration.ofMinutes(2));
        case CRASHING -> Behaviour.crashing();
        case STARTING_SLOWLY -> usual.startingAfter(Duration.ofSeconds(90));
        case FAILING_TO_START -> Behaviour.failingToStart("no space left on device");
        case IGNORING_TERM -> usual.ignoringTerm();
        case STOPPING_SLOWLY -> usual.stoppingAfter(Duration.ofSeconds(2));
      };
    }

    @Override
    public Boolean callsLost(Fault.CallsLost fault) {
      world
          .interference()
          .calls(
              new CallChoice(fault.kind()),
              fault.arrives() ? CallFate.ANSWER_LOST : CallFate.LOST,
              fault.count(),
              fault.patience());
      return true;
    }

    @Override
    public Boolean updatesLost(Fault.UpdatesLost fault) {
      world.interference().updates(UpdateFate.LOST, fault.count(), Duration.ZERO);
      return true;
    }

    @Override
    public Boolean updatesLate(Fault.UpdatesLate fault) {
      world.interference().updates(UpdateFate.LATE, fault.count(), fault.delay());
      return true;
    }

    @Override
    public Boolean updatesDoubled(Fault.UpdatesDoubled fault) {
      world.interference().updates(UpdateFate.DOUBLED, fault.count(), fault.delay());
      return true;
    }

    @Override
    public Boolean updatesReordered(Fault.UpdatesReordered fault) {
      for (int i = 0; i < fault.count(); i++) {
        Duration delay = i % 2 == 0 ? fault.delay() : Duration.ZERO;
        world.interference().updates(UpdateFate.LATE, 1, delay);
      }
      return true;
    }

    @Override
    public Boolean masterFailover(Fault.MasterFailover fault) {
      world.interference().masterAway(fault.away());
      world.happen(new ClusterInput.MasterRestarted());
      return true;
    }

    @Override
    public Boolean streamCut(Fault.StreamCut fault) {
      world.interference().masterAway(fault.away());
      return world.breakStream(fault.masterNotices());
    }

    @Override
    public Boolean streamSilent(Fault.StreamSilent fault) {
      return world.silenceStream();
    }

    @Override
    public Boolean schedulerKilled(Fault.SchedulerKilled fault) {
      SchedulerRun run = world.scheduler();
      if (!run.isAlive()) {
        return false;
      }
      world.killScheduler(fault.point(), fault.passes());
      return true;
    }

    @Override
    public Boolean secondScheduler(Fault.SecondScheduler fault) {
      if (!world.scheduler().isLoaded() || !world.scheduler().isAlive()) {
        return false;
      }
      world.startScheduler();
      return true;
    }

    @Override
    public Boolean storeSlow(Fault.StoreSlow fault) {
      world.storage().latency(fault.latency());
      later(fault.lasting(), () -> world.storage().latency(world.settings().storeDelay()));
      return true;
    }

    @Override
    public Boolean storeAway(Fault.StoreAway fault) {
      return store(Mode.UNAVAILABLE, fault.lasting());
    }

    @Override
    public Boolean storeAmbiguous(Fault.StoreAmbiguous fault) {
      return store(Mode.AMBIGUOUS, fault.lasting());
    }

    private boolean store(Mode mode, Duration lasting) {
      world.storage().mode(mode);
      storeFaults++;
      int mine = storeFaults;
      later(
          lasting,
          () -> {
            if (mine == storeFaults) {
              world.storage().mode(Mode.WORKING);
            }
          });
      return true;
    }

    @Override
    public Boolean sessionLost(Fault.SessionLost fault) {
      if (!world.scheduler().isLoaded() || !world.scheduler().isAlive()) {
        return false;
      }
      world.endSession(fault.told());
      return true;
    }

    @Override
    public Boolean clockJump(Fault.ClockJump fault) {
      world.jumpClock(fault.by());
      return true;
    }

    @Override
    public Boolean podCommand(Fault.PodCommand fault) {
      return operators.command(fault);
    }

    @Override
    public Boolean update(Fault.Update fault) {
      return operators.update(fault);
    }

    @Override
    public Boolean rollback(Fault.Rollback fault) {
      return operators.rollback();
    }

    @Override
    public Boolean planCommand(Fault.PlanCommand fault) {
      return operators.command(fault);
    }

    @Override
    public Boolean uninstall(Fault.Uninstall fault) {
      return operators.uninstall();
    }
  }

  /** Something that happens to an agent. */
  private interface Happening {
    ClusterInput to(AgentId agent);
  }
}
