package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A framework as the master knows it. */
final class Framework {

  /**
   * How many ended tasks are remembered for {@code /state} (Mesos's {@code
   * --max_completed_tasks_per_framework}).
   */
  static final int COMPLETED_TASKS = 1000;

  private final FrameworkId id;
  private FrameworkInfo info;
  private ImmutableSortedSet<String> roles;
  private final SortedSet<String> suppressed = new TreeSet<>();
  private @Nullable StreamId stream;
  private final Instant registered;
  private @Nullable Instant reregistered;
  private @Nullable Instant unregistered;
  private Timers.@Nullable Timer failover;
  private Timers.@Nullable Timer heartbeat;
  private final Map<TaskId, MasterTask> tasks = new LinkedHashMap<>();
  private final Map<TaskId, MasterTask> unreachableTasks = new LinkedHashMap<>();
  private final Deque<MasterTask> completedTasks = new ArrayDeque<>();
  private final Map<OperationId, MasterOperation> operations = new LinkedHashMap<>();
  private final Map<OfferId, OfferBook.Held> offers = new LinkedHashMap<>();

  Framework(FrameworkInfo info, Instant registered) {
    this.id = Objects.requireNonNull(info.id());
    this.info = info;
    this.roles = rolesOf(info);
    this.registered = registered;
  }

  private static ImmutableSortedSet<String> rolesOf(FrameworkInfo info) {
    if (info.capabilities().contains(FrameworkInfo.Capability.MULTI_ROLE)) {
      return ImmutableSortedSet.copyOf(info.roles());
    }
    return ImmutableSortedSet.of(info.role() == null ? "*" : info.role());
  }

  FrameworkId id() {
    return id;
  }

  FrameworkInfo info() {
    return info;
  }

  void info(FrameworkInfo changed) {
    info = changed;
    roles = rolesOf(changed);
  }

  ImmutableSortedSet<String> roles() {
    return roles;
  }

  SortedSet<String> suppressed() {
    return suppressed;
  }

  boolean has(FrameworkInfo.Capability capability) {
    return info.capabilities().contains(capability);
  }

  boolean isPartitionAware() {
    return has(FrameworkInfo.Capability.PARTITION_AWARE);
  }

  Optional<StreamId> stream() {
    return Optional.ofNullable(stream);
  }

  void stream(@Nullable StreamId changed) {
    stream = changed;
  }

  boolean isConnected() {
    return stream != null;
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

  @Nullable Instant unregistered() {
    return unregistered;
  }

  void unregistered(Instant time) {
    unregistered = time;
  }

  void failover(Timers.@Nullable Timer timer) {
    if (failover != null) {
      failover.cancel();
    }
    failover = timer;
  }

  void heartbeat(Timers.@Nullable Timer timer) {
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    heartbeat = timer;
  }

  /** Those that are not over, or whose last update is not acknowledged. */
  Map<TaskId, MasterTask> tasks() {
    return tasks;
  }

  Map<TaskId, MasterTask> unreachableTasks() {
    return unreachableTasks;
  }

  Deque<MasterTask> completedTasks() {
    return completedTasks;
  }

  void completed(MasterTask task) {
    completedTasks.add(task);
    if (completedTasks.size() > COMPLETED_TASKS) {
      completedTasks.remove();
    }
  }

  /** Those with an id that are not acknowledged. */
  Map<OperationId, MasterOperation> operations() {
    return operations;
  }

  Map<OfferId, OfferBook.Held> offers() {
    return offers;
  }
}
