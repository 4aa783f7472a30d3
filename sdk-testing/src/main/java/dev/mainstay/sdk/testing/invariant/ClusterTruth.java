package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What really is the case, whatever the scheduler believes: which processes of tasks live, which
 * agents the master cannot reach, which pods a person gave up. Other checkers ask it, and come
 * after it in the order of observers.
 */
final class ClusterTruth implements Observer {

  private final Map<String, PodId> pods = new LinkedHashMap<>();
  private final Map<ContainerId, Process> processes = new LinkedHashMap<>();
  private final Set<AgentId> cutOff = new LinkedHashSet<>();
  private final Set<AgentId> withheld = new LinkedHashSet<>();
  private final Set<AgentId> gone = new LinkedHashSet<>();
  private final Set<AgentId> unregistered = new LinkedHashSet<>();
  private final Set<TaskId> started = new HashSet<>();
  private final Set<AgentId> abandoned = new HashSet<>();
  private boolean uninstalling;

  /** The process of a task, from its launch on the agent to its end. */
  static final class Process {
    private final PodId pod;
    private final TaskInfo task;
    private final ExecutorInfo executor;
    private final ContainerId container;
    private boolean givenUp;
    private boolean wasCutOff;

    private Process(PodId pod, TaskInfo task, ExecutorInfo executor, ContainerId container) {
      this.pod = pod;
      this.task = task;
      this.executor = executor;
      this.container = container;
    }

    PodId pod() {
      return pod;
    }

    TaskInfo task() {
      return task;
    }

    ExecutorInfo executor() {
      return executor;
    }

    ContainerId container() {
      return container;
    }

    /**
     * Another instance may live beside it: a person, or the policy of the service, gave its pod up
     * while the agent could not be reached, or before that.
     */
    boolean isForgiven() {
      return givenUp && wasCutOff;
    }
  }

  ClusterTruth(ServiceSpec spec) {
    learn(spec);
  }

  /** What an update adds is launched too. */
  private void learn(ServiceSpec spec) {
    for (PodSpec pod : spec.pods().values()) {
      for (int index = 0; index < pod.count(); index++) {
        PodId id = new PodId(pod.type(), index);
        pod.tasks().keySet().forEach(task -> pods.put(id + "-" + task, id));
      }
    }
  }

  /** The pod instance that a task belongs to. */
  PodId podOf(TaskInfo task) {
    PodId pod = pods.get(task.name());
    if (pod == null) {
      throw new InvariantViolation(
          "ClusterTruth", "task " + task.name() + " is launched, which the spec does not have");
    }
    return pod;
  }

  /** Processes of a pod instance, launched and not ended. */
  ImmutableList<Process> processesOf(PodId pod) {
    return processes.values().stream()
        .filter(process -> process.pod.equals(pod))
        .collect(ImmutableList.toImmutableList());
  }

  /** All processes. */
  ImmutableList<Process> processes() {
    return ImmutableList.copyOf(processes.values());
  }

  Optional<Process> process(TaskId task) {
    return processes.values().stream()
        .filter(process -> process.task.taskId().equals(task))
        .findFirst();
  }

  /** Its process ran at some time. */
  boolean hasStarted(TaskId task) {
    return started.contains(task);
  }

  boolean isGone(AgentId agent) {
    return gone.contains(agent);
  }

  /** It left in the orderly way at some time, and the master forgot what it owed. */
  boolean hasLeft(AgentId agent) {
    return unregistered.contains(agent);
  }

  boolean isCutOff(AgentId agent) {
    return cutOff.contains(agent);
  }

  /**
   * It was out of reach, or a person kept it back, while the service was uninstalled, which waits
   * for its offers for a while only.
   */
  boolean mayBeAbandoned(AgentId agent) {
    return abandoned.contains(agent);
  }

  @Override
  public void received(SchedulerRun run, SchedulerEvent event) {
    if (event instanceof SchedulerEvent.Commanded commanded
        && commanded.command() instanceof OperatorCommand.Uninstall) {
      uninstalling = true;
      abandoned.addAll(cutOff);
      abandoned.addAll(withheld);
    }
    if (event instanceof SchedulerEvent.Commanded commanded
        && commanded.command() instanceof OperatorCommand.SetTarget target) {
      learn(target.next().spec());
    }
    if (event instanceof SchedulerEvent.Commanded commanded
        && commanded.command() instanceof OperatorCommand.ReplacePod replace) {
      giveUp(replace.pod());
    }
  }

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    PolicyReplacements.in(changes, run).forEach(this::giveUp);
  }

  private void giveUp(PodId pod) {
    for (Process process : processes.values()) {
      process.givenUp |= process.pod.equals(pod);
    }
  }

  @Override
  public void happening(ClusterInput input) {
    if (input instanceof ClusterInput.ContainerReport report) {
      reported(report.event());
    } else if (input instanceof ClusterInput.AgentPartitioned partitioned) {
      lose(partitioned.agentId());
    } else if (input instanceof ClusterInput.AgentCrashed crashed) {
      lose(crashed.agentId());
    } else if (input instanceof ClusterInput.AgentHealed healed) {
      cutOff.remove(healed.agentId());
    } else if (input instanceof ClusterInput.AgentRestarted restarted) {
      cutOff.remove(restarted.agentId());
    } else if (input instanceof ClusterInput.AgentStopped stopped) {
      unregistered.add(stopped.agentId());
      cutOff.add(stopped.agentId());
      if (uninstalling) {
        abandoned.add(stopped.agentId());
      }
    } else if (input instanceof ClusterInput.DrainAgent drained) {
      withhold(drained.agentId());
    } else if (input instanceof ClusterInput.DeactivateAgent deactivated) {
      withhold(deactivated.agentId());
    } else if (input instanceof ClusterInput.ReactivateAgent reactivated) {
      withheld.remove(reactivated.agentId());
    } else if (input instanceof ClusterInput.MarkAgentGone marked) {
      markGone(marked.agentId());
    }
  }

  /** It is there, but nothing of it is offered until a person says so. */
  private void withhold(AgentId agent) {
    withheld.add(agent);
    if (uninstalling) {
      abandoned.add(agent);
    }
  }

  private void lose(AgentId agent) {
    cutOff.add(agent);
    if (uninstalling) {
      abandoned.add(agent);
    }
    for (Process process : processes.values()) {
      process.wasCutOff |= process.container.agentId().equals(agent);
    }
  }

  /** A person says that the agent never comes back; its processes need not have ended. */
  private void markGone(AgentId agent) {
    gone.add(agent);
    lose(agent);
    for (Process process : processes.values()) {
      process.givenUp |= process.container.agentId().equals(agent);
    }
  }

  private void reported(ContainerEvent event) {
    if (event instanceof ContainerEvent.Exited || event instanceof ContainerEvent.LaunchFailed) {
      processes.remove(event.id());
    } else if (event instanceof ContainerEvent.Started) {
      Process process = processes.get(event.id());
      if (process != null) {
        started.add(process.task.taskId());
      }
    }
  }

  @Override
  public void told(ClusterOutput output) {
    if (!(output instanceof ClusterOutput.Container container)) {
      return;
    }
    if (container.command() instanceof ContainerCommand.LaunchTask launch) {
      Process process =
          new Process(podOf(launch.task()), launch.task(), launch.executor(), launch.id());
      process.wasCutOff = cutOff.contains(launch.id().agentId());
      processes.put(launch.id(), process);
    } else if (container.command() instanceof ContainerCommand.ExecutorEnded ended) {
      processes.keySet().removeIf(id -> id.parent().equals(ended.id()));
    }
  }
}
