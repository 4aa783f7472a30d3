package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.SchedulerVariables;
import dev.mainstay.sdk.spec.TaskSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The domains under which a cluster's DNS knows a service's tasks and virtual addresses. Without
 * {@code SERVICE_TLD} in the scheduler's environment there is no such DNS: the names are those that
 * DC/OS has, but nobody should wait for them.
 */
public final class DnsNames {

  /** Of tasks and of virtual addresses, as DC/OS has them. */
  private static final String TASKS = "autoip.dcos.thisdcos.directory";

  private static final String VIPS = "l4lb.thisdcos.directory";

  private static final String HOST = "FRAMEWORK_HOST";
  private static final String VIP_HOST = "FRAMEWORK_VIP_HOST";

  private DnsNames() {}

  /** The name under which Mesos is told to let a task be found, before its domain. */
  static String discovery(PodId pod, TaskSpec task) {
    TaskSpec.DiscoverySpec spec = task.discovery();
    return spec == null || spec.prefix() == null
        ? pod + "-" + task.name()
        : spec.prefix() + "-" + pod.index();
  }

  /**
   * The whole name of a task in the cluster's DNS.
   *
   * @param environment of its launch
   * @return empty where there is no such DNS
   */
  public static Optional<String> ofTask(PodId pod, TaskSpec task, Map<String, String> environment) {
    return environment.containsKey(SchedulerVariables.SERVICE_TLD)
        ? autoIp(pod, task, environment)
        : Optional.empty();
  }

  /** The same of a task on a virtual network, which has such names or none. */
  public static Optional<String> autoIp(PodId pod, TaskSpec task, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(HOST))
        .map(domain -> discovery(pod, task).replace('.', '-') + "." + domain);
  }

  /**
   * A named virtual address, {@code name:port}.
   *
   * @param environment of the task's launch
   */
  public static String ofVip(PortSpec.Vip vip, Map<String, String> environment) {
    String domain = environment.get(VIP_HOST);
    String name = vip.prefix().replace("/", "");
    return (domain == null ? name : name + "." + domain) + ":" + vip.port();
  }

  /**
   * The variables that tell a task.
   *
   * @param scheduler the scheduler's own environment
   */
  static ImmutableMap<String, String> environment(String service, Map<String, String> scheduler) {
    Map<String, String> environment = new LinkedHashMap<>();
    String plain = service.replace("/", "");
    environment.put(
        HOST,
        plain.replace('.', '-')
            + "."
            + scheduler.getOrDefault(SchedulerVariables.SERVICE_TLD, TASKS));
    environment.put(
        VIP_HOST, plain + "." + scheduler.getOrDefault(SchedulerVariables.VIP_TLD, VIPS));
    String domain = scheduler.get(SchedulerVariables.SERVICE_TLD);
    if (domain != null) {
      environment.put(SchedulerVariables.SERVICE_TLD, domain);
    }
    return ImmutableMap.copyOf(environment);
  }
}
