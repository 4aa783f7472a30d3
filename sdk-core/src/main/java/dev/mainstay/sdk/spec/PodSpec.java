package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod type: tasks that live together on one agent, share volumes, and exist {@code count} times.
 *
 * @param user the system user of its tasks, absent for the service's
 * @param container how its container is set up
 * @param preReservedRole the statically reserved role that its resources come from, absent for none
 * @param uris fetched into the sandbox of each of its tasks
 * @param volumes persistent volumes shared by its tasks; they belong to the pod's executor
 * @param secrets given to each of its tasks
 * @param placement absent for anywhere
 * @param resourceSets by id; each is reserved once and used by one task at a time
 * @param tasks by name, in the order of the YAML
 * @param allowDecommission fewer instances may be asked for later
 * @param rollout how a deployment or an update goes on from one instance to the next; its keys come
 *     before those of the service
 */
@SpecKey.Legacy(
    value = "container",
    instead = "Write what it holds one level up, in the pod type itself.")
public record PodSpec(
    @SpecKey.Name(
            about = "The pod type's name; its instances are `<type>-0`, `<type>-1` and so on.",
            example = "broker")
        String type,
    @SpecKey(
            value = "count",
            about =
                "How many instances there are. Fewer than are deployed are refused unless `allow-decommission` is true.",
            standard = SpecKey.REQUIRED,
            example = "3")
        int count,
    @SpecKey(
            value = "user",
            about = "The system user of the pod's tasks.",
            standard = "the service's user",
            example = "nobody")
        @Nullable String user,
    @SpecKey.Inline ContainerSpec container,
    @SpecKey(
            value = "pre-reserved-role",
            about =
                "A role that the cluster has reserved resources for statically; the pod uses these alone, such as those of public agents.",
            standard = "the unreserved resources",
            example = "slave_public")
        @Nullable String preReservedRole,
    @SpecKey(
            value = "uris",
            about =
                "Addresses of files that the agent fetches into the sandbox of each task, and unpacks where it can.",
            standard = "none",
            example = "[\"https://example.com/server.tar.gz\"]")
        ImmutableList<UriSpec> uris,
    @SpecKey(
            value = "volumes",
            about =
                "Persistent volumes that all tasks of the pod share. They outlive every task, and go when the pod instance is replaced or removed.",
            standard = "none",
            example = "{data: {path: data, type: ROOT, size: 1024}}",
            form = SpecKey.Form.NUMBERED,
            single = "volume",
            oldList = true)
        ImmutableList<VolumeSpec> volumes,
    @SpecKey(
            value = "secrets",
            about =
                "Secrets of the cluster's secret store that each task of the pod gets, by name.",
            standard = "none",
            example = "{password: {secret: kafka/password, env-key: PASSWORD}}")
        ImmutableList<SecretSpec> secrets,
    @SpecKey(
            value = "placement",
            about =
                "Which agents the pod may be placed on: Marathon's constraints as JSON, `[[\"hostname\", \"UNIQUE\"]]`, or short as `field:OPERATOR:value` with `,` between them; an object for rules beyond them; or a list of both, of which all must hold.",
            standard = "anywhere",
            example = "['hostname:UNIQUE', {avoid: seed}]")
        @Nullable PlacementRule placement,
    @SpecKey(
            value = "resource-sets",
            about = "Resources that several tasks use, one at a time, by name.",
            standard = "each task has its own",
            example = "{sidecar: {cpus: 0.1, memory: 64}}",
            oldList = true)
        ImmutableMap<String, ResourceSetSpec> resourceSets,
    @SpecKey(
            value = "tasks",
            about =
                "The tasks of each instance, by name. They run on one agent and share its volumes and network.",
            standard = SpecKey.REQUIRED,
            example = "{server: {goal: RUNNING, cmd: ./serve, cpus: 0.5, memory: 256}}")
        ImmutableMap<String, TaskSpec> tasks,
    @SpecKey(
            value = "allow-decommission",
            about =
                "Whether a later configuration may have a smaller `count`: the instances above it are then killed and their volumes destroyed.",
            standard = "false",
            example = "true")
        boolean allowDecommission,
    @SpecKey(
            value = "rollout",
            about =
                "How a deployment or an update goes on from one instance to the next. Each key comes before that of the service's `rollout`.",
            standard = "the service's",
            example = "{max-unavailable: 1, bake-time: 1m}")
        @Nullable RolloutSpec rollout) {

  public PodSpec {
    if (count < 0) {
      throw new IllegalArgumentException("pod " + type + ": count " + count + " is negative");
    }
    if (PlacementRules.allOf().equals(placement)) {
      placement = null;
    }
  }

  /** The same pod type, placed by another rule; without one for null. */
  public PodSpec withPlacement(@Nullable PlacementRule rule) {
    return new PodSpec(
        type,
        count,
        user,
        container,
        preReservedRole,
        uris,
        volumes,
        secrets,
        rule,
        resourceSets,
        tasks,
        allowDecommission,
        rollout);
  }

  /**
   * The statically reserved role that its resources come from; empty for unreserved ones, which
   * {@code *} stands for as well.
   */
  public Optional<String> refinedRole() {
    return Optional.ofNullable(preReservedRole).filter(role -> !role.equals("*"));
  }

  /**
   * The role that its resources are reserved for.
   *
   * @param serviceRole of the whole service
   */
  public String role(String serviceRole) {
    return refinedRole().map(base -> base + "/" + serviceRole).orElse(serviceRole);
  }

  /** A task by name. Throws when the pod has no such task. */
  public TaskSpec task(String name) {
    TaskSpec task = tasks.get(name);
    if (task == null) {
      throw new IllegalArgumentException(
          "no task '" + name + "' in pod " + type + ", only " + tasks.keySet());
    }
    return task;
  }

  /** The resource set that a task uses. */
  public ResourceSetSpec resourceSetOf(TaskSpec task) {
    ResourceSetSpec set = resourceSets.get(task.resourceSet());
    if (set == null) {
      throw new IllegalArgumentException(
          "no resource set '" + task.resourceSet() + "' in pod " + type);
    }
    return set;
  }

  /** Begins a pod type of one instance that may lie anywhere. */
  public static Builder builder(String type) {
    return new Builder(type);
  }

  /** Makes a pod type step by step; what is not given is as when its key is absent from YAML. */
  public static final class Builder {

    private final String type;
    private int count = 1;
    private @Nullable String user;
    private ContainerSpec container = ContainerSpec.PLAIN;
    private @Nullable String preReservedRole;
    private final ImmutableList.Builder<UriSpec> uris = ImmutableList.builder();
    private final ImmutableList.Builder<VolumeSpec> volumes = ImmutableList.builder();
    private final ImmutableList.Builder<SecretSpec> secrets = ImmutableList.builder();
    private @Nullable PlacementRule placement;
    private final Map<String, ResourceSetSpec> resourceSets = new LinkedHashMap<>();
    private final Map<String, TaskSpec> tasks = new LinkedHashMap<>();
    private boolean allowDecommission;
    private @Nullable RolloutSpec rollout;

    private Builder(String type) {
      this.type = type;
    }

    public Builder count(int instances) {
      count = instances;
      return this;
    }

    public Builder user(String systemUser) {
      user = systemUser;
      return this;
    }

    public Builder container(ContainerSpec spec) {
      container = spec;
      return this;
    }

    public Builder preReservedRole(String role) {
      preReservedRole = role;
      return this;
    }

    /** Something that is fetched for each task. */
    public Builder uri(String address) {
      return uri(UriSpec.of(address));
    }

    /** Something that is fetched for each task. */
    public Builder uri(UriSpec spec) {
      uris.add(spec);
      return this;
    }

    /** A volume that all tasks share. */
    public Builder volume(VolumeSpec volume) {
      volumes.add(volume);
      return this;
    }

    public Builder secret(SecretSpec secret) {
      secrets.add(secret);
      return this;
    }

    /** {@link PlacementRules} makes them. */
    public Builder placement(PlacementRule rule) {
      placement = rule;
      return this;
    }

    /** Resources for tasks that name them. Throws when there is a set of that id. */
    public Builder resourceSet(ResourceSetSpec set) {
      if (resourceSets.putIfAbsent(set.id(), set) != null) {
        throw new IllegalArgumentException(
            "pod " + type + " has two resource sets '" + set.id() + "'");
      }
      return this;
    }

    /** A task, with the resources of its own. Throws when there is one of that name. */
    public Builder task(TaskSpec.Builder task) {
      TaskSpec spec = task.build();
      if (tasks.putIfAbsent(spec.name(), spec) != null) {
        throw new IllegalArgumentException("pod " + type + " has two tasks '" + spec.name() + "'");
      }
      task.ownResources().ifPresent(this::resourceSet);
      return this;
    }

    public Builder allowDecommission() {
      allowDecommission = true;
      return this;
    }

    /** How a deployment or an update goes on from one instance to the next. */
    public Builder rollout(RolloutSpec policy) {
      rollout = policy;
      return this;
    }

    /**
     * The pod type. Throws when it has no task, or a task uses a resource set that is not there.
     */
    public PodSpec build() {
      if (tasks.isEmpty()) {
        throw new IllegalArgumentException("pod " + type + " has no task");
      }
      PodSpec pod =
          new PodSpec(
              type,
              count,
              user,
              container,
              preReservedRole,
              uris.build(),
              volumes.build(),
              secrets.build(),
              placement,
              ImmutableMap.copyOf(resourceSets),
              ImmutableMap.copyOf(tasks),
              allowDecommission,
              rollout);
      tasks.values().forEach(pod::resourceSetOf);
      return pod;
    }
  }
}
