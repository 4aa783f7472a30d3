package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MasterInfo;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the master knows at one moment: the source of {@code /state} and of the operator's read
 * calls.
 */
public record ClusterView(
    MasterInfo master,
    Instant started,
    ImmutableList<Framework> frameworks,
    ImmutableList<Framework> completedFrameworks,
    ImmutableList<Agent> agents,
    ImmutableList<AgentId> unreachableAgents,
    ImmutableList<AgentId> goneAgents,
    Maintenance maintenance) {

  /**
   * A framework.
   *
   * @param suppressedRoles of its roles, those without offers for now
   * @param unregistered when it was removed, absent for a live one
   * @param tasks that the master counts as not ended, or whose terminal update is not acknowledged
   * @param unreachableTasks on unreachable agents
   * @param completedTasks the last ones, oldest first
   * @param operations with an id, whose final status is not acknowledged
   */
  public record Framework(
      FrameworkId id,
      FrameworkInfo info,
      boolean connected,
      boolean active,
      ImmutableList<String> suppressedRoles,
      Instant registered,
      @Nullable Instant reregistered,
      @Nullable Instant unregistered,
      ImmutableList<Task> tasks,
      ImmutableList<Task> unreachableTasks,
      ImmutableList<Task> completedTasks,
      ImmutableList<Executor> executors,
      ImmutableList<OperationStatus> operations,
      ImmutableList<Offer> offers,
      ImmutableList<Resource> usedResources,
      ImmutableList<Resource> offeredResources) {}

  /**
   * A task.
   *
   * @param executorId of its task group's executor; absent for a command task
   * @param statuses the first of each state, oldest first
   */
  public record Task(
      TaskInfo info,
      FrameworkId frameworkId,
      @Nullable ExecutorId executorId,
      @Nullable String role,
      TaskState state,
      ImmutableList<TaskStatus> statuses) {}

  /** An executor that runs, with its own resources alone. */
  public record Executor(
      ExecutorInfo info, FrameworkId frameworkId, AgentId agentId, @Nullable String role) {}

  /**
   * A registered agent.
   *
   * @param resources its total, with its reservations
   * @param drain absent when it is not and was not drained
   */
  public record Agent(
      AgentId id,
      AgentSpec spec,
      boolean connected,
      boolean active,
      boolean deactivated,
      Instant registered,
      @Nullable Instant reregistered,
      ImmutableList<Resource> resources,
      ImmutableList<Resource> usedResources,
      ImmutableList<Resource> offeredResources,
      @Nullable Drain drain) {}

  /** An agent's draining. */
  public record Drain(
      boolean drained, @Nullable Duration maxGracePeriod, boolean markGone, Instant started) {}

  /** The schedule, and how far it is. */
  public record Maintenance(
      ImmutableList<MaintenanceWindow> schedule,
      ImmutableList<DrainingMachine> draining,
      ImmutableList<MachineId> down) {}

  /** A machine that is to go down, and what frameworks said to it. */
  public record DrainingMachine(MachineId machine, ImmutableList<InverseOfferStatus> statuses) {}

  /** A framework's latest answer to an inverse offer. */
  public record InverseOfferStatus(
      FrameworkId frameworkId,
      OfferId offerId,
      AgentId agentId,
      boolean accepted,
      Instant timestamp) {}
}
