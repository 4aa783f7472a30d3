package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What reaches a pod of the environment that a configuration was made with, beside what the spec
 * itself makes of it. The names are those of dcos-commons.
 */
public final class SchedulerVariables {

  /** The domain of the cluster's DNS for tasks; absent where there is no such DNS. */
  public static final String SERVICE_TLD = "SERVICE_TLD";

  /** The domain of virtual addresses. */
  public static final String VIP_TLD = "VIP_TLD";

  /** The space whose secrets DC/OS lets a pod read. */
  public static final String SPACE = "DCOS_SPACE";

  /** What Marathon calls the scheduler, in whose space it is then. */
  private static final String MARATHON_APP = "MARATHON_APP_ID";

  /** Set to {@code true}, the service is uninstalled by a start. */
  public static final String UNINSTALL = "SDK_UNINSTALL";

  private SchedulerVariables() {}

  /** The pods' space; empty outside DC/OS. */
  public static Optional<String> space(Map<String, String> environment) {
    return Optional.ofNullable(environment.getOrDefault(SPACE, environment.get(MARATHON_APP)));
  }

  /** Those that are set, by name. */
  public static ImmutableSortedMap<String, String> reachingPods(Map<String, String> environment) {
    Map<String, String> reaching = new TreeMap<>();
    for (String name : List.of(SERVICE_TLD, VIP_TLD)) {
      String value = environment.get(name);
      if (value != null) {
        reaching.put(name, value);
      }
    }
    space(environment).ifPresent(space -> reaching.put(SPACE, space));
    return ImmutableSortedMap.copyOf(reaching);
  }
}
