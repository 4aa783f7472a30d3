package dev.mainstay.sdk.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.sample.OfferBuilder;
import dev.mainstay.sdk.sample.Statuses;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Mesos of one role that does at once what it is asked for, or refuses when told to. Its answers
 * wait in {@link #next}. It fails the test when a task is launched twice, or on resources that are
 * not there.
 */
final class ToyMesos {

  /** What becomes of an ACCEPT. */
  enum Answer {
    CARRIED_OUT,
    STALE_OFFER,
    RESERVE_REFUSED,
    CREATE_REFUSED,
    LAUNCH_REFUSED,
    UNRESERVE_REFUSED,
    /** Never arrives, and nobody is told. */
    LOST
  }

  private record Running(
      TaskInfo info, ExecutorId executor, ImmutableSet<ResourceId> uses, TaskState state) {}

  private final Map<AgentId, Map<ResourceId, Resource>> reserved = new LinkedHashMap<>();
  private final Map<TaskId, Running> alive = new LinkedHashMap<>();
  private final Map<OfferId, AgentId> offered = new LinkedHashMap<>();
  private final Deque<MesosEvent> events = new ArrayDeque<>();
  private final Map<UUID, MesosEvent> unacknowledged = new LinkedHashMap<>();
  private Answer answer = Answer.CARRIED_OUT;
  private boolean lively;
  private boolean suppressed;
  private int uuids;

  /** Of the next ACCEPT only. */
  void answerNext(Answer wanted) {
    answer = wanted;
  }

  /**
   * From now on tasks start when launched and end when killed, those named {@code format} by
   * themselves.
   */
  void comeAlive() {
    lively = true;
  }

  boolean isSuppressed() {
    return suppressed;
  }

  /** A new stream: what is not acknowledged comes again. */
  void subscribe() {
    events.clear();
    suppressed = false;
    events.add(new MesosEvent.Subscribed(OfferBuilder.FRAMEWORK, Duration.ofSeconds(15), null));
    events.addAll(unacknowledged.values());
  }

  @Nullable MesosEvent next() {
    return events.poll();
  }

  /** All that is free on the agent: much that is unreserved, and reservations that nobody uses. */
  Offer offerOf(String agent) {
    return offerWith(agent, freeReservations(agent));
  }

  /** Only some of the free reservations. */
  Offer offerWith(String agent, List<Resource> reservations) {
    return offered(OfferBuilder.offer(agent, "O-" + offered.size()).roomy().with(reservations));
  }

  /** All of the free reservations beside what the builder has. */
  Offer offerWith(OfferBuilder unreserved) {
    return offered(unreserved.with(freeReservations(unreserved.agent())));
  }

  private Offer offered(OfferBuilder begun) {
    AgentId id = new AgentId(begun.agent());
    Offer offer =
        begun
            .executors(
                alive.values().stream()
                    .filter(task -> task.info().agentId().equals(id))
                    .map(Running::executor)
                    .collect(ImmutableSet.toImmutableSet()))
            .build();
    offered.put(offer.id(), id);
    return offer;
  }

  ImmutableList<Resource> freeReservations(String agent) {
    AgentId id = new AgentId(agent);
    Set<ResourceId> inUse = new HashSet<>();
    alive.values().stream()
        .filter(task -> task.info().agentId().equals(id))
        .forEach(task -> inUse.addAll(task.uses()));
    return reserved.getOrDefault(id, Map.of()).entrySet().stream()
        .filter(entry -> !inUse.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .collect(ImmutableList.toImmutableList());
  }

  /** Somebody reserved it on the agent before. */
  void reserved(String agent, Resource resource) {
    reserved
        .computeIfAbsent(new AgentId(agent), unused -> new LinkedHashMap<>())
        .put(idOf(resource), resource);
  }

  /** A reservation is gone, and nobody is told. */
  void lose(ResourceId id) {
    reserved.values().forEach(there -> there.remove(id));
  }

  /** What is reserved on the agent, in use or not. */
  ImmutableList<Resource> reservations(String agent) {
    return ImmutableList.copyOf(reserved.getOrDefault(new AgentId(agent), Map.of()).values());
  }

  /** The executor and task reservations of what runs. */
  boolean isAlive(TaskId id) {
    return alive.containsKey(id);
  }

  /** Something happened to a task; agents and executors give a uuid. */
  void happened(TaskStatus status) {
    Running task = alive.get(status.taskId());
    if (task != null && status.state().isTerminal()) {
      alive.remove(status.taskId());
    } else if (task != null) {
      alive.put(
          status.taskId(), new Running(task.info(), task.executor(), task.uses(), status.state()));
    }
    MesosEvent event = new MesosEvent.Update(status);
    events.add(event);
    UUID uuid = status.uuid();
    if (uuid != null) {
      unacknowledged.put(uuid, event);
    }
  }

  UUID uuid() {
    return new UUID(0xfeed, uuids++);
  }

  void perform(MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      accept(accept);
    } else if (call instanceof MesosCall.Acknowledge acknowledge) {
      unacknowledged.remove(acknowledge.uuid());
    } else if (call instanceof MesosCall.AcknowledgeOperationStatus acknowledge) {
      unacknowledged.remove(acknowledge.uuid());
    } else if (call instanceof MesosCall.Kill kill && lively && alive.containsKey(kill.taskId())) {
      tell(kill.taskId(), TaskState.KILLED);
    } else if (call instanceof MesosCall.Reconcile reconcile && lively) {
      reconcile(reconcile);
    } else if (call instanceof MesosCall.ReconcileOperations reconcile && lively) {
      reconcile.operations().forEach(this::reconcile);
    } else if (call instanceof MesosCall.Suppress) {
      suppressed = true;
    } else if (call instanceof MesosCall.Revive) {
      suppressed = false;
    }
  }

  private void tell(TaskId id, TaskState state) {
    Running task = alive.get(id);
    if (task != null) {
      happened(Statuses.status(id, state, task.info().agentId(), uuid()));
    }
  }

  private void reconcile(MesosCall.Reconcile call) {
    if (call.tasks().isEmpty()) {
      alive.forEach((id, task) -> answer(id, task.state(), task.info().agentId()));
    }
    for (MesosCall.Reconcile.Task asked : call.tasks()) {
      Running task = alive.get(asked.taskId());
      AgentId agent = asked.agentId();
      TaskState unknown = agent == null ? TaskState.UNKNOWN : TaskState.GONE;
      answer(
          asked.taskId(),
          task == null ? unknown : task.state(),
          agent == null ? new AgentId("nowhere") : agent);
    }
  }

  private void answer(TaskId id, TaskState state, AgentId agent) {
    TaskStatus status = Statuses.status(id, state, agent, null);
    events.add(new MesosEvent.Update(Statuses.because(status, StatusReason.RECONCILIATION, "")));
  }

  private void reconcile(MesosCall.ReconcileOperations.Item asked) {
    boolean known =
        unacknowledged.values().stream()
            .anyMatch(
                event ->
                    event instanceof MesosEvent.UpdateOperationStatus update
                        && asked.operationId().equals(update.status().operationId()));
    tell(
        asked.operationId(),
        known ? OperationState.FINISHED : OperationState.UNKNOWN,
        "Reconciliation: Operation is unknown",
        null);
  }

  private void tell(
      @Nullable OperationId id, OperationState state, String message, @Nullable UUID uuid) {
    MesosEvent event =
        new MesosEvent.UpdateOperationStatus(
            new OperationStatus(id, state, message, ImmutableList.of(), uuid, null));
    events.add(event);
    if (uuid != null) {
      unacknowledged.put(uuid, event);
    }
  }

  private void accept(MesosCall.Accept accept) {
    AgentId agent = offered.get(accept.offerIds().get(0));
    if (agent == null) {
      throw new AssertionError("no such offer: " + accept.offerIds());
    }
    Answer how = answer;
    answer = Answer.CARRIED_OUT;
    List<OperationId> finished = new ArrayList<>();
    if (how != Answer.LOST) {
      accept.operations().forEach(operation -> carryOut(operation, agent, how, finished));
    }
    finished.forEach(id -> tell(id, OperationState.FINISHED, "", uuid()));
    if (lively) {
      ImmutableList.copyOf(alive.values()).stream()
          .filter(task -> task.state() == TaskState.STAGING)
          .forEach(
              task -> {
                tell(task.info().taskId(), TaskState.STARTING);
                tell(task.info().taskId(), TaskState.RUNNING);
                if (task.info().name().endsWith("format")) {
                  tell(task.info().taskId(), TaskState.FINISHED);
                }
              });
    }
  }

  private void carryOut(
      Operation operation, AgentId agent, Answer how, List<OperationId> finished) {
    Map<ResourceId, Resource> there =
        reserved.computeIfAbsent(agent, unused -> new LinkedHashMap<>());
    boolean stale = how == Answer.STALE_OFFER;
    boolean unreserved = how == Answer.RESERVE_REFUSED;
    if (operation instanceof Operation.LaunchGroup group) {
      launch(group, there, how);
    } else if (stale
        || unreserved
        || (how == Answer.CREATE_REFUSED && operation instanceof Operation.Create)
        || (how == Answer.UNRESERVE_REFUSED && operation instanceof Operation.Unreserve)) {
      tell(operation.id(), OperationState.ERROR, stale ? "invalid offers" : "refused", null);
    } else {
      apply(operation, there);
      OperationId id = operation.id();
      if (id != null) {
        finished.add(id);
      }
    }
  }

  private static void apply(Operation operation, Map<ResourceId, Resource> there) {
    if (operation instanceof Operation.Reserve reserve) {
      reserve.resources().forEach(resource -> there.put(idOf(resource), resource));
    } else if (operation instanceof Operation.Create create) {
      create.volumes().forEach(volume -> there.put(idOf(volume), volume));
    } else if (operation instanceof Operation.Destroy destroy) {
      destroy.volumes().forEach(volume -> there.put(idOf(volume), volume.withDisk(null)));
    } else if (operation instanceof Operation.Unreserve unreserve) {
      unreserve.resources().forEach(resource -> there.remove(idOf(resource)));
    }
  }

  private void launch(Operation.LaunchGroup group, Map<ResourceId, Resource> there, Answer how) {
    TaskInfo info = group.tasks().get(0);
    List<Resource> wanted = new ArrayList<>(info.resources());
    wanted.addAll(group.executor().resources());
    boolean present = wanted.stream().allMatch(one -> one.equals(there.get(idOf(one))));
    if (how == Answer.STALE_OFFER) {
      refuse(info, TaskState.DROPPED, StatusReason.INVALID_OFFERS, "no longer valid");
    } else if (!present || how == Answer.LAUNCH_REFUSED) {
      refuse(info, TaskState.ERROR, StatusReason.TASK_GROUP_INVALID, "more than available");
    } else {
      assertLaunchedOnce(info, group.executor().executorId());
      alive.put(
          info.taskId(),
          new Running(
              info,
              group.executor().executorId(),
              wanted.stream().map(ToyMesos::idOf).collect(ImmutableSet.toImmutableSet()),
              TaskState.STAGING));
    }
  }

  private void assertLaunchedOnce(TaskInfo info, ExecutorId executor) {
    assertThat(alive.values())
        .as("%s is launched while its last instance lives", info.name())
        .noneMatch(task -> task.info().name().equals(info.name()) && !isAway(task));
    Set<ResourceId> own = new HashSet<>();
    info.resources().forEach(resource -> own.add(idOf(resource)));
    assertThat(alive.values())
        .as("%s is launched on what another task uses", info.name())
        .noneMatch(
            task ->
                !task.executor().equals(executor) && task.uses().stream().anyMatch(own::contains));
  }

  /** It lives where nobody can end it. Once its pod was given up another takes its place. */
  private static boolean isAway(Running task) {
    return task.state() == TaskState.UNREACHABLE;
  }

  private void refuse(TaskInfo info, TaskState state, StatusReason reason, String message) {
    TaskStatus status = Statuses.status(info.taskId(), state, info.agentId(), null);
    events.add(new MesosEvent.Update(Statuses.because(status, reason, message)));
  }

  private static ResourceId idOf(Resource resource) {
    return resource.resourceId().orElseThrow(() -> new AssertionError("no id: " + resource));
  }
}
