package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Agents come, fall silent, come back and are removed: what the master makes of it. */
final class AgentLifecycle {

  /** How long a new master waits for agents of the old one ({@code --agent_reregister_timeout}). */
  private static final Duration REREGISTER_TIMEOUT = Duration.ofMinutes(10);

  private final MasterState state;
  private final Subscriptions subscriptions;

  AgentLifecycle(MasterState state, Subscriptions subscriptions) {
    this.state = state;
    this.subscriptions = subscriptions;
  }

  void add(AgentModel process) {
    MasterAgent agent = new MasterAgent(process, state.context().now());
    state.agents().put(agent.id(), agent);
    state.allocator().agentAdded(agent);
    state.context().imageChanged();
  }

  /** After a restart of the master: an agent that the registry knows. */
  void recovered(MasterAgent agent) {
    state.agents().put(agent.id(), agent);
    if (agent.standing() == MasterAgent.Standing.RECOVERED) {
      agent.pingTimeout(state.context().after(REREGISTER_TIMEOUT, () -> unreachable(agent)));
    }
    if (agent.process().isReachable()) {
      returnSoon(agent);
    }
  }

  // Falling silent.

  /** The connection broke: its offers are rescinded, and it has the ping timeout to come back. */
  void disconnected(MasterAgent agent) {
    if (agent.isRegistered() && agent.isConnected()) {
      agent.connected(false);
      state.rescindOffersOf(agent);
    }
    awaitPing(agent);
  }

  /** No answer to pings from now on; nothing else is seen of a partition. */
  void awaitPing(MasterAgent agent) {
    if (agent.isRegistered()) {
      agent.pingTimeout(
          state
              .context()
              .after(state.context().settings().agentPingTimeout(), () -> unreachable(agent)));
    }
  }

  private void unreachable(MasterAgent agent) {
    agent.pingTimeout(null);
    agent.unreachableSince(state.context().now());
    for (MasterTask task : agent.tasks()) {
      Framework framework = state.frameworks().get(task.frameworkId());
      if (framework == null) {
        continue;
      }
      framework.tasks().remove(task.id());
      if (task.state().isTerminal()) {
        framework.completed(task);
        continue;
      }
      TaskState lost = framework.isPartitionAware() ? TaskState.UNREACHABLE : TaskState.LOST;
      TaskStatus status =
          state.statusOf(
              task.id(),
              lost,
              StatusReason.AGENT_REMOVED,
              "health check timed out",
              agent.id(),
              task.executorId(),
              agent.unreachableSince());
      task.update(status);
      framework.unreachableTasks().put(task.id(), task);
      state.tell(framework, status);
    }
    state.rescindOffersOf(agent);
    leave(agent, MasterAgent.Standing.UNREACHABLE);
  }

  // Leaving.

  /** It unregistered. */
  void stopped(MasterAgent agent) {
    removed(agent, "the agent unregistered");
  }

  /** Its machine goes down for maintenance. */
  void machineDown(MasterAgent agent) {
    removed(agent, "Operator initiated 'Machine DOWN'");
  }

  private void removed(MasterAgent agent, String cause) {
    if (agent.isRegistered()) {
      for (MasterTask task : agent.tasks()) {
        endTask(
            agent,
            task,
            TaskState.LOST,
            StatusReason.AGENT_REMOVED,
            "Agent " + agent.spec().hostname() + " removed: " + cause);
      }
      state.rescindOffersOf(agent);
      leave(agent, MasterAgent.Standing.REMOVED);
      agent.draining(null);
      agent.deactivated(false);
    } else {
      agent.pingTimeout(null);
      agent.standing(MasterAgent.Standing.REMOVED);
    }
    agent.process().stop();
  }

  /** An operator says that it never comes back. */
  void gone(MasterAgent agent) {
    if (agent.standing() == MasterAgent.Standing.GONE) {
      return;
    }
    ImmutableList<MasterTask> tasks =
        agent.isRegistered()
            ? agent.tasks()
            : state.frameworks().values().stream()
                .flatMap(framework -> framework.unreachableTasks().values().stream())
                .filter(task -> task.agentId().equals(agent.id()))
                .collect(ImmutableList.toImmutableList());
    for (MasterTask task : tasks) {
      endTask(
          agent,
          task,
          TaskState.GONE_BY_OPERATOR,
          StatusReason.AGENT_REMOVED_BY_OPERATOR,
          "Agent has been marked gone");
    }
    boolean wasRegistered = agent.isRegistered();
    state.rescindOffersOf(agent);
    if (wasRegistered) {
      leave(agent, MasterAgent.Standing.GONE);
    } else {
      agent.pingTimeout(null); // of a new master, which waited for it
      agent.standing(MasterAgent.Standing.GONE);
    }
    agent.process().shutdownAll();
    agent.process().unlink();
    state.context().imageChanged();
  }

