package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo.Capability;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.mesos.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in virtual time with scripted containers, and schedulers that note all that they are
 * told.
 */
final class Lab {

  static final String ROLE = "test-role";
  static final String PRINCIPAL = "tester";

  private final ClusterModel model;
  private final ScriptedContainers containers;
  private final Map<String, ContainerScript.Life> lives = new HashMap<>();
  private final Map<String, Integer> probes = new HashMap<>();
  private final Map<StreamId, Scheduler> streams = new LinkedHashMap<>();
  private final List<ContainerCommand> commands = new ArrayList<>();
  private final List<ClusterOutput.CallRefused> refusals = new ArrayList<>();
  private final Ids ids;
  private Instant now;
  private int executorRuns;

  /** Ids that are the same in each run. */
  static final class Ids implements IdSource {
    private long last;

    @Override
    public UUID next() {
      last++;
      return new UUID(0, last);
    }
  }

  Lab(ClusterSettings settings, ClusterImage image, Instant start) {
    this.ids = new Ids();
    this.now = start;
    this.model = new ClusterModel(settings, ids, image, start);
    this.containers =
        new ScriptedContainers(
            new ContainerScript() {
              @Override
              public Life lifeOf(TaskInfo task) {
                return lives.getOrDefault(task.taskId().value(), Life.FOREVER);
              }

              @Override
              public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
                return probes.getOrDefault(task.taskId().value(), 0);
              }
            });
  }

  static Lab withAgents(int count) {
    Lab lab = new Lab(settings(), ClusterImage.EMPTY, Instant.parse("2030-01-01T00:00:00Z"));
    for (int i = 1; i <= count; i++) {
      lab.handle(new ClusterInput.AgentAdded(agent(i)));
    }
    return lab;
  }

  static ClusterSettings settings() {
    return ClusterSettings.of(new Address("127.0.0.1", "127.0.0.1", 5050));
  }

  static AgentSpec agent(int number) {
    return new AgentSpec(
        "agent-" + number,
        "agent" + number + ".local",
        new Address("agent" + number + ".local", "127.0.0." + (number + 1), 5051),
        null,
        ImmutableList.of(),
        ImmutableList.of(
            scalar("cpus", 2), scalar("mem", 4096), scalar("disk", 20000), ports(31000, 31999)));
  }

  ClusterModel model() {
    return model;
  }

  ScriptedContainers containers() {
    return containers;
  }

  List<ContainerCommand> commands() {
    return commands;
  }

  List<ClusterOutput.CallRefused> refusals() {
    return refusals;
  }

  Instant now() {
    return now;
  }

  AgentId agentId(int number) {
    return model.agentNamed("agent-" + number).orElseThrow();
  }

  /** How a task will go; the default runs for ever. */
  void life(String taskId, ContainerScript.Life life) {
    lives.put(taskId, life);
  }

  /** What the task's probes give from now on; the default is 0. */
  void probes(String taskId, int value) {
    probes.put(taskId, value);
  }

  void handle(ClusterInput input) {
    perform(model.handle(input, now));
  }

  private void perform(List<ClusterOutput> outputs) {
    for (ClusterOutput output : outputs) {
      output.accept(
          new ClusterOutput.Visitor<Boolean>() {
            @Override
            public Boolean event(ClusterOutput.Event event) {
              Scheduler scheduler = streams.get(event.stream());
              if (scheduler != null) {
                scheduler.take(event.event());
              }
              return true;
            }

            @Override
            public Boolean closeStream(ClusterOutput.CloseStream close) {
              Scheduler scheduler = streams.remove(close.stream());
              if (scheduler != null) {
                scheduler.closed = true;
              }
              return true;
            }

            @Override
            public Boolean container(ClusterOutput.Container container) {
              commands.add(container.command());
              containers.carryOut(container.command(), now);
              return true;
            }

            @Override
            public Boolean imageChanged(ClusterOutput.ImageChanged change) {
              return true;
            }

            @Override
            public Boolean callRefused(ClusterOutput.CallRefused refused) {
              refusals.add(refused);
              return true;
            }
          });
    }
  }

  /** Lets time pass; schedulers acknowledge at once what they are told to. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    settle();
    for (Optional<Instant> next = nextEvent();
        next.isPresent() && !next.get().isAfter(end);
        next = nextEvent()) {
      now = next.get().isBefore(now) ? now : next.get();
      for (ContainerEvent event : containers.takeDue(now)) {
        handle(new ClusterInput.ContainerReport(event));
      }
      handle(new ClusterInput.Tick());
      settle();
    }
    now = end;
  }

  void passSeconds(double seconds) {
    pass(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private void settle() {
    for (Scheduler scheduler : List.copyOf(streams.values())) {
      scheduler.acknowledgeAll();
    }
  }

  private Optional<Instant> nextEvent() {
    Optional<Instant> left = model.nextWake();
    Optional<Instant> right = containers.next();
    if (left.isEmpty() || right.isEmpty()) {
      return left.or(() -> right);
    }
    return left.get().isBefore(right.get()) ? left : right;
  }

  Scheduler subscribe(FrameworkInfo info, String... suppressed) {
    Scheduler scheduler =
        new Scheduler(new StreamId(new UUID(1, streams.size() + now.toEpochMilli() + ids.last)));
    streams.put(scheduler.stream, scheduler);
    handle(
        new ClusterInput.SchedulerSubscribe(
            scheduler.stream, new MesosCall.Subscribe(info, ImmutableList.copyOf(suppressed))));
    return scheduler;
  }

  Scheduler subscribe() {
    return subscribe(framework(ROLE));
  }

  void disconnect(Scheduler scheduler) {
    streams.remove(scheduler.stream);
    handle(new ClusterInput.StreamClosed(scheduler.stream));
  }

  static FrameworkInfo framework(String... roles) {
    return new FrameworkInfo(
        "nobody",
        "test",
        null,
        null,
        ImmutableList.copyOf(roles),
        Duration.ofHours(1),
        true,
        null,
        PRINCIPAL,
        null,
        ImmutableList.of(
            Capability.MULTI_ROLE,
            Capability.RESERVATION_REFINEMENT,
            Capability.PARTITION_AWARE,
            Capability.TASK_KILLING_STATE),
        ImmutableList.of());
  }

  /** A scheduler's side of one stream. */
  final class Scheduler {
    private final StreamId stream;
    private final List<MesosEvent> events = new ArrayList<>();
    private final List<TaskStatus> unacknowledged = new ArrayList<>();
    private boolean acknowledges = true;
    private boolean closed;
    private @Nullable FrameworkId frameworkId;

    private Scheduler(StreamId stream) {
      this.stream = stream;
    }

    FrameworkId frameworkId() {
      FrameworkId id = frameworkId;
      if (id == null) {
        throw new IllegalStateException("not subscribed: " + events);
      }
      return id;
    }

    StreamId stream() {
      return stream;
    }

    boolean isClosed() {
      return closed;
    }

    /** Leaves updates unacknowledged from now on. */
    void stopAcknowledging() {
      acknowledges = false;
    }

    void startAcknowledging() {
      acknowledges = true;
    }

    private void take(MesosEvent event) {
      events.add(event);
      if (event instanceof MesosEvent.Subscribed subscribed) {
        frameworkId = subscribed.frameworkId();
      }
      if (event instanceof MesosEvent.Update update && update.status().uuid() != null) {
        unacknowledged.add(update.status());
      }
      if (event instanceof MesosEvent.UpdateOperationStatus update
          && update.status().uuid() != null
          && acknowledges) {
        operationsToAcknowledge.add(update.status());
      }
    }

    private final List<OperationStatus> operationsToAcknowledge = new ArrayList<>();

    private void acknowledgeAll() {
      while (acknowledges && !unacknowledged.isEmpty()) {
        acknowledge(unacknowledged.remove(0));
      }
      while (acknowledges && !operationsToAcknowledge.isEmpty()) {
        OperationStatus status = operationsToAcknowledge.remove(0);
        call(
            new MesosCall.AcknowledgeOperationStatus(
                status.agentId(),
                Objects.requireNonNull(status.operationId()),
                Objects.requireNonNull(status.uuid())));
      }
    }

    void acknowledge(TaskStatus status) {
      call(
          new MesosCall.Acknowledge(
              Objects.requireNonNull(status.agentId()),
              status.taskId(),
              Objects.requireNonNull(status.uuid())));
    }

    void call(MesosCall call) {
      handle(new ClusterInput.SchedulerCall(frameworkId(), call));
    }

    List<MesosEvent> events() {
      return events;
    }

    <T> List<T> events(Class<T> kind) {
      return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<TaskStatus> statuses() {
      return events(MesosEvent.Update.class).stream().map(MesosEvent.Update::status).toList();
    }

    List<TaskStatus> statuses(String taskId) {
      return statuses().stream().filter(status -> status.taskId().value().equals(taskId)).toList();
    }

    List<TaskState> states(String taskId) {
      return statuses(taskId).stream().map(TaskStatus::state).toList();
    }

    TaskStatus last(String taskId) {
      List<TaskStatus> all = statuses(taskId);
      return all.get(all.size() - 1);
    }

    List<OperationStatus> operations() {
      return events(MesosEvent.UpdateOperationStatus.class).stream()
          .map(MesosEvent.UpdateOperationStatus::status)
          .toList();
    }

    List<MesosEvent.Failure> failures() {
      return events(MesosEvent.Failure.class);
    }

    List<Offer> offers() {
      return events(MesosEvent.Offers.class).stream()
          .flatMap(each -> each.offers().stream())
          .toList();
    }

    Offer lastOffer() {
      List<Offer> all = offers();
      return all.get(all.size() - 1);
    }

    void forgetEvents() {
      events.clear();
    }

    /** What the latest offer says, as Mesos writes it. */
    String offered() {
      return ResourceText.of(
          lastOffer().resources().stream()
              .map(resource -> resource.withAllocationRole(null))
              .collect(ImmutableList.toImmutableList()));
    }

    void accept(Offer offer, Operation... operations) {
      accept(Duration.ZERO, ImmutableList.of(offer.id()), operations);
    }

    void accept(Duration refuse, ImmutableList<OfferId> offers, Operation... operations) {
      call(new MesosCall.Accept(offers, ImmutableList.copyOf(operations), refuse));
    }

    void decline(Offer offer, Duration refuse) {
      call(new MesosCall.Decline(ImmutableList.of(offer.id()), refuse));
    }

    void kill(String taskId) {
      call(new MesosCall.Kill(new TaskId(taskId), null, null));
    }

    void reconcile(String taskId, @Nullable AgentId agentId) {
      call(
          new MesosCall.Reconcile(
              ImmutableList.of(new MesosCall.Reconcile.Task(new TaskId(taskId), agentId))));
    }

    /**
     * Launches a group on the last offer in a fresh executor and declines the rest for a long time.
     */
    void launch(TaskInfo... tasks) {
      executorRuns++;
      Offer offer = lastOffer();
      accept(
          Duration.ofDays(1),
          ImmutableList.of(offer.id()),
          group(executor("executor-" + executorRuns), offer.agentId(), tasks));
    }

    Operation.LaunchGroup group(ExecutorInfo executor, AgentId agentId, TaskInfo... tasks) {
      ExecutorInfo owned =
          new ExecutorInfo(
              executor.kind(),
              executor.executorId(),
              frameworkId(),
              executor.command(),
              executor.container(),
              executor.resources(),
              executor.name(),
              executor.labels(),
              executor.shutdownGracePeriod());
      return new Operation.LaunchGroup(
          null,
          owned,
          List.of(tasks).stream()
              .map(task -> on(agentId, task))
              .collect(ImmutableList.toImmutableList()));
    }
  }

  static ExecutorInfo executor(String id, Resource... resources) {
    return new ExecutorInfo(
        ExecutorInfo.Kind.DEFAULT,
        new ExecutorId(id),
        null,
        null,
        null,
        resources.length > 0
            ? ImmutableList.copyOf(resources)
            : ImmutableList.of(scalar("cpus", 0.1), scalar("mem", 32), scalar("disk", 32)),
        id,
        ImmutableList.of(),
        null);
  }

  static TaskInfo task(String id, Resource... resources) {
    return new TaskInfo(
        id,
        new TaskId(id),
        new AgentId("unset"),
        resources.length > 0
            ? ImmutableList.copyOf(resources)
            : ImmutableList.of(scalar("cpus", 0.1), scalar("mem", 32)),
        null,
        CommandInfo.shell("run"),
        null,
        null,
        null,
        null,
        null,
        ImmutableSortedMap.of(),
        ImmutableList.of(),
        null);
  }

  private static TaskInfo copy(
      TaskInfo task,
      AgentId agentId,
      @Nullable HealthCheck health,
      @Nullable CheckInfo check,
      @Nullable Duration grace,
      @Nullable Duration maxCompletion) {
    return new TaskInfo(
        task.name(),
        task.taskId(),
        agentId,
        task.resources(),
        task.executor(),
        task.command(),
        task.container(),
        health,
        check,
        grace,
        maxCompletion,
        task.limits(),
        task.labels(),
        task.discovery());
  }

  static TaskInfo on(AgentId agentId, TaskInfo task) {
    return copy(
        task,
        agentId,
        task.healthCheck(),
        task.check(),
        task.killGracePeriod(),
        task.maxCompletionTime());
  }

  static TaskInfo withGrace(TaskInfo task, Duration grace) {
    return copy(
        task, task.agentId(), task.healthCheck(), task.check(), grace, task.maxCompletionTime());
  }

  static TaskInfo withMaxCompletion(TaskInfo task, Duration time) {
    return copy(
        task, task.agentId(), task.healthCheck(), task.check(), task.killGracePeriod(), time);
  }

  /** A check of every second from the start on. */
  static TaskInfo withCheck(TaskInfo task) {
    CheckInfo check =
        new CheckInfo(
            CheckInfo.ProbeKind.COMMAND,
            new Probe.Command(CommandInfo.shell("check")),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    return copy(
        task,
        task.agentId(),
        task.healthCheck(),
        check,
        task.killGracePeriod(),
        task.maxCompletionTime());
  }

  /** A health check of every second from the start on, three failures. */
  static TaskInfo withHealthCheck(TaskInfo task, Duration grace) {
    HealthCheck health =
        new HealthCheck(
            CheckInfo.ProbeKind.COMMAND,
            new Probe.Command(CommandInfo.shell("check")),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            3,
            grace);
    return copy(
        task,
        task.agentId(),
        health,
        task.check(),
        task.killGracePeriod(),
        task.maxCompletionTime());
  }

  static Resource scalar(String name, double amount) {
    return Resource.of(name, new ResourceValue.Amount(Scalar.of(amount)));
  }

  static Resource ports(long begin, long end) {
    return Resource.of("ports", new ResourceValue.Ranges(PortRanges.of(begin, end)));
  }

  static Resource reserved(Resource resource, String... labels) {
    ImmutableList.Builder<Label> all = ImmutableList.builder();
    for (String label : labels) {
      all.add(new Label("id", label));
    }
    return resource.withReservations(
        ImmutableList.<Reservation>builder()
            .addAll(resource.reservations())
            .add(new Reservation(Reservation.Kind.DYNAMIC, ROLE, PRINCIPAL, all.build()))
            .build());
  }

  static Resource volume(Resource disk, String id) {
    return disk.withDisk(
        new DiskInfo(
            new DiskInfo.Persistence(id, PRINCIPAL),
            new Volume("data", Volume.Mode.RW, null, null),
            null));
  }

  static Operation.Reserve reserve(String id, Resource... resources) {
    return new Operation.Reserve(new OperationId(id), ImmutableList.copyOf(resources));
  }

  static Operation.Unreserve unreserve(String id, Resource... resources) {
    return new Operation.Unreserve(new OperationId(id), ImmutableList.copyOf(resources));
  }

  static Operation.Create create(String id, Resource... volumes) {
    return new Operation.Create(new OperationId(id), ImmutableList.copyOf(volumes));
  }

  static Operation.Destroy destroy(String id, Resource... volumes) {
    return new Operation.Destroy(new OperationId(id), ImmutableList.copyOf(volumes));
  }
}
