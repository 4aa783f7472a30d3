package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.launch.LaunchCustomizer;
import dev.mainstay.sdk.launch.LaunchSettings;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ClusterSettings;
import dev.mainstay.sdk.local.model.ClusterSettings.Equipment;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.local.model.ScriptedContainers;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo.Capability;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CoreSettings;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service on a cluster in virtual time: the real scheduler core against the real cluster model,
 * with scripted containers. What is decided is recorded before it is done, and a restart begins
 * from the records.
 */
final class VirtualService implements ClusterOutput.Visitor<Void> {

  private static final Address MASTER = new Address("localhost", "127.0.0.1", 5050);

  private final ServiceSpec spec;
  private final ClusterModel cluster;
  private final ScriptedContainers containers;
  private final Map<RecordKey, StateRecord> records = new LinkedHashMap<>();
  private final Deque<SchedulerEvent> events = new ArrayDeque<>();
  private final Set<TaskId> launched = new HashSet<>();
  private final List<MesosCall> calls = new ArrayList<>();
  private final List<CommandAnswer> answers = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private SchedulerCore core;
  private StreamId stream = new StreamId(new UUID(1, 0));
  private long lastId;
  private int streams;

  private VirtualService(
      ServiceSpec spec, List<AgentSpec> agents, Equipment equipment, ContainerScript script) {
    this.spec = spec;
    this.containers = new ScriptedContainers(script);
    this.cluster =
        new ClusterModel(
            ClusterSettings.of(MASTER).withEquipment(equipment),
            this::nextId,
            ClusterImage.EMPTY,
            now);
    agents.forEach(agent -> toCluster(new ClusterInput.AgentAdded(agent)));
    ConfigId config = new ConfigId("first");
    ServiceInputs inputs = new ServiceInputs("", ImmutableMap.of(), ImmutableSortedMap.of());
    keep(new ConfigurationRecord(config, now, inputs, spec));
    keep(new TargetRecord(config));
    core = start();
  }

  /** A service from YAML on so many agents of 8 cpus, 32 GB and ports 9000 to 9999. */
  static VirtualService of(String yaml, int agents, ContainerScript script) {
    return new VirtualService(
        spec(yaml),
        IntStream.rangeClosed(1, agents).mapToObj(number -> agent(number, null)).toList(),
        Equipment.PROCESSES,
        script);
  }

  /** The same on agents that have all that a spec may ask for. */
  static VirtualService onEquippedAgents(String yaml, int agents, ContainerScript script) {
    return new VirtualService(
        spec(yaml),
        IntStream.rangeClosed(1, agents).mapToObj(EquippedAgents::agent).toList(),
        Equipment.CONTAINERS,
        script);
  }

  /** The same with an agent in each of these zones. */
  static VirtualService inZones(ServiceSpec spec, List<String> zones, ContainerScript script) {
    return new VirtualService(
        spec,
        IntStream.rangeClosed(1, zones.size())
            .mapToObj(number -> agent(number, new Domain("here", zones.get(number - 1))))
            .toList(),
        Equipment.PROCESSES,
        script);
  }

  /** What a YAML without templates says. */
  static ServiceSpec spec(String yaml) {
    return SpecLoader.load("svc.yml", yaml, Map.of(), NO_TEMPLATES).spec();
  }

  private static final TemplateReader NO_TEMPLATES =
      new TemplateReader() {
        @Override
        public Optional<String> read(String path) {
          return Optional.empty();
        }

        @Override
        public ImmutableSet<String> known() {
          return ImmutableSet.of();
        }
      };

  private UUID nextId() {
    lastId++;
    return new UUID(0, lastId);
  }

  static AgentSpec agent(int number, @Nullable Domain domain) {
    return new AgentSpec(
        "agent-" + number,
        "agent-" + number,
        new Address("agent-" + number, "127.0.0." + (number % 200 + 1), 5051),
        domain,
        ImmutableList.of(),
        ImmutableList.of(
            Resource.of(Resource.CPUS, new ResourceValue.Amount(Scalar.of(8L))),
            Resource.of(Resource.MEM, new ResourceValue.Amount(Scalar.of(32_768L))),
            Resource.of(Resource.DISK, new ResourceValue.Amount(Scalar.of(100_000L))),
            Resource.of(Resource.PORTS, new ResourceValue.Ranges(PortRanges.of(9000, 9999)))));
  }

  private void keep(StateRecord record) {
    records.put(record.key(), record);
  }

  private SchedulerCore start() {
    CoreSettings settings =
        new CoreSettings(
            new LaunchSettings(spec.role(), null, "127.0.0.1", 8080), LaunchCustomizer.NONE);
    SchedulerCore started =
        SchedulerCore.of(
            ServiceState.of(ImmutableList.copyOf(records.values())), settings, this::nextId);
    streams++;
    stream = new StreamId(new UUID(1, streams));
    FrameworkInfo info =
        new FrameworkInfo(
            "root",
            spec.name(),
            started.state().frameworkId().orElse(null),
            null,
            spec.roles().asList(),
            Duration.ofDays(21),
            true,
            null,
            null,
            null,
            ImmutableList.of(
                Capability.MULTI_ROLE,
                Capability.RESERVATION_REFINEMENT,
                Capability.PARTITION_AWARE,
                Capability.TASK_KILLING_STATE,
                Capability.REGION_AWARE,
                Capability.GPU_RESOURCES),
            ImmutableList.of());
    toCluster(
        new ClusterInput.SchedulerSubscribe(
            stream, new MesosCall.Subscribe(info, ImmutableList.of())));
    return started;
  }

  /** The scheduler dies and another one begins from what was recorded; tasks live on. */
  VirtualService restartScheduler() {
    events.clear();
    toCluster(new ClusterInput.StreamClosed(stream));
    core = start();
    return this;
  }

