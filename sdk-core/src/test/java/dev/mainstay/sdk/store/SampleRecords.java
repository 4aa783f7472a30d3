package dev.mainstay.sdk.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.PlacementRules;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.HistoryRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.OwnRecovery;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.RolloutWork;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.state.UninstallRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Records such as a running service has. */
final class SampleRecords {

  static final ConfigId CONFIG = new ConfigId("6f1c0d0e-0000-4000-8000-000000000001");
  private static final AgentPlace PLACE =
      new AgentPlace(
          new AgentId("2f0c-S1"),
          "agent-1.example",
          "10.0.0.1",
          "eu",
          null,
          ImmutableSortedMap.of("rack", "r1"));
  private static final ConfigId EARLIER = new ConfigId("6f1c0d0e-0000-4000-8000-000000000000");
  static final Instant NOON = Instant.parse("2025-01-01T12:00:00.250Z");
  private static final AgentId AGENT = new AgentId("2f0c-S1");

  private SampleRecords() {}

  static FrameworkRecord framework() {
    return new FrameworkRecord(new FrameworkId("2f0c-0000"), new FrameworkRecord.Doubt(NOON, true));
  }

  static TargetRecord target() {
    return new TargetRecord(CONFIG, "run-3", true, EARLIER, EARLIER, "run-2", CONFIG);
  }

  static PlanRunRecord planRun() {
    UUID phase = UUID.fromString("6f1c0d0e-0000-4000-8000-00000000000a");
    UUID step = UUID.fromString("6f1c0d0e-0000-4000-8000-00000000000b");
    return PlanRunRecord.begun("backup", "run-1", CONFIG, NOON)
        .ended(PlanRunRecord.Outcome.STOPPED, NOON)
        .next("run-2", CONFIG, ImmutableSortedMap.of("BUCKET", "weekly"), NOON)
        .withDecisions(
            PlanDecisions.NONE
                .withInterrupted("paused by the operator")
                .with(phase, new PlanDecisions.PhaseDecision(true, 2))
                .with(step, new PlanDecisions.StepDecision(true, 1, true)));
  }

  static UninstallRecord uninstall() {
    return new UninstallRecord(NOON, ImmutableList.of("2 on agent-1"), NOON);
  }

  static HistoryRecord history() {
    return new HistoryRecord(
        1_007, NOON, HistoryRecord.Kind.COMMAND, "data-0", "restart", "operator");
  }

  static ReleasedRecord released(String id) {
    return new ReleasedRecord(
        new ResourceId(id),
        AGENT,
        "agent-1",
        new PodId("data", 0),
        volume(id),
        Holding.Phase.HELD,
        "pod data-0 was replaced",
        "giving it back failed: not authorized",
        new OperationId("op-7"));
  }

  /** A running pod with a volume, ports, a sidecar and an environment of usual length. */
  static PodRecord pod(String type, int index) {
    PodId id = new PodId(type, index);
    ImmutableList.Builder<Holding> holdings = ImmutableList.builder();
    holdings.add(held(Holding.EXECUTOR, id, "cpus", amount(0.1)));
    holdings.add(held(Holding.EXECUTOR, id, "mem", amount(32)));
    holdings.add(held(Holding.EXECUTOR, id, "disk", amount(256)));
    holdings.add(held("server", id, "cpus", amount(1.5)));
    holdings.add(held("server", id, "mem", amount(2048)));
    holdings.add(
        held("server", id, "ports", new ResourceValue.Ranges(PortRanges.of(31_000, 31_002))));
    ResourceId volume = new ResourceId(id + "-volume");
    holdings.add(
        new Holding(
            "server",
            "data",
            volume,
            volume(id + "-volume"),
            Holding.Phase.ASKED,
            ImmutableList.of(new OperationId("op-1"))));
    return new PodRecord(
        id,
        CONFIG,
        PLACE,
        holdings.build(),
        executor(id),
        ImmutableMap.of("server", task(id, "server"), "metrics", task(id, "metrics")),
        new Backoff(2, NOON, "exited with status 1", NOON),
        "",
        new PodRecord.Replacement("its agent was marked gone", NOON, true, true),
        ImmutableSortedSet.of("metrics"),
        NOON,
        new OwnRecovery(
            true,
            "replace-seed",
            true,
            new OwnRecovery.Origin(PLACE, ImmutableSortedMap.of("server", "10.0.0.9")),
            ImmutableSortedMap.of("REPLACE_ADDRESS", "10.0.0.9"),
            true,
            ImmutableList.of(
                new OwnRecovery.Restart(
                    new PodId("data", 1), ImmutableList.of(new TaskId("data__data-1-server__1"))))),
        new RolloutWork("step-1", 1, NOON, "not complete within 10m"));
  }

