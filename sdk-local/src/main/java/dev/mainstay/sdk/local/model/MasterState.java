package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one master has in memory, and the few things that all of its parts do to it. */
final class MasterState {

  /** How many ended frameworks are remembered (Mesos's {@code --max_completed_frameworks}). */
  private static final int COMPLETED_FRAMEWORKS = 50;

  /** How many ids of removed frameworks are remembered, across restarts. */
  private static final int REMOVED_IDS = 1000;

  private final ModelContext context;
  private final MasterIdentity identity;
  private final FrameworkEvents events;
  private final OfferBook book;
  private final Allocator allocator;
  private final Map<FrameworkId, Framework> frameworks = new LinkedHashMap<>();
  private final Deque<Framework> completed = new ArrayDeque<>();
  private final Set<FrameworkId> removed;
  private final Map<AgentId, MasterAgent> agents = new LinkedHashMap<>();

  /**
   * @param removed ids of frameworks that may not come back
   */
  MasterState(ModelContext context, MasterIdentity identity, Set<FrameworkId> removed) {
    this.context = context;
    this.identity = identity;
    this.events = new FrameworkEvents(context);
    this.book = new OfferBook(identity, events);
    this.allocator = new Allocator(context, book, events);
    this.removed = new LinkedHashSet<>(removed);
  }

  ModelContext context() {
    return context;
  }

  MasterIdentity identity() {
    return identity;
  }

  FrameworkEvents events() {
    return events;
  }

  OfferBook book() {
    return book;
  }

  Allocator allocator() {
    return allocator;
  }

  Map<FrameworkId, Framework> frameworks() {
    return frameworks;
  }

  Deque<Framework> completed() {
    return completed;
  }

  void completed(Framework framework) {
    completed.add(framework);
    if (completed.size() > COMPLETED_FRAMEWORKS) {
      completed.remove();
    }
    removed.add(framework.id());
    if (removed.size() > REMOVED_IDS) {
      removed.remove(removed.iterator().next());
    }
  }

  Set<FrameworkId> removed() {
    return removed;
  }

  /** All that are known, whatever their standing. */
  Map<AgentId, MasterAgent> agents() {
    return agents;
  }

  /** The agent, if it is registered. */
  @Nullable MasterAgent registered(@Nullable AgentId id) {
    MasterAgent agent = id == null ? null : agents.get(id);
    return agent != null && agent.isRegistered() ? agent : null;
  }

  /** Takes all offers of an agent back and tells their frameworks. */
  void rescindOffersOf(MasterAgent agent) {
    for (OfferBook.Held offer : ImmutableList.copyOf(agent.offers().values())) {
      rescind(offer);
    }
  }

  void rescind(OfferBook.Held offer) {
    book.rescind(offer);
    allocator.giveBack(offer.agent(), offer.framework(), offer.resources(), Duration.ZERO);
  }

  /** The offer is no more, without a word to its framework. */
  void discard(OfferBook.Held offer, Duration refuse) {
    book.remove(offer);
    allocator.giveBack(offer.agent(), offer.framework(), offer.resources(), refuse);
  }

  /** The task is over for the master: its resources are free. */
  void complete(MasterAgent agent, Framework framework, MasterTask task) {
    framework.tasks().remove(task.id());
    framework.completed(task);
    agent.removeTask(task);
    release(agent, framework, task.resources());
  }

  void release(MasterAgent agent, Framework framework, ResourcePool resources) {
    agent.unuse(framework.id(), resources);
    allocator.giveBack(agent, framework, resources, Duration.ZERO);
  }

  /** Tells a framework of a task; statuses of the master are never acknowledged. */
  void tell(Framework framework, TaskStatus status) {
    events.send(framework, new MesosEvent.Update(status));
  }

  /** A status of the master's own. */
  TaskStatus statusOf(
      TaskId taskId,
      TaskState state,
      StatusReason reason,
      String message,
      @Nullable AgentId agentId,
      @Nullable ExecutorId executorId,
      @Nullable Instant unreachableTime) {
    return new TaskStatus(
        taskId,
        state,
        message,
        TaskStatus.Source.MASTER,
        reason,
        agentId,
        executorId,
        context.now(),
        null,
        null,
        null,
        null,
        unreachableTime,
        ImmutableList.of());
  }

  /** The same with what is known of the task beside its state. */
  TaskStatus statusOf(MasterTask task, TaskState state, StatusReason reason, String message) {
    return statusOf(task, state, reason, message, task.latest().orElse(null));
  }

  /** The same with what an agent told last of the task. */
  TaskStatus statusOf(
      MasterTask task,
      TaskState state,
      StatusReason reason,
      String message,
      @Nullable TaskStatus latest) {
    return new TaskStatus(
        task.id(),
        state,
        message,
        TaskStatus.Source.MASTER,
        reason,
        task.agentId(),
        task.executorId(),
        context.now(),
        null,
        latest == null ? null : latest.healthy(),
        latest == null ? null : latest.checkResult(),
        latest == null ? null : latest.containerStatus(),
        null,
        ImmutableList.of());
  }
}
