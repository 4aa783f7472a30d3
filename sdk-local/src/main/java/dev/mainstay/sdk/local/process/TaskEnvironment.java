package dev.mainstay.sdk.local.process;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The whole environment of a task.
 *
 * @param overwritten names that were given more than once: the last one counts
 */
record TaskEnvironment(ImmutableMap<String, String> variables, ImmutableSet<String> overwritten) {

  private static final String SANDBOX = "MESOS_SANDBOX";

  /** Tells a command that its service tries things out: no Mesos sets it. */
  private static final String CLUSTER = "MAINSTAY_CLUSTER";

  /**
   * {@code MESOS_SANDBOX}, {@code MAINSTAY_CLUSTER} and what the agent gives, {@code NAME=value}
   * each.
   */
  static TaskEnvironment of(Path sandbox, ImmutableList<String> given) {
    Map<String, String> variables = new LinkedHashMap<>();
    Set<String> overwritten = new LinkedHashSet<>();
    variables.put(SANDBOX, sandbox.toString());
    variables.put(CLUSTER, "embedded");
    for (String entry : given) {
      int equals = entry.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("not NAME=value: " + entry);
      }
      String name = entry.substring(0, equals);
      if (variables.put(name, entry.substring(equals + 1)) != null) {
        overwritten.add(name);
      }
    }
    return new TaskEnvironment(ImmutableMap.copyOf(variables), ImmutableSet.copyOf(overwritten));
  }

  /** The same, with {@code folder} at the end of PATH if there is no {@code program} on it. */
  TaskEnvironment withProgram(String program, Path folder) {
    if (finds(program, Path.of("/")) || !isProgram(folder.resolve(program))) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.merge("PATH", folder.toString(), (path, more) -> path + ":" + more);
    return new TaskEnvironment(ImmutableMap.copyOf(all), overwritten);
  }

  /** With more variables, as a check's command has them. Secrets have no value here. */
  ImmutableMap<String, String> with(ImmutableList<EnvironmentVariable> more) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    for (EnvironmentVariable variable : more) {
      String value = variable.value();
      if (value != null) {
        all.put(variable.name(), value);
      }
    }
    return ImmutableMap.copyOf(all);
  }

  /** Whether {@code program} can be started from {@code folder}: by its path, or by PATH. */
  boolean finds(String program, Path folder) {
    if (program.contains("/")) {
      return isProgram(folder.resolve(program));
    }
    for (String entry : Splitter.on(':').split(variables.getOrDefault("PATH", "/usr/bin:/bin"))) {
      if (isProgram(folder.resolve(entry).resolve(program))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