  private void endTask(
      MasterAgent agent, MasterTask task, TaskState last, StatusReason reason, String message) {
    Framework framework = state.frameworks().get(task.frameworkId());
    if (framework == null) {
      return;
    }
    framework.tasks().remove(task.id());
    framework.unreachableTasks().remove(task.id());
    framework.completed(task);
    if (!task.state().isTerminal()) {
      boolean known = framework.isPartitionAware() || last == TaskState.LOST;
      TaskStatus status =
          state.statusOf(
              task.id(),
              known ? last : TaskState.LOST,
              reason,
              message,
              agent.id(),
              task.executorId(),
              null);
      task.update(status);
      state.tell(framework, status);
    }
  }

  /** The agent is not registered any more; all frameworks are told. */
  private void leave(MasterAgent agent, MasterAgent.Standing standing) {
    agent.pingTimeout(null);
    giveBackAll(agent);
    state.allocator().agentRemoved(agent);
    agent.reset();
    agent.standing(standing);
    agent.connected(false);
    for (Framework framework : state.frameworks().values()) {
      state.events().send(framework, new MesosEvent.Failure(agent.id(), null, null));
    }
  }

  private void giveBackAll(MasterAgent agent) {
    agent
        .used()
        .forEach(
            (frameworkId, used) -> {
              Framework framework = state.frameworks().get(frameworkId);
              if (framework != null) {
                state.allocator().giveBack(agent, framework, used, Duration.ZERO);
              }
            });
  }

  // Coming back.

  /** The agent's process, or the way to it, is there again: it registers after a while. */
  void returnSoon(MasterAgent agent) {
    if (agent.isRegistered()) {
      agent.pingTimeout(null); // it answers pings before it registers
    }
    state
        .context()
        .after(
            state.context().settings().agentReturn(),
            () -> {
              if (agent.process().isReachable()) {
                comeBack(agent);
              }
            });
  }

  private void comeBack(MasterAgent agent) {
    if (agent.standing() == MasterAgent.Standing.GONE) {
      agent.process().shutdownAll();
      agent.process().unlink();
      return;
    }
    agent.pingTimeout(null);
    agent.process().reconnectExecutors();
    if (agent.isRegistered()) {
      reconnect(agent);
    } else {
      readmit(agent);
    }
    agent.process().registered();
    ImmutableList<MasterAgent.PendingKill> kills = ImmutableList.copyOf(agent.pendingKills());
    agent.pendingKills().clear();
    kills.forEach(kill -> agent.process().kill(kill.frameworkId(), kill.taskId(), kill.grace()));
    drainOn(agent);
  }

  /** An agent that came back while it is drained is told so again. */
  private void drainOn(MasterAgent agent) {
    MasterAgent.Draining draining = agent.draining();
    if (draining == null) {
      return;
    }
    killAll(agent, draining.how());
    checkDrained(agent);
  }

  void killAll(MasterAgent agent, AgentDrain how) {
    for (MasterTask task : agent.tasks()) {
      agent.process().kill(task.frameworkId(), task.id(), how.graceFor(task.info()));
    }
  }

  /** An agent is drained as soon as no task is left on it whose last update is not acknowledged. */
  void checkDrained(MasterAgent agent) {
    MasterAgent.Draining draining = agent.draining();
    if (draining == null || draining.drained() || !agent.tasks().isEmpty()) {
      return;
    }
    if (draining.how().markGone()) {
      gone(agent);
    } else {
      agent.draining(new MasterAgent.Draining(draining.how(), true, draining.started()));
    }
  }

