package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Unavailability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An agent as the master knows it: what of its resources is used or offered, and by whom. */
final class MasterAgent {

  /** How it stands with the master. */
  enum Standing {
    /** Known from the registry after a master's restart; it has not come back yet. */
    RECOVERED,
    REGISTERED,
    UNREACHABLE,
    /** It left in the orderly way, or its machine is down; it may come back. */
    REMOVED,
    GONE
  }

  /** A KILL that could not be delivered. */
  record PendingKill(FrameworkId frameworkId, TaskId taskId, @Nullable Duration grace) {}

  private final AgentModel process;
  private Standing standing = Standing.REGISTERED;
  private boolean connected = true;
  private boolean deactivated;
  private final Instant registered;
  private @Nullable Instant reregistered;
  private @Nullable Instant unreachableSince;
  private Timers.@Nullable Timer pingTimeout;
  private @Nullable Unavailability unavailability;
  private @Nullable Draining draining;
  private ResourcePool available;
  private final Map<FrameworkId, ResourcePool> used = new LinkedHashMap<>();
  private final Map<FrameworkId, Map<ExecutorId, ExecutorInfo>> executors = new LinkedHashMap<>();
  private final Map<FrameworkId, Map<TaskId, MasterTask>> tasks = new LinkedHashMap<>();
  private final Map<OfferId, OfferBook.Held> offers = new LinkedHashMap<>();
  private final List<PendingKill> pendingKills = new ArrayList<>();

  /** What an operator asked of it. */
  record Draining(AgentDrain how, boolean drained, Instant started) {}

  MasterAgent(AgentModel process, Instant registered) {
    this.process = process;
    this.registered = registered;
    this.available = process.total();
  }

  AgentModel process() {
    return process;
  }

  AgentId id() {
    return process.id();
  }

  AgentSpec spec() {
    return process.spec();
  }

  Standing standing() {
    return standing;
  }

  void standing(Standing changed) {
    standing = changed;
  }

  boolean isRegistered() {
    return standing == Standing.REGISTERED;
  }

  boolean isConnected() {
    return connected;
  }

  void connected(boolean changed) {
    connected = changed;
  }

  boolean isDeactivated() {
    return deactivated;
  }

  void deactivated(boolean changed) {
    deactivated = changed;
  }

  /** Whether it may be offered. */
  boolean isOfferable() {
    return isRegistered() && connected && !deactivated;
  }

  Instant registered() {
    return registered;
  }

  @Nullable Instant reregistered() {
    return reregistered;
  }

  void reregistered(Instant time) {
    reregistered = time;
  }

  @Nullable Instant unreachableSince() {
    return unreachableSince;
  }

  void unreachableSince(@Nullable Instant time) {
    unreachableSince = time;
  }

  void pingTimeout(Timers.@Nullable Timer timer) {
    if (pingTimeout != null) {
      pingTimeout.cancel();
    }
    pingTimeout = timer;
  }

  @Nullable Unavailability unavailability() {
    return unavailability;
  }

  void unavailability(@Nullable Unavailability changed) {
    unavailability = changed;
  }

  @Nullable Draining draining() {
    return draining;
  }

  void draining(@Nullable Draining changed) {
    draining = changed;
    process.drain(changed == null || changed.drained() ? null : changed.how());
  }

  /** What is neither used nor offered, unallocated. */
  ResourcePool available() {
    return available;
  }

  void available(ResourcePool changed) {
    available = changed;
  }

  Map<FrameworkId, ResourcePool> used() {
    return used;
  }

  void use(FrameworkId frameworkId, ResourcePool resources) {
    used.merge(frameworkId, resources, ResourcePool::plus);
  }

  void unuse(FrameworkId frameworkId, ResourcePool resources) {
    used.computeIfPresent(
        frameworkId,
        (id, all) -> {
          ResourcePool rest = all.minus(resources);
          return rest.isEmpty() ? null : rest;
        });
  }

  Map<ExecutorId, ExecutorInfo> executorsOf(FrameworkId frameworkId) {
    return executors.getOrDefault(frameworkId, Map.of());
  }

  void addExecutor(FrameworkId frameworkId, ExecutorInfo executor) {
    executors
        .computeIfAbsent(frameworkId, id -> new LinkedHashMap<>())
        .put(executor.executorId(), executor);
  }

  Optional<ExecutorInfo> removeExecutor(FrameworkId frameworkId, ExecutorId executorId) {
    Map<ExecutorId, ExecutorInfo> known = executors.get(frameworkId);
    if (known == null) {
      return Optional.empty();
    }
    ExecutorInfo removed = known.remove(executorId);
    if (known.isEmpty()) {
      executors.remove(frameworkId);
    }
    return Optional.ofNullable(removed);
  }

  /** Of all frameworks. */
  Map<FrameworkId, Map<ExecutorId, ExecutorInfo>> executors() {
    return executors;
  }

  ImmutableList<MasterTask> tasks() {
    return tasks.values().stream()
        .flatMap(each -> each.values().stream())
        .collect(ImmutableList.toImmutableList());
  }

  ImmutableList<MasterTask> tasksOf(FrameworkId frameworkId) {
    return ImmutableList.copyOf(tasks.getOrDefault(frameworkId, Map.of()).values());
  }

  boolean hasTasksOf(FrameworkId frameworkId) {
    return tasks.containsKey(frameworkId);
  }

  void addTask(MasterTask task) {
    tasks.computeIfAbsent(task.frameworkId(), id -> new LinkedHashMap<>()).put(task.id(), task);
  }

  void removeTask(MasterTask task) {
    tasks.computeIfPresent(
        task.frameworkId(),
        (id, known) -> {
          known.remove(task.id(), task);
          return known.isEmpty() ? null : known;
        });
  }

  Map<OfferId, OfferBook.Held> offers() {
    return offers;
  }

  List<PendingKill> pendingKills() {
    return pendingKills;
  }

  /** Forgets what was used and offered: it is removed, or about to tell anew. */
  void reset() {
    used.clear();
    executors.clear();
    tasks.clear();
    offers.clear();
    pendingKills.clear();
    available = process.total();
  }

  /** {@code <id> at <pid> (<hostname>)}, as Mesos writes it in messages. */
  @Override
  public String toString() {
    return id() + " at " + spec().pid() + " (" + spec().hostname() + ")";
  }
}
