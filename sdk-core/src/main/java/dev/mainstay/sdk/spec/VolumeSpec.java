package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;

/**
 * A persistent volume.
 *
 * @param path in the container, relative to the sandbox
 * @param size in MB
 * @param profiles disk profiles that a MOUNT volume may come from; empty for any
 */
@SpecKey.Legacy(
    value = "docker_volume_name",
    instead = "Write the volume below `external-volumes` of the pod.")
@SpecKey.Legacy(
    value = "docker_volume_driver",
    instead = "Write the volume below `external-volumes` of the pod.")
@SpecKey.Legacy(
    value = "docker_driver_options",
    instead = "Write the volume below `external-volumes` of the pod.")
public record VolumeSpec(
    @SpecKey(
            value = "path",
            about = "Where the tasks see the volume: one name in their sandbox.",
            standard = SpecKey.REQUIRED,
            example = "data")
        String path,
    @SpecKey(
            value = "type",
            about =
                "`ROOT` for a part of the agent's root disk, `MOUNT` for a whole disk of its own.",
            standard = SpecKey.REQUIRED,
            example = "ROOT")
        Kind kind,
    @SpecKey(
            value = "size",
            about = "Size in MB; a `MOUNT` disk is at least as large.",
            standard = SpecKey.REQUIRED,
            example = "1024")
        Scalar size,
    @SpecKey(
            value = "profiles",
            about = "Disk profiles that a `MOUNT` volume may come from.",
            standard = "any disk",
            example = "[fast, xfs]")
        ImmutableList<String> profiles) {

  /** On what it lies. */
  public enum Kind {
    /** Part of the agent's root disk. */
    ROOT,
    /** A whole mounted disk. */
    MOUNT
  }
}
