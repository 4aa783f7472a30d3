package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableSet;
import java.util.regex.Pattern;

/**
 * Environment variables that a task has beside those of its spec, by who gives them. The names are
 * those of dcos-commons.
 *
 * <p>To the first come one for each port ({@link PortSpec#variable}) and the instance's own name in
 * capitals.
 */
public final class TaskVariables {

  /** What the scheduler sets at launch; configuration templates see it. */
  public static final ImmutableSet<String> FROM_SCHEDULER =
      ImmutableSet.of(
          "FRAMEWORK_HOST",
          "FRAMEWORK_NAME",
          "FRAMEWORK_VIP_HOST",
          "PLACEMENT_REFERENCED_REGION",
          "PLACEMENT_REFERENCED_ZONE",
          "POD_INSTANCE_INDEX",
          "TASK_NAME",
          "SCHEDULER_API_HOSTNAME",
          "SCHEDULER_API_PORT",
          "REGION",
          "ZONE");

  /**
   * What only the agent knows (Mesos's {@code docs/executor-http-api.md} and {@code
   * docs/containerizer.md}). A configuration template may name it, and the tag stays as it is.
   */
  public static final ImmutableSet<String> FROM_AGENT =
      ImmutableSet.of(
          "HOST",
          "LIBPROCESS_IP",
          "MESOS_AGENT_ENDPOINT",
          "MESOS_ALLOCATION_ROLE",
          "MESOS_CONTAINER_IP",
          "MESOS_DIRECTORY",
          "MESOS_EXECUTOR_ID",
          "MESOS_FRAMEWORK_ID",
          "MESOS_SANDBOX",
          "MESOS_TASK_ID",
          "STATSD_UDP_HOST",
          "STATSD_UDP_PORT");

  private static final Pattern BOOTSTRAP = Pattern.compile("\\bbootstrap\\b");

  private TaskVariables() {}

  /** What only the agent knows of a pod's tasks: its secrets too. */
  public static ImmutableSet<String> fromAgent(PodSpec pod) {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    names.addAll(FROM_AGENT);
    for (SecretSpec secret : pod.secrets()) {
      String name = secret.envKey();
      if (name != null) {
        names.add(name);
      }
    }
    return names.build();
  }

  /**
   * Whether a task's command calls {@code bootstrap}, which fills in its configuration files what
   * only the task's own environment has, such as variables that the command itself sets.
   */
  public static boolean callsBootstrap(TaskSpec task) {
    return BOOTSTRAP.matcher(task.cmd()).find();
  }

  /**
   * Tells {@code bootstrap} of a configuration file: {@code CONFIG_TEMPLATE_<NAME>}, whose value is
   * {@code <template>,<file>}, both within the sandbox.
   */
  public static String configTemplate(String name) {
    return "CONFIG_TEMPLATE_" + EnvironmentNames.of(name);
  }
}
