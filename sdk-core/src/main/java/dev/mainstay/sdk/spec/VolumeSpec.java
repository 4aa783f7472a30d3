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
public record VolumeSpec(String path, Kind kind, Scalar size, ImmutableList<String> profiles) {

  /** On what it lies. */
  public enum Kind {
    /** Part of the agent's root disk. */
    ROOT,
    /** A whole mounted disk. */
    MOUNT
  }
}
