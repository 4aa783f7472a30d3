package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.EnvironmentNames;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskVariables;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment that the SDK gives a task, under the names of the predecessor: its service, pod,
 * index, ports and zone, then the spec's own variables, which win.
 */
final class TaskEnvironment {

  private TaskEnvironment() {}

  /**
   * The environment of one launch.
   *
   * @param scheduler the environment that the configuration was made with
   */
  static ImmutableSortedMap<String, String> of(
      ServiceSpec service,
      PodId id,
      TaskSpec task,
      AgentPlace place,
      List<Holding> holdings,
      LaunchSettings settings,
      Map<String, String> scheduler) {
    Map<String, String> environment =
        new TreeMap<>(DnsNames.environment(service.name(), scheduler));
    String instance = id + "-" + task.name();
    environment.put("FRAMEWORK_NAME", service.name());
    environment.put("POD_INSTANCE_INDEX", Integer.toString(id.index()));
    environment.put("TASK_NAME", instance);
    // as dcos-commons has it, for sections of templates, and as a name that a shell can use
    environment.put(instance, "true");
    environment.put(EnvironmentNames.of(instance), "true");
    environment.put("SCHEDULER_API_HOSTNAME", settings.apiHost());
    environment.put("SCHEDULER_API_PORT", Integer.toString(settings.apiPort()));
    if (place.region() != null) {
      environment.put("REGION", place.region());
    }
    if (place.zone() != null) {
      environment.put("ZONE", place.zone());
    }
    PodSpec pod = service.pod(id);
    PlacementRule placement = pod.placement();
    ImmutableSet<String> fields = placement == null ? ImmutableSet.of() : placement.fields();
    environment.put(
        "PLACEMENT_REFERENCED_REGION", Boolean.toString(fields.contains(PlacementRule.REGION)));
    environment.put(
        "PLACEMENT_REFERENCED_ZONE", Boolean.toString(fields.contains(PlacementRule.ZONE)));
    for (TaskSpec.ConfigSpec config : task.configs()) {
      // It is rendered when it arrives: what is left in it is filled in where it lies.
      environment.put(
          TaskVariables.configTemplate(config.name()), config.dest() + "," + config.dest());
    }
    ImmutableMap<String, Integer> ports = PodPorts.of(pod, holdings).of(task);
    for (PortSpec port : pod.resourceSetOf(task).ports()) {
      Integer number = ports.get(port.name());
      if (number != null) {
        environment.put(port.variable(), number.toString());
      }
    }
    environment.putAll(task.env());
    return ImmutableSortedMap.copyOf(environment);
  }
}
