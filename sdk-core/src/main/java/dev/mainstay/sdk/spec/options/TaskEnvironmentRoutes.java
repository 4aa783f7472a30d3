package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.spec.EnvironmentNames;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which variables of the scheduler's environment go into which tasks: {@code TASKCFG_ALL_X} as
 * {@code X} into all, and {@code TASKCFG_<POD>_X} as {@code X} into those of the pod type. They win
 * over the task's own {@code env}. With both, the later name in alphabetical order wins, as with
 * dcos-commons.
 */
public final class TaskEnvironmentRoutes {

  public static final String PREFIX = "TASKCFG_";
  private static final String ALL = PREFIX + "ALL_";

  private final ImmutableSortedMap<String, String> routed;
  private final Map<String, ImmutableSortedMap<String, String>> byPodType = new HashMap<>();

  public TaskEnvironmentRoutes(Map<String, String> environment) {
    ImmutableSortedMap.Builder<String, String> builder = ImmutableSortedMap.naturalOrder();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            builder.put(name, value);
          }
        });
    this.routed = builder.buildOrThrow();
  }

  /** What goes into the tasks of a pod type. */
  public ImmutableSortedMap<String, String> of(String podType) {
    return byPodType.computeIfAbsent(podType, this::routedTo);
  }

  private ImmutableSortedMap<String, String> routedTo(String podType) {
    String own = PREFIX + EnvironmentNames.of(podType) + "_";
    TreeMap<String, String> variables = new TreeMap<>();
    routed.forEach(
        (name, value) -> {
          if (name.startsWith(ALL)) {
            variables.put(name.substring(ALL.length()), value);
          } else if (name.startsWith(own)) {
            variables.put(name.substring(own.length()), value);
          }
        });
    variables.remove("");
    return ImmutableSortedMap.copyOfSorted(variables);
  }
}
