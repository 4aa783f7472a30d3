package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo.Capability;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Duration;
import java.util.stream.Stream;

/** How a service presents itself to a master. */
public final class FrameworkIdentity {

  /**
   * For so long its tasks live on without a scheduler: three weeks, to be able to come back from a
   * holiday.
   */
  private static final Duration FAILOVER_TIMEOUT = Duration.ofDays(21);

  private FrameworkIdentity() {}

  /**
   * The spec that the service goes by: its target, which stays when the one that is given now is
   * refused.
   */
  static ServiceSpec spec(ServiceSpec given, ServiceState state) {
    return state.target().map(ConfigurationRecord::spec).orElse(given);
  }

  /**
   * For a subscription. Roles and GPU_RESOURCES are those of the given spec, of the target, and of
   * all that is reserved still: Mesos offers back what a removed pod held only to its role.
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
        roles(spec, state),
        FAILOVER_TIMEOUT,
        true,
        host,
        spec.scheduler().principal(),
        spec.scheduler().webUrl(),
        capabilities(spec, state),
        ImmutableList.of());
  }

  private static ImmutableList<String> roles(ServiceSpec spec, ServiceState state) {
    return Stream.concat(
            specs(spec, state).flatMap(each -> each.roles().stream()),
            reserved(state)
                .map(Resource::reservations)
                .filter(stack -> !stack.isEmpty())
                .map(stack -> stack.get(stack.size() - 1).role()))
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * GPU_RESOURCES only where asked for: with it a framework is also offered agents that others
   * should have.
   */
  private static ImmutableList<Capability> capabilities(ServiceSpec spec, ServiceState state) {
    ImmutableList.Builder<Capability> capabilities = ImmutableList.builder();
    capabilities.add(
        Capability.MULTI_ROLE,
        Capability.RESERVATION_REFINEMENT,
        Capability.PARTITION_AWARE,
        Capability.TASK_KILLING_STATE,
        Capability.REGION_AWARE);
    boolean gpus =
        specs(spec, state)
            .flatMap(each -> each.pods().values().stream())
            .flatMap(pod -> pod.resourceSets().values().stream())
            .anyMatch(set -> set.gpus().isPositive());
    if (gpus || reserved(state).anyMatch(resource -> resource.name().equals(Resource.GPUS))) {
      capabilities.add(Capability.GPU_RESOURCES);
    }
    return capabilities.build();
  }

  private static Stream<ServiceSpec> specs(ServiceSpec spec, ServiceState state) {
    return Stream.concat(Stream.of(spec), state.target().map(ConfigurationRecord::spec).stream());
  }

  /** What pods hold, and what they held and was not given back yet. */
  private static Stream<Resource> reserved(ServiceState state) {
    return Stream.concat(
        state.pods().stream().flatMap(pod -> pod.holdings().stream()).map(Holding::resource),
        state.released().stream().map(ReleasedRecord::resource));
  }
}
