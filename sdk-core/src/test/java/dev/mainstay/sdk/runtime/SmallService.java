package dev.mainstay.sdk.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.launch.LaunchCustomizer;
import dev.mainstay.sdk.launch.LaunchSettings;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.scheduler.CoreSettings;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Duration;
import java.time.Instant;

/** A service with a pod type {@code web} of one task, deployed in parallel, and offers for it. */
final class SmallService {

  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  static final FrameworkId FRAMEWORK = new FrameworkId("framework-1");
  static final ConfigId CONFIG = new ConfigId("config-1");

  private SmallService() {}

  static ServiceSpec spec(int count) {
    ResourceSetSpec set =
        new ResourceSetSpec(
            "server-resource-set",
            Scalar.of(0.1),
            Scalar.ZERO,
            Scalar.of(32),
            ResourceLimitsSpec.NONE,
            ImmutableList.of(),
            ImmutableList.of());
    TaskSpec task =
        new TaskSpec(
            "server",
            TaskSpec.Goal.RUNNING,
            true,
            "./serve",
            ImmutableMap.of(),
            ImmutableList.of(),
            set.id(),
            ImmutableList.of(),
            ImmutableMap.of(),
            null,
            null,
            null,
            ImmutableList.of(),
            null,
            Duration.ofSeconds(3));
    PodSpec pod =
        new PodSpec(
            "web",
            count,
            null,
            ContainerSpec.PLAIN,
            null,
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            null,
            ImmutableMap.of(set.id(), set),
            ImmutableMap.of(task.name(), task),
            false,
            null);
    PlanSpec.PhaseSpec phase =
        new PlanSpec.PhaseSpec("web", "web", StrategyKind.PARALLEL, ImmutableList.of());
    return new ServiceSpec(
        "small",
        null,
        new ServiceSpec.SchedulerSpec(null, null, null),
        ImmutableMap.of(pod.type(), pod),
        ImmutableMap.of(
            "deploy",
            new PlanSpec("deploy", StrategyKind.PARALLEL, ImmutableMap.of(phase.name(), phase))));
  }

  /** What makes the spec the target. */
  static ImmutableList<StateChange> target(int count) {
    ServiceInputs inputs =
        new ServiceInputs("name: small\n", ImmutableMap.of(), ImmutableSortedMap.of());
    return ImmutableList.of(
        new StateChange.Put(
            new ConfigurationRecord(CONFIG, NOON, ConfigurationRecord.START, inputs, spec(count))),
        new StateChange.Put(TargetRecord.first(CONFIG)));
  }

  static SchedulerCore core(ServiceState state) {
    return SchedulerCore.of(
        state,
        new CoreSettings(
            new LaunchSettings("small-role", null, "127.0.0.1", 8080), LaunchCustomizer.NONE),
        new RandomIds());
  }

  static SchedulerEvent subscribed() {
    return mesos(new MesosEvent.Subscribed(FRAMEWORK, Duration.ofSeconds(15), null));
  }

  static SchedulerEvent mesos(MesosEvent event) {
    return new SchedulerEvent.Mesos(event);
  }

  /** A large offer of one agent. */
  static SchedulerEvent offer(String id) {
    return mesos(new MesosEvent.Offers(ImmutableList.of(offerOf(id, "agent-1"))));
  }

  static Offer offerOf(String id, String agent) {
    return new Offer(
        new OfferId(id),
        FRAMEWORK,
        new AgentId(agent),
        agent + ".example",
        null,
        null,
        ImmutableList.of(
            amount("cpus", 1000),
            amount("mem", 1_000_000),
            amount("disk", 1_000_000),
            Resource.of("ports", new ResourceValue.Ranges(PortRanges.of(1025, 60_000)))
                .withAllocationRole("small-role")),
        ImmutableList.of(),
        ImmutableList.of(),
        null,
        "small-role");
  }

  private static Resource amount(String name, long amount) {
    return Resource.of(name, new ResourceValue.Amount(Scalar.of(amount)))
        .withAllocationRole("small-role");
  }
}