  private static TaskRecord task(PodId id, String name) {
    ImmutableSortedMap.Builder<String, String> environment = ImmutableSortedMap.naturalOrder();
    for (int i = 0; i < 40; i++) {
      environment.put("VARIABLE_NUMBER_%02d".formatted(i), "a value of usual length, " + i);
    }
    return new TaskRecord(
        name,
        new TaskLaunch(
            new TaskId(
                "data__%s-%s__6f1c0d0e-0000-4000-8000-%012d".formatted(id, name, id.index())),
            CONFIG,
            NOON,
            "f3b0a7",
            environment.buildOrThrow(),
            ImmutableMap.of(
                "data",
                ImmutableList.of(
                    new TaskLaunch.Peer(0, "10.0.0.1", ImmutableSortedMap.of("client", 31_000)))),
            new RunMark(CONFIG.value(), 1),
            ImmutableSortedMap.of("BUCKET", "weekly"),
            true),
        new TaskCondition(
            TaskState.RUNNING,
            true,
            null,
            "",
            StatusReason.TASK_CHECK_STATUS_UPDATED,
            NOON,
            ImmutableList.of("10.0.0.9"),
            NOON,
            NOON),
        new Goal(CONFIG, new RunMark("run-1", 0), ImmutableList.of(new RunMark("run-2", 1))),
        new TaskRecord.EndWanted("restart", NOON),
        name.equals("metrics") ? new Backoff(3, NOON, "metrics failed", NOON) : null);
  }

  private static ExecutorInfo executor(PodId id) {
    Volume volume =
        new Volume(
            "data",
            Volume.Mode.RW,
            null,
            new Volume.Source.SandboxPath(Volume.Source.SandboxPath.Owner.PARENT, "data"));
    return new ExecutorInfo(
        ExecutorInfo.Kind.DEFAULT,
        new ExecutorId("data__" + id),
        new FrameworkId("2f0c-0000"),
        null,
        new ContainerInfo(
            ContainerInfo.Kind.MESOS,
            null,
            null,
            ImmutableList.of(volume),
            ImmutableList.of(),
            ImmutableList.of(),
            null),
        ImmutableList.of(resource(id + "-cpus", "cpus", amount(0.1))),
        id.toString(),
        ImmutableList.of(new Label("plain", null)),
        Duration.ofSeconds(30));
  }

  private static Holding held(String owner, PodId id, String name, ResourceValue value) {
    String resourceId = "%s-%s-%s".formatted(id, owner.isEmpty() ? "executor" : owner, name);
    return new Holding(
        owner,
        name,
        new ResourceId(resourceId),
        resource(resourceId, name, value),
        Holding.Phase.HELD,
        ImmutableList.of());
  }

  private static ResourceValue amount(double value) {
    return new ResourceValue.Amount(Scalar.of(value));
  }

  private static Resource resource(String id, String name, ResourceValue value) {
    return Resource.of(name, value)
        .withReservations(
            ImmutableList.of(
                new Reservation(
                    Reservation.Kind.DYNAMIC,
                    "data-role",
                    "principal",
                    ImmutableList.of(new Label(Reservation.RESOURCE_ID_LABEL, id)))));
  }

  private static Resource volume(String id) {
    return resource(id, "disk", amount(10_240))
        .withDisk(
            new DiskInfo(
                new DiskInfo.Persistence(id, "principal"),
                new Volume("data", Volume.Mode.RW, null, null),
                new DiskInfo.Source(DiskInfo.Source.Kind.MOUNT, "/mnt/1", null, null)));
  }

  static ConfigurationRecord configuration() {
    return configuration(CONFIG, "port={{PORT}}\n");
  }

