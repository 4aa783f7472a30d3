package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.util.Optional;

/** {@code pods.<type>}. */
final class PodDecoder {

  /**
   * Instances of one pod type. An agent of its own for each would be the largest Mesos cluster
   * known.
   */
  private static final int MOST_INSTANCES = 100_000;

  /** Keys of dcos-commons that the decoder does not know yet. */
  private static final ImmutableSet<String> UNSUPPORTED =
      ImmutableSet.of(
          "image",
          "networks",
          "rlimits",
          "pre-reserved-role",
          "secrets",
          "share-pid-namespace",
          "host-volumes",
          "external-volumes",
          "seccomp-unconfined",
          "seccomp-profile-name",
          "ipc-mode",
          "shm-size");

  private final SpecContext context;
  private final Field field;
  private final Uniques podPaths =
      new Uniques(
          "container path", "a task sees its pod's volumes beside its own, so choose another");
  private final Uniques fixedPorts =
      new Uniques(
          "fixed port", "the ports of a pod are reserved on one agent, so they must differ");

  PodDecoder(SpecContext context, Field field) {
    this.context = context;
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
    String user = fields.field("user").textOrBlank();
    Field placementField = fields.field("placement");
    Optional<PlacementRule> placement =
        new PlacementParser(placementField, context.serviceRegion()).parse(count);
    ResourcesDecoder shared = new ResourcesDecoder(context, podPaths, fixedPorts);
    ImmutableList<VolumeSpec> volumes = shared.podVolumes(fields);
    ImmutableMap.Builder<String, ResourceSetSpec> sets = ImmutableMap.builder();
    fields
        .field("resource-sets")
        .mapping()
        .ifPresent(
            all ->
                all.all()
                    .forEach(set -> shared.set(set).ifPresent(spec -> sets.put(spec.id(), spec))));
    ImmutableMap<String, ResourceSetSpec> namedSets = sets.buildOrThrow();
    ImmutableMap<String, TaskSpec> tasks =
        tasks(type, fields.field("tasks"), namedSets, shared, sets);
    boolean allowDecommission = fields.field("allow-decommission").bool().orElse(false);
    var uris = Uris.decode(fields.field("uris"));
    fields.unsupported(UNSUPPORTED);
    fields.finishLeniently();
    return new PodSpec(
        type,
        count,
        user,
        ContainerSpec.PLAIN,
        null,
        uris,
        volumes,
        ImmutableList.of(),
        placement.orElse(null),
        sets.buildKeepingLast(),
        tasks,
        allowDecommission);
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
