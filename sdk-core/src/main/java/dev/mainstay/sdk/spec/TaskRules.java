package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Spelling;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that nobody waits for, and commands that ask for ports which the task does not have. */
final class TaskRules {

  /** {@code $PORT_HTTP} and <code>${PORT_HTTP}</code>, but not what has a default of its own. */
  private static final Pattern PORT =
      Pattern.compile("\\$(?:\\{(PORT_[A-Z0-9_]+)}|(PORT_[A-Z0-9_]+))");

  private final PodSpec pod;
  private final TaskSpec task;
  private final List<SpecProblem> problems;

  TaskRules(PodSpec pod, TaskSpec task, List<SpecProblem> problems) {
    this.pod = pod;
    this.task = task;
    this.problems = problems;
  }

  void check() {
    TaskSpec.ReadinessCheckSpec readiness = task.readinessCheck();
    if (readiness != null && task.goal() != TaskSpec.Goal.RUNNING) {
      problems.add(
          SpecProblem.warning(
              path("readiness-check"),
              "nobody waits for it: a task with goal "
                  + task.goal()
                  + " has done its duty when it ends with exit code 0",
              "remove it, or write 'goal: RUNNING'"));
    }
    ImmutableSet<String> ports = portVariables();
    checkPorts(task.cmd(), "", ports, "cmd");
    TaskSpec.HealthCheckSpec health = task.healthCheck();
    if (health != null) {
      checkPorts(health.cmd(), ", so the check can never pass", ports, "health-check", "cmd");
    }
    if (readiness != null) {
      checkPorts(readiness.cmd(), ", so the check can never pass", ports, "readiness-check", "cmd");
    }
  }

  private ImmutableSet<String> portVariables() {
    ResourceSetSpec set = pod.resourceSets().get(task.resourceSet());
    return set == null
        ? ImmutableSet.of()
        : set.ports().stream().map(PortSpec::variable).collect(ImmutableSet.toImmutableSet());
  }

  private void checkPorts(
      String command, String consequence, ImmutableSet<String> ports, String... keys) {
    if (!command.contains("PORT_")) {
      return;
    }
    Matcher matcher = PORT.matcher(command);
    ImmutableSet.Builder<String> asked = ImmutableSet.builder();
    while (matcher.find()) {
      @Nullable String plain = matcher.group(2);
      asked.add(plain == null ? String.valueOf(matcher.group(1)) : plain);
    }
    for (String variable : asked.build()) {
      if (!ports.contains(variable) && !isGivenOtherwise(variable, command)) {
        problems.add(
            SpecProblem.warning(
                path(keys),
                "no port of the task gives the variable '" + variable + "'" + consequence,
                remedy(variable, ports)));
      }
    }
  }

  private boolean isGivenOtherwise(String variable, String command) {
    return task.env().containsKey(variable)
        || command.contains(variable + "=")
        || pod.secrets().stream().anyMatch(secret -> variable.equals(secret.envKey()));
  }

  private static String remedy(String variable, ImmutableSet<String> ports) {
    String hint = Spelling.hint(variable, ports);
    if (!hint.isEmpty()) {
      return hint;
    }
    return ports.isEmpty()
        ? "add the port to the task's resources"
        : "its ports give " + String.join(", ", ports);
  }

  private ImmutableList<String> path(String... keys) {
    return ImmutableList.<String>builder()
        .add("pods", pod.type(), "tasks", task.name())
        .add(keys)
        .build();
  }
}
