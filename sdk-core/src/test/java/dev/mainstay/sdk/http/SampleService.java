package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.evaluate.Evaluation;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.CustomPlanner;
import dev.mainstay.sdk.planner.DeployPlanner;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A service with a pod type {@code web} of two instances, one task {@code server} each, at some
 * moment.
 */
final class SampleService {

  static final ConfigId CONFIG = new ConfigId("c0ffee00-0000-0000-0000-000000000001");
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private SampleService() {}

  static ServiceSpec spec() {
    ResourceSetSpec resources =
        new ResourceSetSpec(
            "server-resource-set",
            Scalar.of(0.5),
            Scalar.ZERO,
            Scalar.of(64),
            ResourceLimitsSpec.NONE,
            ImmutableList.of(
                new PortSpec("http", 0, null, true, PortRanges.EMPTY, new PortSpec.Vip("web", 80))),
            ImmutableList.of());
    TaskSpec server =
        new TaskSpec(
            "server",
            TaskSpec.Goal.RUNNING,
            true,
            "./serve",
            ImmutableMap.of(),
            ImmutableList.of(
                new TaskSpec.ConfigSpec("page", "page.mustache", "page.html", "Hello {{NAME}}")),
            resources.id(),
            ImmutableList.of(),
            ImmutableMap.of(),
            null,
            new TaskSpec.ReadinessCheckSpec(
                "true", Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(5)),
            null,
            ImmutableList.of(),
            null,
            Duration.ofSeconds(3));
    PodSpec web =
        new PodSpec(
            "web",
            2,
            null,
            ContainerSpec.PLAIN,
            null,
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            new PlacementRule.MaxPer("hostname", 1),
            ImmutableMap.of(resources.id(), resources),
            ImmutableMap.of("server", server),
            false,
            null);
    return new ServiceSpec(
        "hello",
        null,
        new ServiceSpec.SchedulerSpec(null, null, null),
        ImmutableMap.of("web", web),
        ImmutableMap.of("backup", backup()));
  }

  private static PlanSpec backup() {
    PlanSpec.PhaseSpec phase =
        new PlanSpec.PhaseSpec("web", "web", PlanSpec.StrategyKind.SERIAL, ImmutableList.of());
    return new PlanSpec(
        "backup",
        PlanSpec.StrategyKind.SERIAL,
        ImmutableMap.of("web", phase),
        ImmutableMap.of(
            "BUCKET",
            new PlanSpec.ParameterSpec("BUCKET", "Where it goes.", true, null, "s3://.+"),
            "STORE_TOKEN",
            new PlanSpec.ParameterSpec("STORE_TOKEN", null, false, "well-known", null)));
  }

  /** Launched on agent {@code index + 1}, with port 1025 + index. */
  static PodRecord pod(int index, TaskState state, boolean ready) {
    PodId id = new PodId("web", index);
    TaskLaunch launch =
        new TaskLaunch(
            new TaskId("hello__" + id + "-server__0000" + index),
            CONFIG,
            NOW,
            "secret",
            ImmutableSortedMap.of("PORT_HTTP", "" + (1025 + index)),
            ImmutableMap.of(),
            new RunMark(CONFIG.value(), 0),
            ImmutableSortedMap.of(),
            false);
    TaskRecord task =
        new TaskRecord(
            "server",
            launch,
            new TaskCondition(state, ready, null, "", null, NOW),
            ready ? new Goal(CONFIG, new RunMark(CONFIG.value(), 0)) : null,
            null);
    AgentPlace place =
        new AgentPlace(
            new AgentId("A" + index),
            "agent-" + (index + 1),
            "127.0.0." + (index + 2),
            null,
            null,
            ImmutableSortedMap.of());
    return PodRecord.fresh(id, CONFIG).withPlace(place).withTask(task);
  }

  static ServiceView view(PodRecord... pods) {
    return view(List.of(pods));
  }

  static ServiceView view(List<? extends StateRecord> known) {
    List<StateRecord> records = new ArrayList<>(known);
    records.add(new FrameworkRecord(new FrameworkId("F-0001")));
    records.add(TargetRecord.first(CONFIG));
    records.add(
        new ConfigurationRecord(
            CONFIG,
            NOW,
            ConfigurationRecord.START,
            new ServiceInputs("", ImmutableMap.of(), ImmutableSortedMap.of()),
            spec()));
    ServiceState state = ServiceState.of(records);
    Plan deploy = DeployPlanner.deploy(CONFIG, spec());
    OfferOutcome outcome =
        new OfferOutcome(
            NOW,
            ImmutableList.of(new OfferId("O1")),
            new AgentId("A1"),
            "agent-2",
            ImmutableList.of(),
            ImmutableList.of(
                new OfferOutcome.Refusal(
                    "web",
                    Evaluation.all("web", List.of(Evaluation.failed("mem", "64 MB", "32 MB"))))),
            "nothing fits");
    return new ServiceView(
        new ServiceSnapshot(
            state,
            true,
            true,
            deploy,
            ImmutableList.of(outcome),
            ImmutableList.of(),
            ImmutableMap.of()),
        ImmutableMap.of(
            Plan.DEPLOY,
            () -> PlanViews.of(deploy, state, NOW),
            Plan.RECOVERY,
            () -> PlanViews.of(RecoveryPlanner.recovery(CONFIG, state), state, NOW),
            "backup",
            () -> PlanViews.of(CustomPlanner.named("backup", state).orElseThrow(), state, NOW)),
        NOW);
  }
}
