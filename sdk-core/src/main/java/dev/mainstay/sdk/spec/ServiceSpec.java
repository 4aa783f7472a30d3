package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stateful service: what should run, where, and in which order it is brought there.
 *
 * @param name the service's name, a path such as {@code kafka} or {@code team/kafka}
 * @param user the system user of the tasks, absent for the agents' default
 * @param scheduler how the service's scheduler presents itself to Mesos
 * @param pods by type, in the order of the YAML
 * @param plans by name, in the order of the YAML; a missing {@code deploy} plan is made from the
 *     pods
 * @param replacement when pods are replaced without an operator, absent for never
 * @param rollout how deployments and updates go on from one instance to the next, for all pod types
 */
@SpecKey.Legacy(value = "principal", instead = "Write it below `scheduler`.")
@SpecKey.Legacy(value = "zookeeper", instead = "Write it below `scheduler`.")
@SpecKey.Legacy(
    value = "api-port",
    instead = "Ignored: the port of the API is given when the scheduler is started.")
@SpecKey.Legacy(value = "gpu-optin", instead = "Ignored: gpus are asked for where a pod has some.")
@SpecKey.Legacy(
    value = "gpu-resource",
    instead = "Ignored: gpus are asked for where a pod has some.")
public record ServiceSpec(
    @SpecKey(
            value = "name",
            about =
                "The service's name, a path such as `kafka` or `team/kafka`. It names the framework at Mesos and its role.",
            standard = SpecKey.REQUIRED,
            example = "kafka")
        String name,
    @SpecKey(
            value = "scheduler.user",
            about = "The system user of all tasks whose pod names none.",
            standard = "the agents' default user",
            example = "nobody")
        @Nullable String user,
    @SpecKey.Inline SchedulerSpec scheduler,
    @SpecKey(
            value = "pods",
            about =
                "The pod types, by name. Their order is that of a `deploy` plan which is not written.",
            standard = SpecKey.REQUIRED,
            example =
                "{node: {count: 1, tasks: {server: {goal: RUNNING, cmd: ./serve, cpus: 0.5, memory: 256}}}}")
        ImmutableMap<String, PodSpec> pods,
    @SpecKey(
            value = "plans",
            about =
                "The plans, by name. `deploy` is run at the first start and, without an `update` plan, at each change; any other is for an operator to start, with `mainstay plan start`.",
            standard = "a `deploy` plan of the pods, one after the other",
            example = "{deploy: {strategy: serial, phases: {node: {pod: node}}}}")
        ImmutableMap<String, PlanSpec> plans,
    @SpecKey(
            value = "replacement-failure-policy",
            about =
                "When a pod whose task fails, or cannot be reached, is given up with its data and placed anew without an operator: never without this.",
            standard = "none",
            example = "{permanent-failure-timeout-secs: 3600, min-replace-delay-secs: 1800}")
        @Nullable ReplacementPolicySpec replacement,
    @SpecKey(
            value = "rollout",
            about =
                "How deployments and updates go on from one pod instance to the next. A pod type's own `rollout` comes before it, key by key.",
            standard = "as the plan's strategies say, without limits",
            example = "{max-unavailable: 25%, deadline: 10m, on-failure: rollback}")
        @Nullable RolloutSpec rollout) {

  /** A service without policies: an operator decides when a pod is replaced. */
  public ServiceSpec(
      String name,
      @Nullable String user,
      SchedulerSpec scheduler,
      ImmutableMap<String, PodSpec> pods,
      ImmutableMap<String, PlanSpec> plans) {
    this(name, user, scheduler, pods, plans, null, null);
  }

  /**
   * How the scheduler presents itself.
   *
   * @param principal absent where the cluster has no authentication
   * @param zookeeper {@code host:port} list for the service's state; absent for the one given at
   *     start
   * @param webUrl shown by the master beside the framework
   */
  @SpecKey.Group(
      value = "scheduler",
      about = "How the service's scheduler presents itself to the cluster.")
  public record SchedulerSpec(
      @SpecKey(
              value = "scheduler.principal",
              about =
                  "The principal that the scheduler registers with and that reserves the resources.",
              standard = "none",
              example = "kafka-principal")
          @Nullable String principal,
      @SpecKey(
              value = "scheduler.zookeeper",
              about =
                  "The ZooKeeper servers that keep the service's state, as `host:port,host:port`.",
              standard = "those given at the scheduler's start",
              example = "master.mesos:2181")
          @Nullable String zookeeper,
      @SpecKey(
              value = "web-url",
              about = "The address that the Mesos master shows for the service.",
              standard = "that of the scheduler's API",
              example = "http://kafka.example.com/")
          @Nullable String webUrl) {}

  /**
   * The role that the service reserves resources for: {@code <name>-role}, slashes as {@code __}.
   */
  public String role() {
    return pathSafeName() + "-role";
  }

  /** All roles that it subscribes to: its own, and one below each statically reserved role. */
  public ImmutableSet<String> roles() {
    ImmutableSet.Builder<String> roles = ImmutableSet.builder();
    roles.add(role());
    pods.values().forEach(pod -> roles.add(pod.role(role())));
    return roles.build();
  }

  /**
   * The name with slashes as {@code __} and no leading one, as it stands in task ids and znodes.
   */
  public String pathSafeName() {
    return (name.startsWith("/") ? name.substring(1) : name).replace("/", "__");
  }

  /** The pod type of an instance. Throws when the spec has no such type. */
  public PodSpec pod(PodId id) {
    PodSpec pod = pods.get(id.type());
    if (pod == null) {
      throw new IllegalArgumentException(
          "no pod type '" + id.type() + "' in service " + name + ", only " + pods.keySet());
    }
    return pod;
  }

  /**
   * The rollout policy of a pod type: its own over the service's, key by key; empty when neither
   * has one. Throws when the spec has no such type.
   */
  public Optional<RolloutSpec> rolloutOf(PodId id) {
    RolloutSpec own = pod(id).rollout();
    return Optional.ofNullable(own == null ? rollout : own.over(rollout));
  }

  /** Begins a service of this name without pods. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Makes a service step by step; what is not given is as when its key is absent from YAML. */
  public static final class Builder {

    private final String name;
    private @Nullable String user;
    private SchedulerSpec scheduler = new SchedulerSpec(null, null, null);
    private final Map<String, PodSpec> pods = new LinkedHashMap<>();
    private final Map<String, PlanSpec> plans = new LinkedHashMap<>();
    private @Nullable ReplacementPolicySpec replacement;
    private @Nullable RolloutSpec rollout;

    private Builder(String name) {
      this.name = name;
    }

    /** The system user of all tasks. */
    public Builder user(String systemUser) {
      user = systemUser;
      return this;
    }

    public Builder scheduler(SchedulerSpec spec) {
      scheduler = spec;
      return this;
    }

    /** Pods are replaced without an operator, by this policy. */
    public Builder replacement(ReplacementPolicySpec policy) {
      replacement = policy;
      return this;
    }

    public Builder pod(PodSpec.Builder pod) {
      return pod(pod.build());
    }

    /** Throws when there is one of that type. */
    public Builder pod(PodSpec pod) {
      if (pods.putIfAbsent(pod.type(), pod) != null) {
        throw new IllegalArgumentException(
            "service " + name + " has two pod types '" + pod.type() + "'");
      }
      return this;
    }

    /** Throws when there is one of that name. */
    public Builder plan(PlanSpec plan) {
      if (plans.putIfAbsent(plan.name(), plan) != null) {
        throw new IllegalArgumentException(
            "service " + name + " has two plans '" + plan.name() + "'");
      }
      return this;
    }

    /** How deployments and updates go on from one pod instance to the next. */
    public Builder rollout(RolloutSpec policy) {
      rollout = policy;
      return this;
    }

    /** The service. Throws when it has no pod. */
    public ServiceSpec build() {
      if (pods.isEmpty()) {
        throw new IllegalArgumentException("service " + name + " has no pod");
      }
      return new ServiceSpec(
          name,
          user,
          scheduler,
          ImmutableMap.copyOf(pods),
          ImmutableMap.copyOf(plans),
          replacement,
          rollout);
    }
  }
}