  private void toCluster(ClusterInput input) {
    cluster.handle(input, now).forEach(output -> output.accept(this));
  }

  @Override
  public Void event(ClusterOutput.Event output) {
    if (output.stream().equals(stream)) {
      events.add(new SchedulerEvent.Mesos(output.event()));
    }
    return null;
  }

  @Override
  public Void closeStream(ClusterOutput.CloseStream output) {
    return null;
  }

  @Override
  public Void container(ClusterOutput.Container output) {
    containers.carryOut(output.command(), now);
    return null;
  }

  @Override
  public Void imageChanged(ClusterOutput.ImageChanged output) {
    return null;
  }

  @Override
  public Void callRefused(ClusterOutput.CallRefused output) {
    throw new AssertionError("the master refused a call: " + output.message());
  }

  private void decide(SchedulerEvent event) {
    Decision decision = core.handle(event, now);
    for (StateChange change : decision.changes()) {
      change.accept(
          new StateChange.Visitor<Void>() {
            @Override
            public Void put(StateRecord record) {
              keep(record);
              return null;
            }

            @Override
            public Void remove(RecordKey key) {
              records.remove(key);
              return null;
            }
          });
    }
    decision.effects().forEach(this::perform);
  }

  private void perform(Effect effect) {
    effect.accept(
        new Effect.Visitor<Void>() {
          @Override
          public Void send(MesosCall call) {
            calls.add(call);
            noteLaunches(call);
            FrameworkId framework = core.state().frameworkId().orElseThrow();
            toCluster(new ClusterInput.SchedulerCall(framework, call));
            return null;
          }

          @Override
          public Void answer(Effect.Answer answer) {
            answers.add(answer.answer());
            return null;
          }

          @Override
          public Void stop(Effect.Stop stop) {
            throw new AssertionError("the scheduler stops: " + stop);
          }
        });
  }

  private void noteLaunches(MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      for (Operation operation : accept.operations()) {
        if (operation instanceof Operation.LaunchGroup group) {
          group
              .tasks()
              .forEach(
                  task -> {
                    if (!launched.add(task.taskId())) {
                      throw new AssertionError("task id launched twice: " + task.taskId());
                    }
                  });
        }
      }
    }
  }

  private void drain() {
    while (!events.isEmpty()) {
      decide(events.remove());
    }
  }

  /** One step of virtual time; false when nothing is due any more before {@code end}. */
  private boolean step(Instant end) {
    drain();
    Optional<Instant> next = earliest(cluster.nextWake(), containers.next(), core.nextWake());
    if (next.isEmpty() || next.get().isAfter(end)) {
      now = end;
      return false;
    }
    now = next.get().isAfter(now) ? next.get() : now;
    containers.takeDue(now).forEach(event -> toCluster(new ClusterInput.ContainerReport(event)));
    if (cluster.nextWake().map(time -> !time.isAfter(now)).orElse(false)) {
      toCluster(new ClusterInput.Tick());
    }
    drain();
    if (core.nextWake().map(time -> !time.isAfter(now)).orElse(false)) {
      decide(new SchedulerEvent.Wake());
    }
    drain();
    return true;
  }

  private static Optional<Instant> earliest(
      Optional<Instant> one, Optional<Instant> other, Optional<Instant> third) {
    return Stream.of(one, other, third).flatMap(Optional::stream).min(Instant::compareTo);
  }

  VirtualService advance(Duration time) {
    Instant end = now.plus(time);
    while (step(end)) {
      // On to the next thing that is due.
    }
    return this;
  }

  /** Goes on until the condition holds; fails when it does not within so much virtual time. */
  VirtualService await(String what, Duration limit, BooleanSupplier condition) {
    Instant end = now.plus(limit);
    while (!condition.getAsBoolean()) {
      if (!step(end) && !condition.getAsBoolean()) {
        throw new AssertionError(
            "not within " + limit + ": " + what + "\n" + deploy() + "\n" + core.state().pods());
      }
    }
    return this;
  }

  VirtualService awaitDeployed() {
    return await(
        "deploy is COMPLETE", Duration.ofHours(1), () -> deploy().status() == Status.COMPLETE);
  }

  PlanView deploy() {
    return PlanViews.of(core.snapshot().deploy(), core.state(), now);
  }

  PodRecord pod(String name) {
    return core.state()
        .pod(PodId.parse(name))
        .orElseThrow(() -> new AssertionError("no pod " + name));
  }

  TaskRecord task(String pod, String name) {
    return pod(pod)
        .task(name)
        .orElseThrow(() -> new AssertionError("no task " + name + " of " + pod));
  }

  /** SIGKILL to the process of a task. */
  VirtualService killProcess(String pod, String task) {
    containers.kill(task(pod, task).taskId(), 9, now);
    return this;
  }

  /** What an operator's command is answered. */
  CommandAnswer command(OperatorCommand command) {
    decide(new SchedulerEvent.Commanded(answers.size(), command));
    return answers.get(answers.size() - 1);
  }

  VirtualService markGone(AgentId agent) {
    toCluster(new ClusterInput.MarkAgentGone(agent));
    return this;
  }

  VirtualService partition(AgentId agent) {
    toCluster(new ClusterInput.AgentPartitioned(agent));
    return this;
  }

  VirtualService heal(AgentId agent) {
    toCluster(new ClusterInput.AgentHealed(agent));
    return this;
  }

  ServiceState state() {
    return core.state();
  }

  ImmutableSet<TaskId> runningTasks() {
    return containers.runningTasks();
  }

  List<MesosCall> calls() {
    return calls;
  }

  ClusterModel cluster() {
    return cluster;
  }

  ImmutableList<StateRecord> records() {
    return ImmutableList.copyOf(records.values());
  }
}
