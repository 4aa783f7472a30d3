package dev.mainstay.sdk.local;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.mesos.wire.ClientSettings;
import dev.mainstay.sdk.mesos.wire.MesosClient;
import dev.mainstay.sdk.mesos.wire.StaticMasters;
import dev.mainstay.sdk.mesos.wire.Subscription;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A scheduler over HTTP that does what a test says. */
final class TestScheduler implements MesosClient.Listener, AutoCloseable {

  static final String ROLE = "test-role";

  private static final String PRINCIPAL = "test-principal";
  private static final Duration NEVER = Duration.ofHours(1);

  private final LinkedBlockingQueue<MesosEvent> events = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<FrameworkId> ids = new LinkedBlockingQueue<>();
  private final MesosClient client;

  TestScheduler(URI master, @Nullable FrameworkId id) {
    FrameworkInfo info =
        new FrameworkInfo(
            "",
            "test",
            id,
            null,
            ImmutableList.of(ROLE),
            Duration.ofDays(7),
            true,
            null,
            PRINCIPAL,
            null,
            ImmutableList.of(
                FrameworkInfo.Capability.MULTI_ROLE,
                FrameworkInfo.Capability.RESERVATION_REFINEMENT,
                FrameworkInfo.Capability.PARTITION_AWARE),
            ImmutableList.of());
    client =
        new MesosClient(
            ClientSettings.production(),
            StaticMasters.parse(master.getHost() + ":" + master.getPort()),
            () -> new MesosCall.Subscribe(info, ImmutableList.of()),
            new Random(1));
    client.start(this);
  }

  @Override
  public void subscribed(Subscription subscription) {
    ids.add(subscription.frameworkId());
  }

  @Override
  public void event(MesosEvent event) {
    events.add(event);
  }

  @Override
  public void disconnected(String reason) {}

  FrameworkId id() {
    return taken(ids);
  }

  private static <T> T taken(LinkedBlockingQueue<T> queue) {
    try {
      T value = queue.poll(30, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError("nothing came within 30 s");
      }
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next offer that is right; others are dropped. */
  Offer offer(Predicate<Offer> right) {
    while (true) {
      if (taken(events) instanceof MesosEvent.Offers offers) {
        for (Offer offer : offers.offers()) {
          if (right.test(offer)) {
            return offer;
          }
        }
      }
    }
  }

  /** Acknowledges updates until one of the state comes. */
  TaskStatus await(TaskState state) {
    while (true) {
      if (taken(events) instanceof MesosEvent.Update update) {
        TaskStatus status = update.status();
        if (status.uuid() != null && status.agentId() != null) {
          send(new MesosCall.Acknowledge(status.agentId(), status.taskId(), status.uuid()));
        }
        if (status.state() == state) {
          return status;
        }
      }
    }
  }

  void send(MesosCall call) {
    var unused = client.send(call);
  }

  static Resource volume() {
    Volume volume = new Volume("data", Volume.Mode.RW, null, null);
    return reserved(Resource.DISK, 64)
        .withDisk(new DiskInfo(new DiskInfo.Persistence("vol-1", PRINCIPAL), volume, null));
  }

  private static Resource reserved(String name, long amount) {
    Reservation reservation =
        new Reservation(Reservation.Kind.DYNAMIC, ROLE, PRINCIPAL, ImmutableList.of());
    return amount(name, amount).withReservations(ImmutableList.of(reservation));
  }

  private static Resource amount(String name, long amount) {
    return Resource.of(name, new ResourceValue.Amount(Scalar.of(amount))).withAllocationRole(ROLE);
  }

  /** Reserves, makes a volume and runs a command in a pod that has it as {@code data}. */
  void launch(Offer offer, FrameworkId id, String command) {
    Resource volume = volume().withAllocationRole(ROLE);
    ExecutorInfo executor =
        new ExecutorInfo(
            ExecutorInfo.Kind.DEFAULT,
            new ExecutorId("pod-1"),
            id,
            null,
            null,
            ImmutableList.of(amount(Resource.CPUS, 1), amount(Resource.MEM, 32), volume),
            null,
            ImmutableList.of(),
            null);
    Volume shared =
        new Volume(
            "data",
            Volume.Mode.RW,
            null,
            new Volume.Source.SandboxPath(Volume.Source.SandboxPath.Owner.PARENT, "data"));
    ContainerInfo plain = ContainerInfo.mesos();
    TaskInfo task =
        new TaskInfo(
            "task",
            new TaskId("task-1"),
            offer.agentId(),
            ImmutableList.of(amount(Resource.CPUS, 1), amount(Resource.MEM, 32)),
            null,
            CommandInfo.shell(command),
            new ContainerInfo(
                plain.kind(),
                null,
                null,
                ImmutableList.of(shared),
                plain.networks(),
                plain.rlimits(),
                null),
            null,
            null,
            null,
            null,
            ImmutableSortedMap.of(),
            ImmutableList.of(),
            null);
    send(
        new MesosCall.Accept(
            ImmutableList.of(offer.id()),
            ImmutableList.of(
                new Operation.Reserve(
                    null, ImmutableList.of(reserved(Resource.DISK, 64).withAllocationRole(ROLE))),
                new Operation.Create(null, ImmutableList.of(volume)),
                new Operation.LaunchGroup(null, executor, ImmutableList.of(task))),
            NEVER));
  }

  @Override
  public void close() {
    client.close();
  }
}
