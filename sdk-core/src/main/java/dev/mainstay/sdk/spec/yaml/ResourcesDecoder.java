package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.util.Optional;
import java.util.regex.Pattern;

/** Resources: those of a resource set, of a task that has its own, and a pod's volumes. */
final class ResourcesDecoder {

  /** The keys that make up a resource set. */
  static final ImmutableSet<String> KEYS =
      ImmutableSet.of("cpus", "gpus", "memory", "ports", "volume", "volumes");

  private static final ImmutableSet<String> UNSUPPORTED = ImmutableSet.of("resource-limits");

  /** A path in a sandbox, without folders, as Mesos takes it for a volume. */
  private static final Pattern CONTAINER_PATH = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");

  /** As dcos-commons has it. */
  private static final Pattern PROFILE = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  private final SpecContext context;
  private final Uniques podPaths;
  private final Uniques fixedPorts;

  /**
   * For one pod: its fixed ports must differ, and in a task the pod's volumes meet those of the
   * task's set.
   *
   * @param podPaths takes the paths of the pod's volumes, which are decoded first
   */
  ResourcesDecoder(SpecContext context, Uniques podPaths, Uniques fixedPorts) {
    this.context = context;
    this.podPaths = podPaths;
    this.fixedPorts = fixedPorts;
  }

  /** {@code resource-sets.<id>}. */
  Optional<ResourceSetSpec> set(Field field) {
    String id = Names.part(field);
    if (field.isAbsent()) {
      field.error("the resource set is empty", "give it 'cpus' and 'memory'");
    }
    return field
        .mapping()
        .map(
            fields -> {
              ResourceSetSpec set = decode(id, fields);
              fields.finish();
              return set;
            });
  }

  /** A resource set from fields that may have other keys as well. */
  ResourceSetSpec decode(String id, Fields fields) {
    Scalar cpus = amount(fields.field("cpus"));
    Scalar gpus = amount(fields.field("gpus"));
    Scalar memory = amount(fields.field("memory"));
    var ports = new PortsDecoder(context, fixedPorts).decode(fields.field("ports"));
    if (fields.has("volume") && fields.has("volumes")) {
      fields
          .field("volume")
          .error("both 'volume' and 'volumes' are given", "put all into 'volumes'");
    }
    ImmutableList<VolumeSpec> volumes = volumes(fields, podPaths.copy());
    fields.unsupported(UNSUPPORTED);
    boolean isEmpty =
        cpus.isZero() && gpus.isZero() && memory.isZero() && ports.isEmpty() && volumes.isEmpty();
    if (isEmpty && KEYS.stream().noneMatch(fields::has)) {
      fields.error("there are no resources", "give 'cpus' and 'memory'");
    }
    return new ResourceSetSpec(id, cpus, gpus, memory, ResourceLimitsSpec.NONE, ports, volumes);
  }

  /** {@code volume} and {@code volumes} of the pod itself. */
  ImmutableList<VolumeSpec> podVolumes(Fields fields) {
    return volumes(fields, podPaths);
  }

  private static ImmutableList<VolumeSpec> volumes(Fields fields, Uniques paths) {
    ImmutableList.Builder<VolumeSpec> volumes = ImmutableList.builder();
    fields.field("volume").mapping().ifPresent(volume -> volumes.add(volume(volume, paths)));
    fields
        .field("volumes")
        .mapping()
        .ifPresent(
            named ->
                named
                    .all()
                    .forEach(
                        field ->
                            field
                                .mapping()
                                .ifPresent(volume -> volumes.add(volume(volume, paths)))));
    return volumes.build();
  }

  private static VolumeSpec volume(Fields fields, Uniques paths) {
    Field pathField = fields.field("path");
    String path =
        pathField
            .text()
            .check(
                text -> CONTAINER_PATH.matcher(text).matches(),
                "cannot be a volume's path",
                "use one name of letters, digits, '-' and '_', without '/'")
            .required("say where the volume appears in the sandbox");
    paths.add(path, pathField);
    VolumeSpec.Kind kind =
        fields
            .field("type")
            .oneOf(VolumeSpec.Kind.class)
            .required("write 'type: ROOT' or 'type: MOUNT'");
    Scalar size =
        fields
            .field("size")
            .amount()
            .check(Scalar::isPositive, "is no size", "give it in MB, more than 0")
            .required("give it in MB");
    ImmutableList.Builder<String> profiles = ImmutableList.builder();
    Field profilesField = fields.field("profiles");
    for (Field item : profilesField.items()) {
      item.text()
          .check(
              text -> PROFILE.matcher(text).matches(),
              "cannot be a disk profile",
              "use up to 128 letters, digits, '_', '.' and '-'")
          .optional()
          .ifPresent(profiles::add);
    }
    if (kind == VolumeSpec.Kind.ROOT && !profilesField.items().isEmpty()) {
      profilesField.error(
          "a ROOT volume has no disk profiles", "remove them, or write 'type: MOUNT'");
    }
    fields.finish();
    return new VolumeSpec(path, kind, size, profiles.build());
  }

  private static Scalar amount(Field field) {
    return field
        .amount()
        .check(
            Scalar::isPositive,
            "is no amount",
            "write more than 0, or leave '" + field.name() + "' out")
        .orElse(Scalar.ZERO);
  }
}
