package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.MesosCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What happens to the cluster. */
public sealed interface ClusterInput {

  <R> R accept(Visitor<R> visitor);

  /**
   * A scheduler opened a stream with SUBSCRIBE; {@link MesosCall.Subscribe#framework()} has the id
   * of a framework that comes back.
   *
   * @param stream fresh
   */
  record SchedulerSubscribe(StreamId stream, MesosCall.Subscribe call) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.schedulerSubscribe(this);
    }
  }

  /**
   * Any other call. That its stream id is the framework's current one was checked before ({@link
   * ClusterModel#streamOf}).
   */
  record SchedulerCall(FrameworkId frameworkId, MesosCall call) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.schedulerCall(this);
    }
  }

  /** A scheduler's connection is gone. */
  record StreamClosed(StreamId stream) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.streamClosed(this);
    }
  }

  /** The machine tells of a container. */
  record ContainerReport(ContainerEvent event) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.containerReport(this);
    }
  }

  /**
   * An agent starts for the first time in this process. {@link ClusterModel#agentNamed} then tells
   * its id.
   */
  record AgentAdded(AgentSpec agent) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentAdded(this);
    }
  }

  /** The agent's process is killed; its executors live on. */
  record AgentCrashed(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentCrashed(this);
    }
  }

  /**
   * A crashed or stopped agent's process is started again.
   *
   * @param executorsSurvived false when its executors and their tasks died meanwhile, as with a
   *     restart of the machine
   */
  record AgentRestarted(AgentId agentId, boolean executorsSurvived) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentRestarted(this);
    }
  }

  /**
   * An executor's process is stopped (SIGSTOP). Nothing is seen of that until its agent restarts
   * and waits for it in vain.
   */
  record ExecutorStopped(ContainerId executor) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.executorStopped(this);
    }
  }

  /**
   * The agent is stopped in the orderly way (SIGUSR1): it unregisters and shuts its executors down.
   */
  record AgentStopped(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentStopped(this);
    }
  }

  /** Agent and master cannot reach each other; the agent and its executors live on. */
  record AgentPartitioned(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentPartitioned(this);
    }
  }

  /** The partition is over. */
  record AgentHealed(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentHealed(this);
    }
  }

  /**
   * The agent drops all of the next ACCEPT on it: its resources changed since the master heard of
   * them last ({@code resource_version_uuid} in Mesos's {@code src/slave/slave.cpp}).
   */
  record NextAcceptDropped(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.nextAcceptDropped(this);
    }
  }

  /** The master fails over to a new one that knows nothing but its registry; all streams end. */
  record MasterRestarted() implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.masterRestarted(this);
    }
  }

  /** Operator: MARK_AGENT_GONE. */
  record MarkAgentGone(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.markAgentGone(this);
    }
  }

  /**
   * Operator: DRAIN_AGENT.
   *
   * @param maxGracePeriod upper bound of each task's kill grace period
   */
  record DrainAgent(AgentId agentId, @Nullable Duration maxGracePeriod, boolean markGone)
      implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.drainAgent(this);
    }
  }

  /** Operator: DEACTIVATE_AGENT. */
  record DeactivateAgent(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.deactivateAgent(this);
    }
  }

  /** Operator: REACTIVATE_AGENT. */
  record ReactivateAgent(AgentId agentId) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reactivateAgent(this);
    }
  }

  /** Operator: UPDATE_MAINTENANCE_SCHEDULE, which replaces the whole schedule. */
  record UpdateMaintenanceSchedule(ImmutableList<MaintenanceWindow> windows)
      implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateMaintenanceSchedule(this);
    }
  }

  /** Operator: START_MAINTENANCE. */
  record StartMaintenance(ImmutableList<MachineId> machines) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.startMaintenance(this);
    }
  }

  /** Operator: STOP_MAINTENANCE. The machines' agents come back by {@link AgentRestarted}. */
  record StopMaintenance(ImmutableList<MachineId> machines) implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stopMaintenance(this);
    }
  }

  /** Nothing but that time has come: {@link ClusterModel#nextWake()}. */
  record Tick() implements ClusterInput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tick(this);
    }
  }

  /** One case for each input. */
  interface Visitor<R> {
    R schedulerSubscribe(SchedulerSubscribe input);

    R schedulerCall(SchedulerCall input);

    R streamClosed(StreamClosed input);

    R containerReport(ContainerReport input);

    R agentAdded(AgentAdded input);

    R agentCrashed(AgentCrashed input);

    R agentRestarted(AgentRestarted input);

    R executorStopped(ExecutorStopped input);

    R agentStopped(AgentStopped input);

    R agentPartitioned(AgentPartitioned input);

    R agentHealed(AgentHealed input);

    R nextAcceptDropped(NextAcceptDropped input);

    R masterRestarted(MasterRestarted input);

    R markAgentGone(MarkAgentGone input);

    R drainAgent(DrainAgent input);

    R deactivateAgent(DeactivateAgent input);

    R reactivateAgent(ReactivateAgent input);

    R updateMaintenanceSchedule(UpdateMaintenanceSchedule input);

    R startMaintenance(StartMaintenance input);

    R stopMaintenance(StopMaintenance input);

    R tick(Tick input);
  }
}
