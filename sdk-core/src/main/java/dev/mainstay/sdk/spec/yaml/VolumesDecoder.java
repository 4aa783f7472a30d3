package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.ContainerSpec.ExternalVolumeSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code volume} and {@code volumes} of a pod type: its own and those of its resource sets. */
final class VolumesDecoder {

  /** A path in a sandbox, without folders, as Mesos takes it for a volume. */
  private static final Pattern CONTAINER_PATH = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");

  /** A path of the container's own root, in old specs. */
  private static final Pattern ABSOLUTE_PATH =
      Pattern.compile("/[a-zA-Z0-9][a-zA-Z0-9._-]*(?:/[a-zA-Z0-9][a-zA-Z0-9._-]*)*");

  /** As dcos-commons has it. */
  private static final Pattern PROFILE = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  /** The type of a volume in old specs that a Docker volume driver provides. */
  private static final String DOCKER = "DOCKER";

  private static final String REMEDY = "give it 'path', 'type' and 'size'";

  private final Uniques podPaths =
      Uniques.warning(
          "container path",
          "a task sees its pod's volumes beside its own, and many agents refuse two at one path: choose another");
  private final List<ExternalVolumeSpec> dockerVolumes = new ArrayList<>();
  private final boolean image;

  /**
   * For one pod type.
   *
   * @param image whether its tasks have an image of their own
   */
  VolumesDecoder(boolean image) {
    this.image = image;
  }

  /** Of the pod itself; decoded before those of its resource sets. */
  ImmutableList<VolumeSpec> ofPod(Fields fields) {
    return decode(fields, true);
  }

  /** Of a resource set. */
  ImmutableList<VolumeSpec> ofSet(Fields fields) {
    return decode(fields, false);
  }

  /** Volumes of type DOCKER among those decoded so far. */
  List<ExternalVolumeSpec> dockerVolumes() {
    return dockerVolumes;
  }

  private ImmutableList<VolumeSpec> decode(Fields fields, boolean pod) {
    Uniques paths = new Uniques("container path", "each volume needs one of its own");
    if (fields.has("volume") && fields.has("volumes")) {
      fields
          .field("volume")
          .error("both 'volume' and 'volumes' are given", "put all into 'volumes'");
    }
    ImmutableList.Builder<VolumeSpec> volumes = ImmutableList.builder();
    fields
        .field("volume")
        .mapping()
        .flatMap(volume -> volume(volume, paths, pod))
        .ifPresent(volumes::add);
    for (Entries.Entry entry : Entries.orItems(fields.field("volumes"), "volume", REMEDY)) {
      volume(entry.fields(), paths, pod).ifPresent(volumes::add);
    }
    return volumes.build();
  }

  private Optional<VolumeSpec> volume(Fields fields, Uniques paths, boolean pod) {
    Field pathField = fields.field("path");
    String path =
        pathField
            .text()
            .check(
                text ->
                    CONTAINER_PATH.matcher(text).matches() || ABSOLUTE_PATH.matcher(text).matches(),
                "cannot be a volume's path",
                "use one name of letters, digits, '-' and '_', without '/'")
            .required("say where the volume appears in the sandbox");
    if (path.startsWith("/")) {
      boolean docker = fields.field("type").says(DOCKER);
      tellOfAbsolute(path, pathField, pod && !docker, image || docker);
    }
    paths.add(path, pathField);
    if (pod) {
      podPaths.add(path, pathField);
    } else {
      podPaths.tellIfThere(path, pathField);
    }
    Optional<VolumeSpec> volume;
    if (fields.field("type").says(DOCKER)) {
      dockerVolumes.add(MountsDecoder.dockerVolume(path, fields));
      fields.ignored("size", "a Docker volume driver takes it among its options");
      volume = Optional.empty();
    } else {
      String remedy = "only a volume of type " + DOCKER + " has it";
      fields.ignored("docker_volume_name", remedy);
      fields.ignored("docker_volume_driver", remedy);
      fields.ignored("docker_driver_options", remedy);
      volume = Optional.of(persistent(path, fields));
    }
    fields.finish();
    return volume;
  }

  private static void tellOfAbsolute(String path, Field field, boolean podsOwn, boolean mounted) {
    String remedy = "use one name of letters, digits, '-' and '_', without '/'";
    if (podsOwn) {
      field.error(
          "'" + path + "' is no path of the sandbox, where the volumes of a pod itself are",
          remedy);
    } else if (mounted) {
      field.warning(
          "'" + path + "' is a path of a container with an image of its own, not of the sandbox",
          remedy);
    } else {
      field.warning(
          "'"
              + path
              + "' is a path of a container with an image of its own: without 'image' nothing is"
              + " mounted there, and data in it is not kept",
          remedy);
    }
  }

  private static VolumeSpec persistent(String path, Fields fields) {
    VolumeSpec.Kind kind =
        fields
            .field("type")
            .oneOf(VolumeSpec.Kind.class)
            .required("write 'type: ROOT' or 'type: MOUNT'");
    Scalar size =
        fields
            .field("size")
            .megabytes()
            .check(
                amount -> amount.atLeast(Scalar.of(1)),
                "is no size of a volume",
                "give it in MB, at least 1")
            .required("give it in MB");
    Field profilesField = fields.field("profiles");
    if (kind == VolumeSpec.Kind.ROOT && !profilesField.items().isEmpty()) {
      profilesField.error(
          "a ROOT volume has no disk profiles", "remove them, or write 'type: MOUNT'");
    }
    return new VolumeSpec(path, kind, size, profiles(profilesField));
  }

  private static ImmutableList<String> profiles(Field field) {
    ImmutableList.Builder<String> profiles = ImmutableList.builder();
    Uniques uniques = new Uniques("disk profile", "remove one");
    for (Field item : field.items()) {
      if (item.isAbsent()) {
        item.error("the disk profile is empty", "name one, or remove the item");
      }
      item.text()
          .check(
              text -> PROFILE.matcher(text).matches(),
              "cannot be a disk profile",
              "use up to 128 letters, digits, '_', '.' and '-'")
          .optional()
          .ifPresent(
              profile -> {
                uniques.add(profile, item);
                profiles.add(profile);
              });
    }
    return profiles.build();
  }
}
