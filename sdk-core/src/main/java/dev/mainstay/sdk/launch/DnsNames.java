package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The domains under which a cluster's DNS knows a service's tasks and virtual addresses. Without
 * {@code SERVICE_TLD} in the scheduler's environment there is no such DNS: the names are those that
 * DC/OS has, but nobody should wait for them.
 */
final class DnsNames {

  static final String SERVICE_TLD = "SERVICE_TLD";

  private static final String VIP_TLD = "VIP_TLD";

  /** Of tasks and of virtual addresses, as DC/OS has them. */
  private static final String TASKS = "autoip.dcos.thisdcos.directory";

  private static final String VIPS = "l4lb.thisdcos.directory";

  private DnsNames() {}

  /**
   * The variables that tell a task.
   *
   * @param scheduler the scheduler's own environment
   */
  static ImmutableMap<String, String> environment(String service, Map<String, String> scheduler) {
    Map<String, String> environment = new LinkedHashMap<>();
    String plain = service.replace("/", "");
    environment.put(
        "FRAMEWORK_HOST",
        plain.replace('.', '-') + "." + scheduler.getOrDefault(SERVICE_TLD, TASKS));
    environment.put("FRAMEWORK_VIP_HOST", plain + "." + scheduler.getOrDefault(VIP_TLD, VIPS));
    String domain = scheduler.get(SERVICE_TLD);
    if (domain != null) {
      environment.put(SERVICE_TLD, domain);
    }
    return ImmutableMap.copyOf(environment);
  }
}
