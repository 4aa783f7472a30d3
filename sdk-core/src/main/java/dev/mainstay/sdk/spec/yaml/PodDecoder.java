package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code pods.<type>}. */
final class PodDecoder {

  /**
   * Instances of one pod type. An agent of its own for each would be the largest Mesos cluster
   * known.
   */
  private static final int MOST_INSTANCES = 100_000;

  private final SpecContext context;
  private final ImmutableSet<String> podTypes;
  private final @Nullable RolloutSpec rollout;
  private final Field field;

  /**
   * One pod type.
   *
   * @param podTypes all that the service has
   * @param rollout the service's
   */
  PodDecoder(
      SpecContext context,
      ImmutableSet<String> podTypes,
      @Nullable RolloutSpec rollout,
      Field field) {
    this.context = context;
    this.podTypes = podTypes;
    this.rollout = rollout;
    this.field = field;
  }

  Optional<PodSpec> decode() {
    String type = Names.part(field);
    if (field.isAbsent()) {
      field.error("the pod type is empty", "give it at least 'count' and 'tasks'");
    }
    return field.mapping().map(fields -> decode(type, fields));
  }

  private PodSpec decode(String type, Fields fields) {
    int count =
        fields
            .field("count")
            .integer(0, MOST_INSTANCES)
            .required("say how many instances there are, as 'count: 1'");
    String user = user(fields.field("user"));
    Optional<PlacementRule> placement =
        new PlacementDecoder(podTypes, context.serviceRegion())
            .decode(fields.field("placement"), count);
    ContainerDecoder container = new ContainerDecoder(fields);
    VolumesDecoder volumesDecoder = new VolumesDecoder(container.hasImage());
    ImmutableList<VolumeSpec> volumes = volumesDecoder.ofPod(fields);
    ResourcesDecoder resources =
        new ResourcesDecoder(context, volumesDecoder, container.takesAgentPorts());
    ImmutableMap<String, ResourceSetSpec> namedSets = resources.sets(fields.field("resource-sets"));
    ImmutableMap.Builder<String, ResourceSetSpec> sets =
        ImmutableMap.<String, ResourceSetSpec>builder().putAll(namedSets);
    ImmutableMap<String, TaskSpec> tasks =
        tasks(type, fields.field("tasks"), namedSets, resources, sets);
    boolean allowDecommission = fields.field("allow-decommission").bool().orElse(false);
    PodSpec pod =
        new PodSpec(
            type,
            count,
            user,
            container.decode(volumesDecoder.dockerVolumes()),
            preReservedRole(fields.field("pre-reserved-role")),
            Uris.decode(fields.field("uris")),
            volumes,
            SecretsDecoder.decode(fields.field("secrets")),
            placement.orElse(null),
            sets.buildKeepingLast(),
            tasks,
            allowDecommission,
            RolloutDecoder.ofPod(fields.field("rollout"), rollout));
    fields.finishLeniently();
    new VolumePaths(pod, fields.field("tasks")).check();
    return pod;
  }

  private static @Nullable String user(Field field) {
    String user = field.textOrBlank();
    if (user != null) {
      field.warning(
          "the pod's tasks run as '" + user + "', which dcos-commons ignores",
          "write 'user' below 'scheduler' if it is meant for the whole service");
    }
    return user;
  }

  /** The role; {@code *} is the one of resources that are not reserved. */
  private static @Nullable String preReservedRole(Field field) {
    String role = field.textOrBlank();
    return role == null || role.equals("*") ? null : role;
  }

  private ImmutableMap<String, TaskSpec> tasks(
      String type,
      Field tasksField,
      ImmutableMap<String, ResourceSetSpec> namedSets,
      ResourcesDecoder resources,
      ImmutableMap.Builder<String, ResourceSetSpec> ownSets) {
    if (tasksField.isAbsent()) {
      tasksField.missing("add at least one task below 'tasks:'");
      return ImmutableMap.of();
    }
    ImmutableMap.Builder<String, TaskSpec> tasks = ImmutableMap.builder();
    Optional<Fields> all = tasksField.mapping();
    if (all.isPresent() && all.get().all().isEmpty()) {
      tasksField.error("the pod has no task", "add at least one");
    }
    all.ifPresent(
        named ->
            named
                .all()
                .forEach(
                    task ->
                        new TaskDecoder(context, type, task, resources)
                            .decode(namedSets, ownSets)
                            .ifPresent(spec -> tasks.put(spec.name(), spec))));
    return tasks.buildOrThrow();
  }
}