  /** It was never given up: only what was lost on the way is put right. */
  private void reconnect(MasterAgent agent) {
    agent.connected(true);
    agent.reregistered(state.context().now());
    for (FrameworkId frameworkId : ImmutableList.copyOf(agent.process().frameworks().keySet())) {
      if (!state.frameworks().containsKey(frameworkId)) {
        agent.process().shutdownFramework(frameworkId);
      }
    }
    for (MasterTask task : agent.tasks()) {
      AgentFramework there = agent.process().frameworks().get(task.frameworkId());
      Framework framework = state.frameworks().get(task.frameworkId());
      if (framework != null && (there == null || !there.tasks().containsKey(task.id()))) {
        state.tell(
            framework,
            state.statusOf(
                task.id(),
                framework.isPartitionAware() ? TaskState.DROPPED : TaskState.LOST,
                StatusReason.RECONCILIATION,
                "Task is unknown to the agent",
                agent.id(),
                task.executorId(),
                null));
        state.complete(agent, framework, task);
      }
    }
    dropEndedExecutors(agent);
    state.allocator().touched(agent);
  }

  private void dropEndedExecutors(MasterAgent agent) {
    for (FrameworkId frameworkId : ImmutableSet.copyOf(agent.executors().keySet())) {
      AgentFramework there = agent.process().frameworks().get(frameworkId);
      Framework framework = state.frameworks().get(frameworkId);
      for (ExecutorInfo executor : ImmutableList.copyOf(agent.executorsOf(frameworkId).values())) {
        if (there == null || !there.executors().containsKey(executor.executorId())) {
          agent.removeExecutor(frameworkId, executor.executorId());
          if (framework != null) {
            state.release(agent, framework, ResourcePool.of(executor.resources()));
          }
        }
      }
    }
  }

  /** It was given up, or the master is new: what it runs is taken in as it tells it. */
  private void readmit(MasterAgent agent) {
    final boolean wasUnreachable = agent.standing() == MasterAgent.Standing.UNREACHABLE;
    agent.reset();
    agent.standing(MasterAgent.Standing.REGISTERED);
    agent.connected(true);
    agent.unreachableSince(null);
    agent.reregistered(state.context().now());
    state.allocator().agentAdded(agent);
    for (AgentFramework there : ImmutableList.copyOf(agent.process().frameworks().values())) {
      FrameworkId frameworkId = Objects.requireNonNull(there.info().id());
      if (state.removed().contains(frameworkId)) {
        agent.process().shutdownFramework(frameworkId);
        continue;
      }
      Framework framework = state.frameworks().get(frameworkId);
      if (framework == null) {
        framework = new Framework(there.info(), state.context().now());
        state.frameworks().put(frameworkId, framework);
        subscriptions.awaitReturn(framework);
      }
      takeIn(agent, framework, there, wasUnreachable);
    }
    forgetUnreachable(agent);
  }

  private void takeIn(
      MasterAgent agent, Framework framework, AgentFramework there, boolean wasUnreachable) {
    for (ExecutorRun run : there.executors().values()) {
      if (!run.isForCommandTask()) {
        agent.addExecutor(framework.id(), run.info());
        inUse(agent, framework, ResourcePool.of(run.info().resources()));
      }
    }
    for (AgentTask told : there.tasks().values()) {
      MasterTask task =
          new MasterTask(
              told.info(),
              framework.id(),
              agent.id(),
              told.isCommandTask() ? null : told.executorId());
      told.sent().forEach(task::update);
      framework.unreachableTasks().remove(task.id());
      framework.tasks().put(task.id(), task);
      agent.addTask(task);
      inUse(agent, framework, task.resources());
      if (wasUnreachable) {
        state.tell(
            framework,
            state.statusOf(
                task,
                told.state(),
                StatusReason.AGENT_REREGISTERED,
                "Unreachable agent re-reregistered",
                told.latest()));
      }
    }
  }

  private void inUse(MasterAgent agent, Framework framework, ResourcePool resources) {
    agent.use(framework.id(), resources);
    state.allocator().foundInUse(agent, framework, resources);
  }

  private void forgetUnreachable(MasterAgent agent) {
    for (Framework framework : state.frameworks().values()) {
      Set<TaskId> ended = new HashSet<>();
      framework
          .unreachableTasks()
          .values()
          .forEach(
              task -> {
                if (task.agentId().equals(agent.id())) {
                  ended.add(task.id());
                  framework.completed(task);
                }
              });
      framework.unreachableTasks().keySet().removeAll(ended);
    }
  }
}
