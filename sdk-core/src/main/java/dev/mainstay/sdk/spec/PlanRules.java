package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pods and tasks that no plan brings up, and steps that cannot be worked on. */
final class PlanRules {

  private static final String DEPLOY = "deploy";

  /** Plans that no author writes. */
  private static final ImmutableSet<String> OF_THE_SCHEDULER =
      ImmutableSet.of("recovery", "uninstall");

  /** Its steps are worked on before those of the scheduler, which have these names. */
  private static final String DECOMMISSION = "decommission";

  private static final ImmutableSet<String> STEPS_OF_DECOMMISSION =
      ImmutableSet.of("kill", "unreserve", "erase");

  private final ServiceSpec spec;
  private final List<SpecProblem> problems;

  PlanRules(ServiceSpec spec, List<SpecProblem> problems) {
    this.spec = spec;
    this.problems = problems;
  }

  void check() {
    if (!spec.pods().isEmpty() && spec.pods().values().stream().allMatch(pod -> pod.count() == 0)) {
      warn(
          ImmutableList.of("pods"),
          "the count of every pod type is 0, so the service runs nothing",
          "give one of them at least 1");
    }
    spec.plans().values().forEach(this::check);
    if (spec.plans().containsKey(DEPLOY)) {
      spec.pods().values().forEach(this::checkNamed);
    } else {
      spec.pods().values().forEach(this::checkTogether);
    }
  }

  private void check(PlanSpec plan) {
    if (OF_THE_SCHEDULER.contains(plan.name())) {
      warn(
          ImmutableList.of("plans", plan.name()),
          "the scheduler makes the plan '" + plan.name() + "' itself, so this one is never run",
          "give it another name");
    }
    if (plan.phases().isEmpty()) {
      warn(
          ImmutableList.of("plans", plan.name(), "phases"),
          "the plan has no phase, so it does nothing",
          plan.name().equals(DEPLOY)
              ? "add the phases, or remove the plan to have one made of the pods"
              : "add the phases, or remove the plan");
    }
    for (PlanSpec.PhaseSpec phase : plan.phases().values()) {
      if (plan.name().equals(DECOMMISSION)) {
        checkDraining(phase, spec.pods().get(phase.podType()));
      }
      PodSpec pod = spec.pods().get(phase.podType());
      if (pod != null) {
        check(pod, phase, ImmutableList.of("plans", plan.name(), "phases", phase.name()));
      }
    }
  }

  /** What runs in an instance before it is given up. */
  private void checkDraining(PlanSpec.PhaseSpec phase, @Nullable PodSpec pod) {
    ImmutableList<String> path = ImmutableList.of("plans", DECOMMISSION, "phases", phase.name());
    if (phase.steps().isEmpty()) {
      problems.add(
          SpecProblem.error(
              path,
              "a phase without 'steps' would run every task of an instance before it is given up",
              "name the tasks that drain it, as 'steps: [{default: [[drain]]}]'"));
    }
    phase.steps().stream()
        .flatMap(step -> step.taskSteps().stream())
        .filter(tasks -> !tasks.isEmpty() && STEPS_OF_DECOMMISSION.contains(tasks.get(0)))
        .forEach(
            tasks ->
                problems.add(
                    SpecProblem.error(
                        ImmutableList.<String>builder().addAll(path).add("steps").build(),
                        "the step %s has the name of a step of the scheduler's".formatted(tasks),
                        "give the task another name")));
    phase.steps().stream()
        .flatMap(step -> step.taskSteps().stream())
        .flatMap(List::stream)
        .distinct()
        .filter(
            task ->
                pod != null
                    && pod.tasks().containsKey(task)
                    && pod.task(task).goal() == TaskSpec.Goal.RUNNING)
        .forEach(
            task ->
                problems.add(
                    SpecProblem.error(
                        ImmutableList.<String>builder().addAll(path).add("steps").build(),
                        "task '%s' has the goal RUNNING, so that it never is done".formatted(task),
                        "name tasks with the goal ONCE or FINISH")));
  }

  private void check(PodSpec pod, PlanSpec.PhaseSpec phase, ImmutableList<String> path) {
    if (phase.steps().isEmpty()) {
      checkTogether(pod, path);
    }
    for (PlanSpec.StepSpec step : phase.steps()) {
      for (ImmutableList<String> tasks : step.taskSteps()) {
        if (ImmutableSet.copyOf(tasks).size() < tasks.size()) {
          warn(
              ImmutableList.<String>builder().addAll(path).add("steps").build(),
              "the step " + tasks + " names a task twice",
              "name it once, or write two steps");
        }
      }
    }
  }

  private void checkTogether(PodSpec pod) {
    checkTogether(pod, ImmutableList.of("pods", pod.type()));
  }

  /** Without steps of its own a phase launches all tasks of an instance at once. */
  private void checkTogether(PodSpec pod, ImmutableList<String> path) {
    Map<String, String> users = new HashMap<>();
    for (TaskSpec task : pod.tasks().values()) {
      String other = users.putIfAbsent(task.resourceSet(), task.name());
      if (other != null) {
        warn(
            path,
            "all tasks of pod type '%s' are launched at once, but '%s' and '%s' use one resource set, '%s'"
                .formatted(pod.type(), other, task.name(), task.resourceSet()),
            "write steps in a plan, as '- default: [["
                + other
                + "], ["
                + task.name()
                + "]]', or give one another set");
      }
    }
  }

  /** With a {@code deploy} plan of the author's, only what some plan names is ever launched. */
  private void checkNamed(PodSpec pod) {
    Set<String> named = new HashSet<>();
    boolean inPlan = false;
    for (PlanSpec plan : spec.plans().values()) {
      for (PlanSpec.PhaseSpec phase : plan.phases().values()) {
        if (phase.podType().equals(pod.type())) {
          inPlan = true;
          addNamed(pod, phase, named);
        }
      }
    }
    if (!inPlan) {
      warn(
          ImmutableList.of("pods", pod.type()),
          "no phase of a plan works on the pod type, so it is never deployed",
          "add a phase with 'pod: " + pod.type() + "' to the plan 'deploy'");
      return;
    }
    for (String task : pod.tasks().keySet()) {
      if (!named.contains(task)) {
        warn(
            ImmutableList.of("pods", pod.type(), "tasks", task),
            "no step of a plan names the task, so it never runs",
            "name it in 'steps' of a phase with 'pod: " + pod.type() + "'");
      }
    }
  }

  private static void addNamed(PodSpec pod, PlanSpec.PhaseSpec phase, Set<String> named) {
    if (phase.steps().isEmpty()) {
      named.addAll(pod.tasks().keySet());
    }
    for (PlanSpec.StepSpec step : phase.steps()) {
      step.taskSteps().forEach(named::addAll);
    }
  }

  private void warn(ImmutableList<String> path, String what, String remedy) {
    problems.add(SpecProblem.warning(path, what, remedy));
  }
}
