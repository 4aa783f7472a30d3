package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.ContainerSpec.ExternalVolumeSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pod type says of its container, directly or, in old specs, below {@code container}. */
final class ContainerDecoder {

  /** Where {@code image}, {@code networks} and {@code rlimits} stand. */
  private final Fields pod;

  private final Optional<Fields> old;
  private final ImmutableMap<String, ContainerSpec.NetworkSpec> networks;

  ContainerDecoder(Fields pod) {
    this.pod = pod;
    this.old =
        pod.legacy("container", "write what it holds one level up, in the pod type itself")
            .mapping();
    this.networks = NetworksDecoder.decode(networksField());
  }

  /** Ports of the tasks are ports of the agent: on its own network, or mapped to it. */
  boolean takesAgentPorts() {
    return networks.isEmpty()
        || networks.values().stream().anyMatch(ContainerSpec.NetworkSpec::mapsPorts);
  }

  /**
   * The container.
   *
   * @param dockerVolumes those that old specs have among the volumes of tasks
   */
  ContainerSpec decode(List<ExternalVolumeSpec> dockerVolumes) {
    ImmutableList<ContainerSpec.HostVolumeSpec> hostVolumes =
        ImmutableList.<ContainerSpec.HostVolumeSpec>builder()
            .addAll(MountsDecoder.hostVolumes(pod.field("host-volumes")))
            .addAll(
                old.map(fields -> MountsDecoder.hostVolumes(fields.field("volumes")))
                    .orElse(ImmutableList.of()))
            .build();
    ImmutableList<ExternalVolumeSpec> externalVolumes =
        ImmutableList.<ExternalVolumeSpec>builder()
            .addAll(MountsDecoder.externalVolumes(pod.field("external-volumes")))
            .addAll(dockerVolumes)
            .build();
    ContainerSpec container =
        new ContainerSpec(
            image(),
            networks,
            RlimitsDecoder.decode(rlimitsField()),
            hostVolumes,
            externalVolumes,
            pod.field("share-pid-namespace").bool().orElse(false),
            SharedMemory.ofPod(pod),
            seccomp());
    old.ifPresent(Fields::finish);
    return container;
  }

  /** Its tasks have an image of their own. */
  boolean hasImage() {
    return !imageField().isAbsent();
  }

  private Field imageField() {
    Field field = pod.field("image");
    return old.isPresent() ? either(field, old.get().field("image-name")) : field;
  }

  private @Nullable String image() {
    return imageField().filledText().optional().orElse(null);
  }

  private Field networksField() {
    Field field = pod.field("networks");
    return old.isPresent() ? either(field, old.get().field("networks")) : field;
  }

  private Field rlimitsField() {
    Field field = pod.field("rlimits");
    return old.isPresent() ? either(field, old.get().field("rlimits")) : field;
  }

  private static Field either(Field field, Field oldField) {
    if (!field.isAbsent() && !oldField.isAbsent()) {
      oldField.error("'" + field.name() + "' of the pod type says it already", "remove it here");
    }
    return field.isAbsent() ? oldField : field;
  }

  private ContainerSpec.@Nullable SeccompSpec seccomp() {
    boolean unconfined = pod.field("seccomp-unconfined").bool().orElse(false);
    Field profileField = pod.field("seccomp-profile-name");
    String profile = profileField.textOrBlank();
    if (unconfined && profile != null) {
      profileField.error(
          "'seccomp-unconfined' says that no profile is used", "remove one of the two");
    }
    if (unconfined) {
      return ContainerSpec.SeccompSpec.UNCONFINED;
    }
    return profile == null ? null : new ContainerSpec.SeccompSpec(profile);
  }
}
