package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.mesos.MasterInfo;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Mesos master, its allocator, its agents and their default executors as one deterministic state
 * machine. The embedded cluster drives it with real processes and the wall's time, the simulation
 * with scripts and virtual time.
 *
 * <p>It has no thread and no clock: {@link #handle} is to be called by one thread at a time, with a
 * {@code now} that never goes back, for each input and again (with {@link ClusterInput.Tick}) not
 * long after {@link #nextWake()}.
 */
public final class ClusterModel {

  /** How often it is looked whether an agent that was told to leave has ended. */
  private static final Duration STILL_ENDING = Duration.ofSeconds(1);

  private final ModelContext context;
  private final MasterIdentity identity;
  private final Map<AgentId, AgentModel> agents = new LinkedHashMap<>();
  private final Map<String, AgentId> names = new LinkedHashMap<>();
  private final Map<String, ClusterImage.Agent> kept = new LinkedHashMap<>();
  private final Inputs inputs = new Inputs();
  private MasterModel master;

  /** A cluster without agents, as {@code image} left it. */
  public ClusterModel(ClusterSettings settings, IdSource ids, ClusterImage image, Instant now) {
    this.context = new ModelContext(settings, ids, now);
    this.identity = new MasterIdentity(context);
    this.master =
        new MasterModel(context, identity, new LinkedHashSet<>(image.removedFrameworks()));
    for (ClusterImage.Agent agent : image.agents()) {
      if (!agent.gone()) {
        kept.put(agent.name(), agent);
      }
    }
    for (ClusterImage.Framework framework : image.frameworks()) {
      Framework known = new Framework(framework.info().withId(framework.id()), now);
      master.state().frameworks().put(known.id(), known);
      master.subscriptions().awaitReturn(known);
    }
  }

  /**
   * Takes one input, and says what is to be done for it, in order. Whatever is due by {@code now}
   * is done first.
   *
   * @throws IllegalArgumentException when an agent is added under a name that is taken, or has less
   *     than was reserved on it before; when {@code now} goes back
   */
  public ImmutableList<ClusterOutput> handle(ClusterInput input, Instant now) {
    context.advanceTo(now);
    context.runTimers();
    input.accept(inputs);
    return context.takeOutputs();
  }

  /** When the model has something to do by itself, if no input comes before. */
  public Optional<Instant> nextWake() {
    return context.nextWake();
  }

  /** Whether calls of this framework are taken. */
  public FrameworkStanding standingOf(FrameworkId frameworkId) {
    Framework framework = master.state().frameworks().get(frameworkId);
    if (framework == null) {
      return FrameworkStanding.UNKNOWN;
    }
    return framework.isConnected() ? FrameworkStanding.CONNECTED : FrameworkStanding.DISCONNECTED;
  }

  /** The stream that a framework's events go to; calls with another one's id are to be refused. */
  public Optional<StreamId> streamOf(FrameworkId frameworkId) {
    return Optional.ofNullable(master.state().frameworks().get(frameworkId))
        .flatMap(Framework::stream);
  }

  /** The id of the agent with {@link AgentSpec#name()}. */
  public Optional<AgentId> agentNamed(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** How the master presents itself. */
  public MasterInfo masterInfo() {
    return identity.info();
  }

  /** What the master knows now. Its cost is in proportion to the cluster's size. */
  public ClusterView view() {
    return ClusterViews.of(master, context);
  }

  /** What is to be kept so that a new process can go on from here. */
  public ClusterImage image() {
    ImmutableList.Builder<ClusterImage.Agent> images = ImmutableList.builder();
    images.addAll(kept.values());
    for (MasterAgent agent : master.state().agents().values()) {
      boolean gone = agent.standing() == MasterAgent.Standing.GONE;
      images.add(
          new ClusterImage.Agent(
              agent.spec().name(), agent.id(), Checkpointed.of(agent.process().total()), gone));
    }
    return new ClusterImage(
        images.build(),
        master.state().frameworks().values().stream()
            .map(framework -> new ClusterImage.Framework(framework.id(), framework.info()))
            .collect(ImmutableList.toImmutableList()),
        ImmutableList.copyOf(master.state().removed()));
  }

  /** What the master counts on each agent: for tests of its sums. */
  ImmutableList<MasterAgent> registeredAgents() {
    return master.agents(MasterAgent.Standing.REGISTERED, agent -> agent);
  }

  /** The agents' way to whichever master leads. */
  private final class LeadingMaster implements MasterPort {
    @Override
    public boolean isRegistered(AgentModel agent) {
      return master.isRegistered(agent);
    }

    @Override
    public void taskUpdated(AgentModel agent, FrameworkId frameworkId, TaskStatus status) {
      master.taskUpdated(agent, frameworkId, status);
    }

    @Override
    public void operationUpdated(
        AgentModel agent, FrameworkId frameworkId, OperationStatus status) {
      master.operationUpdated(agent, frameworkId, status);
    }

    @Override
    public void executorExited(
        AgentModel agent, FrameworkId frameworkId, ExecutorId executorId, int status) {
      master.executorExited(agent, frameworkId, executorId, status);
    }
  }

  private void addAgent(AgentSpec spec) {
    AgentId before = names.get(spec.name());
    MasterAgent namesake = before == null ? null : master.state().agents().get(before);
    if (namesake != null && namesake.standing() != MasterAgent.Standing.GONE) {
      throw new IllegalArgumentException(
          "there is an agent named " + spec.name() + " already: " + before);
    }
    ClusterImage.Agent image = kept.get(spec.name());
    ResourcePool total =
        Checkpointed.restored(spec, image == null ? ImmutableList.of() : image.checkpointed());
    kept.remove(spec.name());
    AgentId id = image == null ? identity.freshAgentId() : image.id();
    AgentModel agent = new AgentModel(context, new LeadingMaster(), id, spec, total);
    agents.put(id, agent);
    names.put(spec.name(), id);
    master.lifecycle().add(agent);
  }

  private void failOver() {
    MasterModel old = master;
    old.end();
    identity.failOver();
    master = new MasterModel(context, identity, old.state().removed());
    master.maintenance().takeOver(old.maintenance());
    for (MasterAgent agent : old.state().agents().values()) {
      MasterAgent again = new MasterAgent(agent.process(), agent.registered());
      again.standing(agent.isRegistered() ? MasterAgent.Standing.RECOVERED : agent.standing());
      again.unreachableSince(agent.unreachableSince());
      again.deactivated(agent.isDeactivated());
      again.draining(agent.draining());
      again.unavailability(agent.unavailability());
      again.connected(false);
      master.lifecycle().recovered(again);
    }
    context.imageChanged();
  }

  private @Nullable MasterAgent agent(AgentId id) {
    return master.state().agents().get(id);
  }

  private final class Inputs implements ClusterInput.Visitor<Done> {
    @Override
    public Done schedulerSubscribe(ClusterInput.SchedulerSubscribe input) {
      master.subscriptions().subscribe(input.stream(), input.call());
      return Done.DONE;
    }

    @Override
    public Done schedulerCall(ClusterInput.SchedulerCall input) {
      master.call(input.frameworkId(), input.call());
      return Done.DONE;
    }

    @Override
    public Done streamClosed(ClusterInput.StreamClosed input) {
      master.subscriptions().closed(input.stream());
      return Done.DONE;
    }

    @Override
    public Done containerReport(ClusterInput.ContainerReport input) {
      AgentModel agent = agents.get(input.event().id().agentId());
      if (agent != null) {
        agent.report(input.event());
      }
      return Done.DONE;
    }

    @Override
    public Done agentAdded(ClusterInput.AgentAdded input) {
      addAgent(input.agent());
      return Done.DONE;
    }

    @Override
    public Done agentCrashed(ClusterInput.AgentCrashed input) {
      MasterAgent agent = agent(input.agentId());
      if (agent != null) {
        agent.process().crash();
        master.lifecycle().disconnected(agent);
      }
      return Done.DONE;
    }

    @Override
    public Done agentRestarted(ClusterInput.AgentRestarted input) {
      MasterAgent agent = agent(input.agentId());
      if (agent != null
          && !agent.process().isReachable()
          && !master.maintenance().isDown(agent.spec())) {
        if (agent.process().isEnding()) {
          context.after(STILL_ENDING, () -> startWhenEnded(input));
          return Done.DONE;
        }
        agent.process().start(input.executorsSurvived());
        master.lifecycle().returnSoon(agent);
      }
      return Done.DONE;
    }

    private void startWhenEnded(ClusterInput.AgentRestarted input) {
      agentRestarted(input);
    }

    @Override
    public Done executorStopped(ClusterInput.ExecutorStopped input) {
      AgentModel agent = agents.get(input.executor().agentId());
      if (agent != null) {
        agent.executorStopped(input.executor());
      }
      return Done.DONE;
    }

    @Override
    public Done agentStopped(ClusterInput.AgentStopped input) {
      MasterAgent agent = agent(input.agentId());
      if (agent != null && agent.process().isReachable()) {
        master.lifecycle().stopped(agent);
      }
      return Done.DONE;
    }

    @Override
    public Done agentPartitioned(ClusterInput.AgentPartitioned input) {
      MasterAgent agent = agent(input.agentId());
      if (agent != null && agent.process().isReachable()) {
        agent.process().unlink();
        master.lifecycle().awaitPing(agent);
      }
      return Done.DONE;
    }

    @Override
    public Done agentHealed(ClusterInput.AgentHealed input) {
      MasterAgent agent = agent(input.agentId());
      if (agent != null
          && agent.process().isUp()
          && !agent.process().isStopped()
          && !agent.process().isReachable()) {
        agent.process().relink();
        master.lifecycle().returnSoon(agent);
      }
      return Done.DONE;
    }

    @Override
    public Done nextAcceptDropped(ClusterInput.NextAcceptDropped input) {
      MasterAgent agent = agent(input.agentId());
      if (agent != null) {
        agent.process().dropNextAccept();
      }
      return Done.DONE;
    }

    @Override
    public Done masterRestarted(ClusterInput.MasterRestarted input) {
      failOver();
      return Done.DONE;
    }

    @Override
    public Done markAgentGone(ClusterInput.MarkAgentGone input) {
      master.draining().markGone(input);
      return Done.DONE;
    }

    @Override
    public Done drainAgent(ClusterInput.DrainAgent input) {
      master.draining().drain(input);
      return Done.DONE;
    }

    @Override
    public Done deactivateAgent(ClusterInput.DeactivateAgent input) {
      master.draining().deactivate(input);
      return Done.DONE;
    }

    @Override
    public Done reactivateAgent(ClusterInput.ReactivateAgent input) {
      master.draining().reactivate(input);
      return Done.DONE;
    }

    @Override
    public Done updateMaintenanceSchedule(ClusterInput.UpdateMaintenanceSchedule input) {
      master.maintenance().update(input.windows());
      return Done.DONE;
    }

    @Override
    public Done startMaintenance(ClusterInput.StartMaintenance input) {
      master.maintenance().start(input.machines());
      return Done.DONE;
    }

    @Override
    public Done stopMaintenance(ClusterInput.StopMaintenance input) {
      master.maintenance().stop(input.machines());
      return Done.DONE;
    }

    @Override
    public Done tick(ClusterInput.Tick input) {
      return Done.DONE;
    }
  }
}
