package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** How a task is advertised to service discovery. */
public record DiscoveryInfo(
    Visibility visibility,
    @Nullable String name,
    @Nullable String environment,
    @Nullable String location,
    @Nullable String version,
    ImmutableList<Port> ports,
    ImmutableList<Label> labels) {

  /** Who may see it. */
  public enum Visibility {
    FRAMEWORK,
    CLUSTER,
    EXTERNAL
  }

  /** An advertised port. */
  public record Port(
      int number,
      @Nullable String name,
      @Nullable String protocol,
      @Nullable Visibility visibility,
      ImmutableList<Label> labels) {}
}
