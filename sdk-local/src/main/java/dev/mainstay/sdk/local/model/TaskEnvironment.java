package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.Secret;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The environment that an agent gives a task, as {@code NAME=VALUE}; the task's own variables come
 * last and win.
 */
final class TaskEnvironment {

  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private TaskEnvironment() {}

  /** Of a task in a group: little more than its role and address. */
  static ImmutableList<String> ofNested(AgentSpec agent, TaskInfo task) {
    return withCommand(common(agent, task), task.command());
  }

  /** Of a command task: its executor's. */
  static ImmutableList<String> ofCommandTask(
      AgentSpec agent,
      String agentId,
      FrameworkId frameworkId,
      ExecutorInfo executor,
      boolean checkpoint,
      TaskInfo task) {
    ImmutableList.Builder<String> variables = common(agent, task);
    variables.add(
        "LIBPROCESS_IP=" + agent.address().ip(),
        "LIBPROCESS_PORT=0",
        "MESOS_AGENT_ENDPOINT=" + agent.address().ip() + ":" + agent.address().port(),
        "MESOS_CHECKPOINT=" + (checkpoint ? "1" : "0"),
        "MESOS_EXECUTOR_ID=" + executor.executorId(),
        "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD=5secs",
        "MESOS_FRAMEWORK_ID=" + frameworkId,
        "MESOS_HTTP_COMMAND_EXECUTOR=0",
        "MESOS_SLAVE_ID=" + agentId,
        "MESOS_SLAVE_PID=" + agent.pid());
    if (checkpoint) {
      variables.add("MESOS_RECOVERY_TIMEOUT=15mins", "MESOS_SUBSCRIPTION_BACKOFF_MAX=2secs");
    }
    return withCommand(variables, task.command());
  }

  private static ImmutableList.Builder<String> common(AgentSpec agent, TaskInfo task) {
    ImmutableList.Builder<String> variables = ImmutableList.builder();
    variables.add(PATH, "MESOS_CONTAINER_IP=" + agent.address().ip());
    task.resources().stream()
        .map(Resource::allocationRole)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(role -> variables.add("MESOS_ALLOCATION_ROLE=" + role));
    return variables;
  }

  private static ImmutableList<String> withCommand(
      ImmutableList.Builder<String> variables, @Nullable CommandInfo command) {
    if (command != null) {
      command
          .environment()
          .forEach(variable -> variables.add(variable.name() + "=" + valueOf(variable)));
    }
    return variables.build();
  }

  /** Of a secret by reference something: only a simulation resolves it. */
  private static String valueOf(EnvironmentVariable variable) {
    Secret secret = variable.secret();
    if (secret == null) {
      return Objects.requireNonNullElse(variable.value(), "");
    }
    byte[] value = secret.value();
    return value == null
        ? "secret " + secret.referenceName()
        : new String(value, StandardCharsets.UTF_8);
  }

  /** The name of a secret that only a secret store could give. */
  static @Nullable String unresolvableSecret(TaskInfo task) {
    CommandInfo command = task.command();
    if (command == null) {
      return null;
    }
    return command.environment().stream()
        .map(EnvironmentVariable::secret)
        .filter(Objects::nonNull)
        .map(Secret::referenceName)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
