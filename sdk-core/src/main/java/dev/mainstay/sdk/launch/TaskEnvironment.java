package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.EnvironmentNames;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
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

  static ImmutableSortedMap<String, String> of(
      ServiceSpec service,
      PodId id,
      TaskSpec task,
      AgentPlace place,
      List<Holding> holdings,
      LaunchSettings settings) {
    Map<String, String> environment = new TreeMap<>();
    String instance = id + "-" + task.name();
    environment.put("FRAMEWORK_NAME", service.name());
    environment.put("POD_INSTANCE_INDEX", Integer.toString(id.index()));
    environment.put("TASK_NAME", instance);
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
    ImmutableSortedMap<String, Integer> ports = PodPorts.of(pod, holdings);
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
