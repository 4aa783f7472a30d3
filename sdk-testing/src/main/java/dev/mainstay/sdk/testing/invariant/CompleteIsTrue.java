package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deploy plan, the usual one or one of the spec's own, is not COMPLETE before every task of its
 * steps has really come to its goal: it ran and its check passed, or it finished, as the cluster
 * said itself.
 */
final class CompleteIsTrue implements Checker {

  private final Set<String> reached = new HashSet<>();
  private final Map<String, TaskSpec> needed = new HashMap<>();
  private boolean changed;

  CompleteIsTrue(ServiceSpec spec) {
    PlanSpec own = spec.plans().get("deploy");
    for (PodSpec pod : spec.pods().values()) {
      for (int index = 0; index < pod.count(); index++) {
        PodId id = new PodId(pod.type(), index);
        for (String task : own == null ? pod.tasks().keySet() : named(own, pod, index)) {
          needed.put(id + "-" + task, pod.task(task));
        }
      }
    }
  }

  /** From then on pods are brought to another configuration, and their tasks are others. */
  @Override
  public void received(SchedulerRun run, SchedulerEvent event) {
    if (event instanceof SchedulerEvent.Commanded commanded
        && commanded.command() instanceof OperatorCommand.SetTarget) {
      needed.clear();
    }
  }

  /** The tasks of an instance that a plan of the spec's own names. */
  private static Set<String> named(PlanSpec plan, PodSpec pod, int index) {
    Set<String> tasks = new HashSet<>();
    for (PlanSpec.PhaseSpec phase : plan.phases().values()) {
      if (phase.podType().equals(pod.type())) {
        phase.stepsOf(pod, index).forEach(tasks::addAll);
      }
    }
    return tasks;
  }

  @Override
  public void told(ClusterOutput output) {
    if (output instanceof ClusterOutput.Event event
        && event.event() instanceof MesosEvent.Update update) {
      look(update.status());
    }
  }

  private void look(TaskStatus status) {
    String name = taskName(status.taskId().value());
    TaskSpec task = needed.get(name);
    if (task != null && atGoal(task, status)) {
      reached.add(name);
    }
  }

  /** Ids of tasks are {@code <service>__<name>__<uuid>}. */
  private static String taskName(String id) {
    int end = id.lastIndexOf("__");
    int begin = id.lastIndexOf("__", end - 1);
    return begin < 0 ? "" : id.substring(begin + 2, end);
  }

  private static boolean atGoal(TaskSpec task, TaskStatus status) {
    return switch (task.goal()) {
      case FINISH, ONCE -> status.state() == TaskState.FINISHED;
      case RUNNING -> status.state() == TaskState.RUNNING && isReady(task, status.checkResult());
    };
  }

  private static boolean isReady(TaskSpec task, @Nullable CheckResult result) {
    return task.readinessCheck() == null || (result != null && result.passed());
  }

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    changed = !needed.isEmpty();
  }

  @Override
  public void stepped(World world) {
    SchedulerRun run = world.scheduler();
    if (!changed || !run.isLoaded()) {
      return;
    }
    changed = false;
    ServiceSnapshot snapshot = run.snapshot().orElseThrow();
    boolean complete =
        PlanViews.of(snapshot.deploy(), snapshot.state(), world.now()).status() == Status.COMPLETE;
    if (!complete) {
      return;
    }
    Set<String> missing = new HashSet<>(needed.keySet());
    missing.removeAll(reached);
    require(
        missing.isEmpty(),
        () -> "deploy is COMPLETE, and these never came to their goal: " + missing);
    needed.clear();
  }
}
