package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The deploy plan, and the update plan of each later target, is not COMPLETE before every task of
 * its steps has really come to its goal as that target has it: it was launched with the target's
 * environment, and it ran and its check passed, or it finished, as the cluster said itself.
 */
final class CompleteIsTrue implements Checker {

  /** Variables that each launch was given. */
  private final Map<TaskId, ImmutableMap<String, String>> launches = new HashMap<>();

  /** Of each task by name, the variables of its launches that came to their goal. */
  private final Map<String, Set<ImmutableMap<String, String>>> reached = new HashMap<>();

  private final Map<String, TaskSpec> tasks = new HashMap<>();
  private String verified = "";
  private boolean changed;

  CompleteIsTrue(ServiceSpec first) {
    aim(first);
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      for (Operation operation : accept.operations()) {
        if (operation instanceof Operation.LaunchGroup group) {
          group.tasks().forEach(task -> launches.put(task.taskId(), variables(task)));
        }
      }
    }
  }

  private static ImmutableMap<String, String> variables(TaskInfo task) {
    CommandInfo command = task.command();
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    if (command != null) {
      for (EnvironmentVariable variable : command.environment()) {
        variables.put(variable.name(), String.valueOf(variable.value()));
      }
    }
    return variables.buildKeepingLast();
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
    TaskSpec task = tasks.get(name);
    ImmutableMap<String, String> launch = launches.get(status.taskId());
    if (task != null && launch != null && atGoal(task, status)) {
      reached.computeIfAbsent(name, first -> new HashSet<>()).add(launch);
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
    changed = true;
    changes.stream()
        .map(StateChange::key)
        .filter(key -> key.kind() == RecordKey.Kind.TARGET)
        .findFirst()
        .flatMap(key -> run.state().flatMap(ServiceState::target))
        .ifPresent(next -> aim(next.spec()));
  }

  /** Tasks of the target before may still be on their way to their goal. */
  private void aim(ServiceSpec next) {
    next.pods()
        .values()
        .forEach(
            pod -> {
              for (int index = 0; index < pod.count(); index++) {
                for (TaskSpec task : pod.tasks().values()) {
                  tasks.put(new PodId(pod.type(), index) + "-" + task.name(), task);
                }
              }
            });
  }

  @Override
  public void stepped(World world) {
    SchedulerRun run = world.scheduler();
    if (!changed || !run.isLoaded()) {
      return;
    }
    changed = false;
    ServiceSnapshot snapshot = run.snapshot().orElseThrow();
    Plan plan = snapshot.deploy();
    if (snapshot.state().target().isEmpty() // the service is uninstalled
        || plan.run().equals(verified)
        || PlanViews.of(plan, snapshot.state(), world.now()).status() != Status.COMPLETE) {
      return;
    }
    ServiceSpec spec = snapshot.state().target().orElseThrow().spec();
    Set<String> missing = new TreeSet<>();
    for (PodSpec pod : spec.pods().values()) {
      for (int index = 0; index < pod.count(); index++) {
        missing(spec, plan.name(), pod, index, missing);
      }
    }
    require(
        missing.isEmpty(),
        () -> plan.name() + " is COMPLETE, and these never came to their goal: " + missing);
    verified = plan.run();
  }

  private void missing(ServiceSpec spec, String plan, PodSpec pod, int index, Set<String> missing) {
    for (String name : named(spec, plan, pod, index)) {
      TaskSpec task = pod.task(name);
      String whole = new PodId(pod.type(), index) + "-" + name;
      boolean there =
          reached.getOrDefault(whole, Set.of()).stream()
              .anyMatch(
                  launch ->
                      task.goal() == TaskSpec.Goal.ONCE
                          || launch.entrySet().containsAll(task.env().entrySet()));
      if (!there) {
        missing.add(whole);
      }
    }
  }

  /** The tasks of an instance that a plan names; all of them when nobody wrote one. */
  private static Set<String> named(ServiceSpec spec, String plan, PodSpec pod, int index) {
    PlanSpec written = spec.plans().getOrDefault(plan, spec.plans().get(Plan.DEPLOY));
    if (written == null) {
      return pod.tasks().keySet();
    }
    Set<String> tasks = new HashSet<>();
    for (PlanSpec.PhaseSpec phase : written.phases().values()) {
      if (phase.podType().equals(pod.type())) {
        phase.stepsOf(pod, index).forEach(tasks::addAll);
      }
    }
    return tasks;
  }
}
