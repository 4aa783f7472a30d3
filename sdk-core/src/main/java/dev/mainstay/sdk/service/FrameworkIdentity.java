package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo.Capability;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Duration;

/** How a service presents itself to a master. */
public final class FrameworkIdentity {

  /**
   * For so long its tasks live on without a scheduler: three weeks, to be able to come back from a
   * holiday.
   */
  private static final Duration FAILOVER_TIMEOUT = Duration.ofDays(21);

  private FrameworkIdentity() {}

  /**
   * For a subscription.
   *
   * @param user of tasks where the spec names none
   * @param host this machine's name
   */
  public static FrameworkInfo of(ServiceSpec spec, ServiceState state, String user, String host) {
    return new FrameworkInfo(
        spec.user() == null ? user : spec.user(),
        spec.name(),
        state.frameworkId().orElse(null),
        null,
        spec.roles().asList(),
        FAILOVER_TIMEOUT,
        true,
        host,
        spec.scheduler().principal(),
        spec.scheduler().webUrl(),
        capabilities(spec),
        ImmutableList.of());
  }

  /**
   * GPU_RESOURCES only where asked for: with it a framework is also offered agents that others
   * should have.
   */
  private static ImmutableList<Capability> capabilities(ServiceSpec spec) {
    ImmutableList.Builder<Capability> capabilities = ImmutableList.builder();
    capabilities.add(
        Capability.MULTI_ROLE,
        Capability.RESERVATION_REFINEMENT,
        Capability.PARTITION_AWARE,
        Capability.TASK_KILLING_STATE,
        Capability.REGION_AWARE);
    boolean gpus =
        spec.pods().values().stream()
            .flatMap(pod -> pod.resourceSets().values().stream())
            .anyMatch(set -> set.gpus().isPositive());
    if (gpus) {
      capabilities.add(Capability.GPU_RESOURCES);
    }
    return capabilities.build();
  }
}
