package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What is known of the service: its durable records, and indexes that are derived from them. A
 * value: {@link #apply} gives a new state that shares what did not change, at a cost that does not
 * grow with the number of pods (but for its logarithm), so that a reader may keep any state it was
 * given.
 */
public final class ServiceState {

  private final @Nullable FrameworkRecord framework;
  private final @Nullable TargetRecord target;
  private final @Nullable UninstallRecord uninstall;
  private final TreePMap<String, PlanRunRecord> planRuns;
  private final TreePMap<Long, HistoryRecord> history;
  private final TreePMap<ConfigId, ConfigurationRecord> configurations;
  private final TreePMap<ConfigId, Definitions> definitions;
  private final TreePMap<PodId, PodRecord> pods;
  private final TreePMap<ResourceId, ReleasedRecord> released;
  private final PMap<TaskId, PodId> podOfTask;
  private final PMap<ResourceId, PodId> podOfResource;
  private final PMap<AgentId, TreePSet<PodId>> podsOnAgent;
  private final PMap<AgentId, PMap<ResourceId, ReleasedRecord>> releasedOnAgent;
  private final PMap<PodId, Integer> releasedOfPod;
  private final PlacementCounts placements;

  private ServiceState(Parts parts) {
    this.framework = parts.framework;
    this.target = parts.target;
    this.uninstall = parts.uninstall;
    this.planRuns = parts.planRuns;
    this.history = parts.history;
    this.configurations = parts.configurations;
    this.definitions = parts.definitions;
    this.pods = parts.pods;
    this.released = parts.released;
    this.podOfTask = parts.podOfTask;
    this.podOfResource = parts.podOfResource;
    this.podsOnAgent = parts.podsOnAgent;
    this.releasedOnAgent = parts.releasedOnAgent;
    this.releasedOfPod = parts.releasedOfPod;
    this.placements = parts.placements;
  }

  /** A service of which nothing is known yet. */
  public static ServiceState empty() {
    return new ServiceState(new Parts());
  }

  /** The state that a loaded set of records gives; their order does not matter. */
  public static ServiceState of(Collection<StateRecord> records) {
    Parts parts = new Parts();
    records.forEach(parts::put);
    return new ServiceState(parts);
  }

  public ServiceState apply(StateChange change) {
    Parts parts = new Parts(this);
    parts.apply(change);
    return new ServiceState(parts);
  }

  /** The same as applying the changes one by one. */
  public ServiceState applyAll(Collection<StateChange> changes) {
    Parts parts = new Parts(this);
    changes.forEach(parts::apply);
    return new ServiceState(parts);
  }

  /** Absent until the first subscription. */
  public Optional<FrameworkId> frameworkId() {
    return Optional.ofNullable(framework).map(FrameworkRecord::frameworkId);
  }

  /** With what is doubtful about it; absent until the first subscription. */
  public Optional<FrameworkRecord> framework() {
    return Optional.ofNullable(framework);
  }

  /** The state may have been lost: nothing is launched before an operator says how to go on. */
  public boolean isInDoubt() {
    return framework != null && framework.isInDoubt();
  }

  /** Absent until a configuration was accepted. */
  public Optional<ConfigurationRecord> target() {
    return Optional.ofNullable(target).map(TargetRecord::configId).map(configurations::get);
  }

  /** Which configuration is the target, and which were before; absent like {@link #target()}. */
  public Optional<TargetRecord> targetRecord() {
    return Optional.ofNullable(target);
  }

  /** Present once the service is to be removed. */
  public Optional<UninstallRecord> uninstall() {
    return Optional.ofNullable(uninstall);
  }

  /** The current or last run of a plan. */
  public Optional<PlanRunRecord> planRun(String plan) {
    return Optional.ofNullable(planRuns.get(plan));
  }

  /** In the order of the plans' names. */
  public Collection<PlanRunRecord> planRuns() {
    return planRuns.values();
  }

  /** The runs of plans that are not over: that of the target, and those that a person started. */
  public ImmutableSet<String> runsUnderWay() {
    ImmutableSet.Builder<String> runs = ImmutableSet.builder();
    targetRecord().map(TargetRecord::run).ifPresent(runs::add);
    planRuns().stream().filter(PlanRunRecord::isActive).map(PlanRunRecord::run).forEach(runs::add);
    return runs.build();
  }

  /** What happened lately, the oldest first. */
  public Collection<HistoryRecord> history() {
    return history.values();
  }

  /** The number of what happens next. */
  public long nextHistoryNumber() {
    return history.isEmpty() ? 0 : history.lastKey() + 1;
  }

  public Optional<ConfigurationRecord> configuration(ConfigId id) {
    return Optional.ofNullable(configurations.get(id));
  }

  /**
   * What a pod instance runs in a configuration; absent when that is not stored or does not have
   * its type.
   *
   * @param plan name of the plan that launches its tasks: deploy or update
   */
  public Optional<PodDefinition> definition(ConfigId config, String plan, PodId pod) {
    return Optional.ofNullable(definitions.get(config)).flatMap(known -> known.of(pod, plan));
  }

  /**
   * The spec of a configuration that a record names. Throws when it is not stored: a broken state.
   */
  public ServiceSpec specOf(ConfigId id) {
    ConfigurationRecord configuration = configurations.get(id);
    if (configuration == null) {
      throw new IllegalStateException(
          "configuration " + id + " is not stored, only " + configurations.keySet());
    }
    return configuration.spec();
  }

  /** In the order of their ids. */
  public Collection<ConfigurationRecord> configurations() {
    return configurations.values();
  }

  public Optional<PodRecord> pod(PodId id) {
    return Optional.ofNullable(pods.get(id));
  }

  /** In the order of pod types and indices. */
  public Collection<PodRecord> pods() {
    return pods.values();
  }

  /** Instances of one type in the order of their indices. */
  public Collection<PodRecord> podsOf(String type) {
    return pods.subMap(new PodId(type, 0), true, new PodId(type, Integer.MAX_VALUE), true).values();
  }

  /** Pods that are placed on this agent, in the order of pod types and indices. */
  public ImmutableList<PodRecord> podsOn(AgentId agent) {
    return podsOnAgent.getOrDefault(agent, TreePSet.empty()).stream()
        .map(pods::get)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * The pod whose current launch of a task has this id; a launch that was replaced is not found.
   */
  public Optional<PodRecord> podOfTask(TaskId id) {
    return Optional.ofNullable(podOfTask.get(id)).map(pods::get);
  }

  /** The pod that holds a reserved resource. */
  public Optional<PodRecord> podOfResource(ResourceId id) {
    return Optional.ofNullable(podOfResource.get(id)).map(pods::get);
  }

  public Optional<ReleasedRecord> released(ResourceId id) {
    return Optional.ofNullable(released.get(id));
  }

  /** In the order of resource ids. */
  public Collection<ReleasedRecord> released() {
    return released.values();
  }

  /** Something on this agent waits to be cleaned up. */
  public boolean hasReleasedOn(AgentId agent) {
    return releasedOnAgent.containsKey(agent);
  }

  /** What waits to be cleaned up on this agent, in the order of resource ids. */
  public ImmutableList<ReleasedRecord> releasedOn(AgentId agent) {
    return ImmutableList.sortedCopyOf(
        Comparator.comparing(ReleasedRecord::id),
        releasedOnAgent.getOrDefault(agent, HashTreePMap.empty()).values());
  }

  /** How much of what the pod held waits to be cleaned up. */
  public int releasedOf(PodId pod) {
    return releasedOfPod.getOrDefault(pod, 0);
  }

  public PlacementCounts placements() {
    return placements;
  }

  /** The fields while a change is applied. */
  private static final class Parts implements StateRecord.Visitor<Void>, StateChange.Visitor<Void> {
    private @Nullable FrameworkRecord framework;
    private @Nullable TargetRecord target;
    private @Nullable UninstallRecord uninstall;
    private TreePMap<String, PlanRunRecord> planRuns;
    private TreePMap<Long, HistoryRecord> history;
    private TreePMap<ConfigId, ConfigurationRecord> configurations;
    private TreePMap<ConfigId, Definitions> definitions;
    private TreePMap<PodId, PodRecord> pods;
    private TreePMap<ResourceId, ReleasedRecord> released;
    private PMap<TaskId, PodId> podOfTask;
    private PMap<ResourceId, PodId> podOfResource;
    private PMap<AgentId, TreePSet<PodId>> podsOnAgent;
    private PMap<AgentId, PMap<ResourceId, ReleasedRecord>> releasedOnAgent;
    private PMap<PodId, Integer> releasedOfPod;
    private PlacementCounts placements;

    Parts() {
      configurations = TreePMap.empty();
      definitions = TreePMap.empty();
      planRuns = TreePMap.empty();
      history = TreePMap.empty();
      pods = TreePMap.empty();
      released = TreePMap.empty();
      podOfTask = HashTreePMap.empty();
      podOfResource = HashTreePMap.empty();
      podsOnAgent = HashTreePMap.empty();
      releasedOnAgent = HashTreePMap.empty();
      releasedOfPod = HashTreePMap.empty();
      placements = PlacementCounts.NONE;
    }

    Parts(ServiceState state) {
      framework = state.framework;
      target = state.target;
      uninstall = state.uninstall;
      planRuns = state.planRuns;
      history = state.history;
      configurations = state.configurations;
      definitions = state.definitions;
      pods = state.pods;
      released = state.released;
      podOfTask = state.podOfTask;
      podOfResource = state.podOfResource;
      podsOnAgent = state.podsOnAgent;
      releasedOnAgent = state.releasedOnAgent;
      releasedOfPod = state.releasedOfPod;
      placements = state.placements;
    }

    void apply(StateChange change) {
      change.accept(this);
    }

    @Override
    public Void put(StateRecord record) {
      return record.accept(this);
    }

    @Override
    public Void remove(RecordKey key) {
      switch (key.kind()) {
        case FRAMEWORK -> framework = null;
        case TARGET -> target = null;
        case CONFIGURATION -> {
          configurations = configurations.minus(new ConfigId(key.id()));
          definitions = definitions.minus(new ConfigId(key.id()));
        }
        case POD -> {
          PodRecord old = pods.get(PodId.parse(key.id()));
          if (old != null) {
            forget(old);
          }
        }
        case RELEASED -> drop(new ResourceId(key.id()));
        case PLAN_RUN -> planRuns = planRuns.minus(key.id());
        case UNINSTALL -> uninstall = null;
        case HISTORY -> forgetSlot(Long.parseLong(key.id()));
      }
      return null;
    }

    @Override
    public Void framework(FrameworkRecord record) {
      framework = record;
      return null;
    }

    @Override
    public Void target(TargetRecord record) {
      target = record;
      return null;
    }

    @Override
    public Void configuration(ConfigurationRecord record) {
      configurations = configurations.plus(record.id(), record);
      definitions = definitions.plus(record.id(), new Definitions(record));
      return null;
    }

    @Override
    public Void pod(PodRecord record) {
      PodRecord old = pods.get(record.id());
      if (old != null) {
        forgetIndexesOf(old, record);
      }
      pods = pods.plus(record.id(), record);
      for (TaskRecord task : record.tasks().values()) {
        if (old == null || !old.tasks().containsValue(task)) {
          podOfTask = podOfTask.plus(task.taskId(), record.id());
        }
      }
      if (old == null || !old.holdings().equals(record.holdings())) {
        for (Holding holding : record.holdings()) {
          podOfResource = podOfResource.plus(holding.id(), record.id());
        }
      }
      moved(record.id(), old == null ? null : old.place(), record.place());
      return null;
    }

    private void moved(PodId pod, @Nullable AgentPlace from, @Nullable AgentPlace to) {
      placements = placements.moved(pod.type(), from, to);
      AgentId before = from == null ? null : from.agentId();
      AgentId after = to == null ? null : to.agentId();
      if (Objects.equals(before, after)) {
        return;
      }
      if (before != null) {
        TreePSet<PodId> left = podsOnAgent.getOrDefault(before, TreePSet.empty()).minus(pod);
        podsOnAgent = left.isEmpty() ? podsOnAgent.minus(before) : podsOnAgent.plus(before, left);
      }
      if (after != null) {
        TreePSet<PodId> there = podsOnAgent.getOrDefault(after, TreePSet.empty());
        podsOnAgent = podsOnAgent.plus(after, there.plus(pod));
      }
    }

    @Override
    public Void released(ReleasedRecord record) {
      drop(record.id());
      released = released.plus(record.id(), record);
      PMap<ResourceId, ReleasedRecord> there =
          releasedOnAgent.getOrDefault(record.agentId(), HashTreePMap.empty());
      releasedOnAgent = releasedOnAgent.plus(record.agentId(), there.plus(record.id(), record));
      if (record.pod() != null) {
        releasedOfPod =
            releasedOfPod.plus(record.pod(), releasedOfPod.getOrDefault(record.pod(), 0) + 1);
      }
      return null;
    }

    @Override
    public Void planRun(PlanRunRecord record) {
      planRuns = planRuns.plus(record.plan(), record);
      return null;
    }

    @Override
    public Void uninstall(UninstallRecord record) {
      uninstall = record;
      return null;
    }

    @Override
    public Void history(HistoryRecord record) {
      forgetSlot(record.number() % HistoryRecord.SLOTS);
      history = history.plus(record.number(), record);
      return null;
    }

    /** At most one record is in a slot. */
    private void forgetSlot(long slot) {
      if (history.isEmpty()) {
        return;
      }
      long newest = history.lastKey();
      long number = newest - Math.floorMod(newest - slot, (long) HistoryRecord.SLOTS);
      history = history.minus(number);
    }

    private void drop(ResourceId id) {
      ReleasedRecord old = released.get(id);
      if (old == null) {
        return;
      }
      released = released.minus(id);
      if (old.pod() != null) {
        int left = releasedOfPod.getOrDefault(old.pod(), 0) - 1;
        releasedOfPod =
            left > 0 ? releasedOfPod.plus(old.pod(), left) : releasedOfPod.minus(old.pod());
      }
      PMap<ResourceId, ReleasedRecord> there =
          releasedOnAgent.getOrDefault(old.agentId(), HashTreePMap.empty()).minus(id);
      releasedOnAgent =
          there.isEmpty()
              ? releasedOnAgent.minus(old.agentId())
              : releasedOnAgent.plus(old.agentId(), there);
    }

    private void forget(PodRecord old) {
      for (TaskRecord task : old.tasks().values()) {
        podOfTask = podOfTask.minus(task.taskId());
      }
      for (Holding holding : old.holdings()) {
        podOfResource = podOfResource.minus(holding.id());
      }
      moved(old.id(), old.place(), null);
      pods = pods.minus(old.id());
    }

    private void forgetIndexesOf(PodRecord old, PodRecord replacement) {
      for (TaskRecord task : old.tasks().values()) {
        TaskRecord now = replacement.tasks().get(task.name());
        if (now == null || !now.taskId().equals(task.taskId())) {
          podOfTask = podOfTask.minus(task.taskId());
        }
      }
      if (!old.holdings().equals(replacement.holdings())) {
        for (Holding holding : old.holdings()) {
          podOfResource = podOfResource.minus(holding.id());
        }
      }
    }
  }
}