  static ConfigurationRecord configuration(ConfigId id, String template) {
    TaskSpec task =
        new TaskSpec(
            "server",
            TaskSpec.Goal.RUNNING,
            true,
            "./run",
            ImmutableMap.of("B", "2", "A", "1"),
            ImmutableList.of(
                new TaskSpec.ConfigSpec("main", "main.conf", "conf/main.conf", template)),
            "server-resource-set",
            ImmutableList.of(UriSpec.of("file:///dist.tar.gz")),
            ImmutableMap.of("team", "storage"),
            new TaskSpec.HealthCheckSpec(
                "true",
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                3,
                Duration.ZERO,
                Duration.ofSeconds(2)),
            new TaskSpec.ReadinessCheckSpec(
                "nc -z localhost 1", Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(2)),
            new TaskSpec.DiscoverySpec("data", TaskSpec.Visibility.CLUSTER),
            ImmutableList.of(),
            null,
            Duration.ofSeconds(20));
    ResourceSetSpec set =
        new ResourceSetSpec(
            "server-resource-set",
            Scalar.of(1.5),
            Scalar.ZERO,
            Scalar.of(2048),
            ResourceLimitsSpec.NONE,
            ImmutableList.of(
                new PortSpec(
                    "client",
                    0,
                    null,
                    true,
                    PortRanges.of(31_000, 31_100),
                    new PortSpec.Vip("data", 9000))),
            ImmutableList.of(
                new VolumeSpec(
                    "data", VolumeSpec.Kind.ROOT, Scalar.of(10_240), ImmutableList.of())));
    PodSpec pod =
        new PodSpec(
            "data",
            3,
            null,
            ContainerSpec.PLAIN,
            null,
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            PlacementRules.allOf(
                PlacementRules.hostname().unique(),
                PlacementRules.hostname().countingEveryPod().maxPer(4),
                PlacementRules.zone().groupBy(3),
                PlacementRules.region().counting("seed").groupBy(),
                PlacementRules.attribute("rack").like("r.*"),
                PlacementRules.attribute("rack").isNot("r7"),
                PlacementRules.anyOf(
                    PlacementRules.colocateWith("seed"), PlacementRules.avoid("index")),
                PlacementRules.avoidAgents(new AgentId("agent-9"))),
            ImmutableMap.of(set.id(), set),
            ImmutableMap.of(task.name(), task),
            false,
            null);
    PlanSpec.PhaseSpec phase =
        new PlanSpec.PhaseSpec(
            "data",
            "data",
            PlanSpec.StrategyKind.PARALLEL,
            ImmutableList.of(
                new PlanSpec.StepSpec(
                    PlanSpec.StepSpec.DEFAULT, ImmutableList.of(ImmutableList.of("server")))));
    PlanSpec plan =
        new PlanSpec("deploy", PlanSpec.StrategyKind.SERIAL, ImmutableMap.of(phase.name(), phase));
    PlanSpec.ParameterSpec bucket =
        new PlanSpec.ParameterSpec("BUCKET", "Where it goes.", true, null, "s3://.+");
    PlanSpec.ParameterSpec keep = new PlanSpec.ParameterSpec("KEEP", null, false, "3", null);
    PlanSpec backup =
        new PlanSpec(
            "backup",
            PlanSpec.StrategyKind.SERIAL,
            ImmutableMap.of(phase.name(), phase),
            ImmutableMap.of(bucket.name(), bucket, keep.name(), keep));
    return new ConfigurationRecord(
        id,
        NOON,
        "update by the operator",
        new ServiceInputs(
            "name: data\n",
            ImmutableMap.of("main.conf", template),
            ImmutableSortedMap.of("COUNT", "3"),
            new GivenInputs(
                "svc.yml",
                "/opt/data",
                8080,
                ImmutableSortedMap.of(
                    "config.json", new GivenInputs.PackageText("universe/config.json", "{}")),
                "{}",
                ImmutableSortedMap.of("COUNT", "3"))),
        new ServiceSpec(
            "data",
            "nobody",
            new ServiceSpec.SchedulerSpec("principal", null, null),
            ImmutableMap.of(pod.type(), pod),
            ImmutableMap.of(plan.name(), plan, backup.name(), backup),
            null,
            new RolloutSpec(
                new RolloutSpec.MaxUnavailable(25, true),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                RolloutSpec.OnFailure.ROLLBACK)));
  }
}
