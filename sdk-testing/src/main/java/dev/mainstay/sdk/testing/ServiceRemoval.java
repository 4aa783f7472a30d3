package dev.mainstay.sdk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo.Capability;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.mesos.wire.ClientSettings;
import dev.mainstay.sdk.mesos.wire.MasterDetector;
import dev.mainstay.sdk.mesos.wire.MesosClient;
import dev.mainstay.sdk.mesos.wire.Subscription;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes a service off a cluster, in place of its scheduler: ends its tasks, destroys its volumes,
 * takes its reservations off and tears its framework down.
 */
public final class ServiceRemoval implements MesosClient.Listener, AutoCloseable {

  private static final Duration REFUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ImmutableList<String> roles;
  private final ImmutableList<TaskId> tasks;
  private final MesosClient client;

  private ServiceRemoval(String master, FrameworkInfo framework, ImmutableList<TaskId> tasks) {
    this.roles = framework.roles();
    this.tasks = tasks;
    MesosCall.Subscribe subscribe = new MesosCall.Subscribe(framework, ImmutableList.of());
    this.client =
        new MesosClient(
            ClientSettings.production(),
            MasterDetector.of(master),
            () -> subscribe,
            new SplittableRandom());
  }

  /** Removes a service whose scheduler has ended, and waits until nothing of it is left. */
  public static void remove(MesosMaster master, String service) throws Exception {
    JsonNode framework = master.framework(service);
    if (framework.isMissingNode()) {
      return;
    }
    try (ServiceRemoval removal =
        start(master.address(), framework, new FrameworkId(framework.path("id").asText()))) {
      Waiting.until(
          "no reservation is left", PATIENCE, () -> !master.hasReservations(removal.roles));
      removal.tearDown();
    }
    Waiting.until("no task is left", PATIENCE, () -> TaskProcess.all(service).isEmpty());
    if (!master.framework(service).isEmpty()) {
      throw new AssertionError(service + " is still a framework of " + master.address());
    }
  }

  /** The same, by another framework in its roles once its own is torn down. */
  public static void tearDownAndRemove(MesosMaster master, String service) throws Exception {
    JsonNode framework = master.framework(service);
    if (framework.isMissingNode()) {
      return;
    }
    master.tearDown(framework.path("id").asText());
    try (ServiceRemoval removal = start(master.address(), framework, null)) {
      Waiting.until(
          "no reservation is left", PATIENCE, () -> !master.hasReservations(removal.roles));
      removal.tearDown();
    }
  }

  /**
   * Begins to remove a service whose scheduler has ended; {@link #tearDown} is to be called.
   *
   * @param framework as the master's state tells it
   * @param id its own, absent for another one
   */
  private static ServiceRemoval start(String master, JsonNode framework, @Nullable FrameworkId id) {
    String service = framework.path("name").asText();
    ImmutableList.Builder<String> roles = ImmutableList.builder();
    framework.path("roles").forEach(role -> roles.add(role.asText()));
    FrameworkInfo info =
        new FrameworkInfo(
            framework.path("user").asText(),
            service,
            id,
            null,
            roles.build(),
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
    ImmutableList.Builder<TaskId> tasks = ImmutableList.builder();
    framework.path("tasks").forEach(task -> tasks.add(new TaskId(task.path("id").asText())));
    ServiceRemoval removal = new ServiceRemoval(master, info, tasks.build());
    removal.client.start(removal);
    return removal;
  }

  @Override
  public void subscribed(Subscription subscription) {
    tasks.forEach(task -> client.send(new MesosCall.Kill(task, null, null)));
    client.send(new MesosCall.Revive(ImmutableList.of()));
  }

  @Override
  public void event(MesosEvent event) {
    if (event instanceof MesosEvent.Offers offers) {
      offers.offers().forEach(this::giveBack);
    } else if (event instanceof MesosEvent.Update update) {
      acknowledge(update.status());
    }
  }

  @Override
  public void disconnected(String reason) {
    // The client subscribes again.
  }

  private void acknowledge(TaskStatus status) {
    UUID uuid = status.uuid();
    if (uuid != null && status.agentId() != null) {
      client.send(new MesosCall.Acknowledge(status.agentId(), status.taskId(), uuid));
    }
  }

  private void giveBack(Offer offer) {
    ImmutableList<Resource> ours =
        offer.resources().stream().filter(this::isOurs).collect(ImmutableList.toImmutableList());
    if (ours.isEmpty()) {
      client.send(new MesosCall.Decline(ImmutableList.of(offer.id()), REFUSE));
      return;
    }
    // No ids, so no feedback: the master's state tells when all is done.
    ImmutableList.Builder<Operation> operations = ImmutableList.builder();
    for (Resource resource : ours) {
      if (resource.persistence().isPresent()) {
        operations.add(new Operation.Destroy(null, ImmutableList.of(resource)));
      }
      operations.add(new Operation.Unreserve(null, ImmutableList.of(withoutVolume(resource))));
    }
    client.send(new MesosCall.Accept(ImmutableList.of(offer.id()), operations.build(), REFUSE));
  }

  private boolean isOurs(Resource resource) {
    return resource.reservations().stream()
        .anyMatch(
            reservation ->
                reservation.kind() == Reservation.Kind.DYNAMIC
                    && roles.contains(reservation.role()));
  }

  private static Resource withoutVolume(Resource resource) {
    DiskInfo disk = resource.disk();
    if (disk == null || disk.persistence() == null) {
      return resource;
    }
    return resource.withDisk(
        disk.source() == null ? null : new DiskInfo(null, null, disk.source()));
  }

  /** Ends the framework itself. */
  void tearDown() throws Exception {
    client.send(new MesosCall.Teardown()).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    client.close();
  }
}
