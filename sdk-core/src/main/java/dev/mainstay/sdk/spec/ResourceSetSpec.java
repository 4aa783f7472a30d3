package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;

/**
 * Resources that are reserved once and used by one task at a time. A task that lists its own
 * resources gets a set of its own, named {@code <task>-resource-set}.
 *
 * @param cpus in cpus
 * @param gpus whole gpus
 * @param memory in MB
 * @param limits how far its task may go beyond
 * @param volumes persistent volumes of this set alone
 */
@SpecKey.Legacy(value = "resources", instead = "Write `cpus`, `gpus` and `memory` in its place.")
@SpecKey.Legacy(value = "mem", instead = "Write `memory`.")
@SpecKey.Legacy(value = "endpoints", instead = "Write `ports`.")
public record ResourceSetSpec(
    @SpecKey.Name(about = "The resource set's name.", example = "sidecar") String id,
    @SpecKey(value = "cpus", about = "Cpus, also in fractions.", standard = "0", example = "0.5")
        Scalar cpus,
    @SpecKey(value = "gpus", about = "Whole gpus.", standard = "0", example = "1") Scalar gpus,
    @SpecKey(value = "memory", about = "Memory in MB.", standard = "0", example = "1024")
        Scalar memory,
    @SpecKey(
            value = "resource-limits",
            about = "How far the task may go beyond what is reserved.",
            standard = "not at all",
            example = "{cpus: unlimited, memory: 2048}")
        ResourceLimitsSpec limits,
    @SpecKey(
            value = "ports",
            about = "Ports of the agent, by name.",
            standard = "none",
            example = "{http: {port: 8080, advertise: true}}",
            oldList = true)
        ImmutableList<PortSpec> ports,
    @SpecKey(
            value = "volumes",
            about = "Persistent volumes of these resources alone. The names are yours.",
            standard = "none",
            example = "{data: {path: data, type: ROOT, size: 1024}}",
            form = SpecKey.Form.NUMBERED,
            single = "volume",
            oldList = true)
        ImmutableList<VolumeSpec> volumes) {

  /** Follows the name of a task in the id of the set that it has of its own. */
  public static final String OWN_SUFFIX = "-resource-set";

  /** Begins a set without resources. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Makes a resource set step by step; what is not given is none. */
  public static final class Builder {

    private final String id;
    private Scalar cpus = Scalar.ZERO;
    private Scalar gpus = Scalar.ZERO;
    private Scalar memory = Scalar.ZERO;
    private ResourceLimitsSpec limits = ResourceLimitsSpec.NONE;
    private final ImmutableList.Builder<PortSpec> ports = ImmutableList.builder();
    private final ImmutableList.Builder<VolumeSpec> volumes = ImmutableList.builder();

    private Builder(String id) {
      this.id = id;
    }

    public Builder cpus(double amount) {
      cpus = Scalar.of(amount);
      return this;
    }

    public Builder gpus(long whole) {
      gpus = Scalar.of(whole);
      return this;
    }

    /** Memory in MB. */
    public Builder memory(long megabytes) {
      memory = Scalar.of(megabytes);
      return this;
    }

    public Builder limits(ResourceLimitsSpec spec) {
      limits = spec;
      return this;
    }

    public Builder port(PortSpec port) {
      ports.add(port);
      return this;
    }

    public Builder volume(VolumeSpec volume) {
      volumes.add(volume);
      return this;
    }

    public ResourceSetSpec build() {
      return new ResourceSetSpec(id, cpus, gpus, memory, limits, ports.build(), volumes.build());
    }
  }
}
