package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import dev.mainstay.sdk.mesos.NetworkInfo;
import dev.mainstay.sdk.mesos.Secret;
import dev.mainstay.sdk.mesos.Volume;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Volume.Source.SandboxPath;
import org.jspecify.annotations.Nullable;

/** Commands, containers, volumes, networks and secrets. */
final class ContainerWire {

  private ContainerWire() {}

  static Protos.CommandInfo command(CommandInfo command) {
    Protos.CommandInfo.Builder proto =
        Protos.CommandInfo.newBuilder()
            .setShell(command.shell())
            .addAllArguments(command.arguments());
    command.uris().forEach(uri -> proto.addUris(uri(uri)));
    if (!command.environment().isEmpty()) {
      command
          .environment()
          .forEach(variable -> proto.getEnvironmentBuilder().addVariables(variable(variable)));
    }
    String value = command.value();
    if (value != null) {
      proto.setValue(value);
    }
    String user = command.user();
    if (user != null) {
      proto.setUser(user);
    }
    return proto.build();
  }

  static CommandInfo command(Protos.CommandInfo proto) {
    return new CommandInfo(
        proto.getShell(),
        proto.hasValue() ? proto.getValue() : null,
        ImmutableList.copyOf(proto.getArgumentsList()),
        proto.getUrisList().stream()
            .map(ContainerWire::uri)
            .collect(ImmutableList.toImmutableList()),
        proto.getEnvironment().getVariablesList().stream()
            .map(ContainerWire::variable)
            .collect(ImmutableList.toImmutableList()),
        proto.hasUser() ? proto.getUser() : null);
  }

  static Protos.ContainerInfo container(ContainerInfo container) {
    Protos.ContainerInfo.Builder proto = Protos.ContainerInfo.newBuilder();
    String image = container.image();
    switch (container.kind()) {
      case MESOS -> {
        proto.setType(Protos.ContainerInfo.Type.MESOS);
        if (image != null) {
          proto.getMesosBuilder().getImageBuilder().setType(Protos.Image.Type.DOCKER);
          proto.getMesosBuilder().getImageBuilder().getDockerBuilder().setName(image);
        }
      }
      case DOCKER -> {
        proto.setType(Protos.ContainerInfo.Type.DOCKER);
        if (image != null) {
          proto.getDockerBuilder().setImage(image);
        }
      }
    }
    String hostname = container.hostname();
    if (hostname != null) {
      proto.setHostname(hostname);
    }
    container.volumes().forEach(volume -> proto.addVolumes(volume(volume)));
    container.networks().forEach(network -> proto.addNetworkInfos(network(network)));
    container
        .rlimits()
        .forEach(limit -> proto.getRlimitInfoBuilder().addRlimits(resourceLimit(limit)));
    ContainerInfo.LinuxInfo linux = container.linux();
    if (linux != null) {
      proto.setLinuxInfo(linux(linux));
    }
    return proto.build();
  }

  static ContainerInfo container(Protos.ContainerInfo proto) {
    return new ContainerInfo(
        switch (proto.getType()) {
          case MESOS -> ContainerInfo.Kind.MESOS;
          case DOCKER -> ContainerInfo.Kind.DOCKER;
        },
        image(proto),
        proto.hasHostname() ? proto.getHostname() : null,
        proto.getVolumesList().stream()
            .map(ContainerWire::volume)
            .collect(ImmutableList.toImmutableList()),
        proto.getNetworkInfosList().stream()
            .map(ContainerWire::network)
            .collect(ImmutableList.toImmutableList()),
        proto.getRlimitInfo().getRlimitsList().stream()
            .map(ContainerWire::resourceLimit)
            .collect(ImmutableList.toImmutableList()),
        proto.hasLinuxInfo() ? linux(proto.getLinuxInfo()) : null);
  }

  static Protos.Volume volume(Volume volume) {
    Protos.Volume.Builder proto =
        Protos.Volume.newBuilder()
            .setContainerPath(volume.containerPath())
            .setMode(
                switch (volume.mode()) {
                  case RW -> Protos.Volume.Mode.RW;
                  case RO -> Protos.Volume.Mode.RO;
                });
    String hostPath = volume.hostPath();
    if (hostPath != null) {
      proto.setHostPath(hostPath);
    }
    Volume.Source source = volume.source();
    if (source != null) {
      proto.setSource(source.accept(new SourceWriter()));
    }
    return proto.build();
  }

  static Volume volume(Protos.Volume proto) {
    return new Volume(
        proto.getContainerPath(),
        switch (proto.getMode()) {
          case RW -> Volume.Mode.RW;
          case RO -> Volume.Mode.RO;
        },
        proto.hasHostPath() ? proto.getHostPath() : null,
        proto.hasSource() ? source(proto.getSource()) : null);
  }

  static Protos.NetworkInfo network(NetworkInfo network) {
    Protos.NetworkInfo.Builder proto = Protos.NetworkInfo.newBuilder();
    for (NetworkInfo.IpAddress address : network.ipAddresses()) {
      proto
          .addIpAddressesBuilder()
          .setProtocol(Protos.NetworkInfo.Protocol.valueOf(address.protocol()))
          .setIpAddress(address.address());
    }
    String name = network.name();
    if (name != null) {
      proto.setName(name);
    }
    if (!network.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(network.labels()));
    }
    for (NetworkInfo.PortMapping mapping : network.portMappings()) {
      Protos.NetworkInfo.PortMapping.Builder one =
          proto
              .addPortMappingsBuilder()
              .setHostPort(mapping.hostPort())
              .setContainerPort(mapping.containerPort());
      String protocol = mapping.protocol();
      if (protocol != null) {
        one.setProtocol(protocol);
      }
    }
    return proto.build();
  }

  static NetworkInfo network(Protos.NetworkInfo proto) {
    return new NetworkInfo(
        proto.hasName() ? proto.getName() : null,
        proto.getIpAddressesList().stream()
            .map(one -> new NetworkInfo.IpAddress(one.getProtocol().name(), one.getIpAddress()))
            .collect(ImmutableList.toImmutableList()),
        CommonWire.labels(proto.getLabels()),
        proto.getPortMappingsList().stream()
            .map(
                one ->
                    new NetworkInfo.PortMapping(
                        one.getHostPort(),
                        one.getContainerPort(),
                        one.hasProtocol() ? one.getProtocol() : null))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Protos.CommandInfo.URI uri(CommandInfo.Uri uri) {
    Protos.CommandInfo.URI.Builder proto =
        Protos.CommandInfo.URI
            .newBuilder()
            .setValue(uri.value())
            .setExecutable(uri.executable())
            .setExtract(uri.extract())
            .setCache(uri.cache());
    String outputFile = uri.outputFile();
    if (outputFile != null) {
      proto.setOutputFile(outputFile);
    }
    return proto.build();
  }

  private static CommandInfo.Uri uri(Protos.CommandInfo.URI proto) {
    return new CommandInfo.Uri(
        proto.getValue(),
        proto.getExecutable(),
        proto.getExtract(),
        proto.getCache(),
        proto.hasOutputFile() ? proto.getOutputFile() : null);
  }

  private static Protos.Environment.Variable variable(EnvironmentVariable variable) {
    Protos.Environment.Variable.Builder proto =
        Protos.Environment.Variable.newBuilder().setName(variable.name());
    String value = variable.value();
    if (value != null) {
      proto.setType(Protos.Environment.Variable.Type.VALUE).setValue(value);
    }
    Secret secret = variable.secret();
    if (secret != null) {
      proto.setType(Protos.Environment.Variable.Type.SECRET).setSecret(secret(secret));
    }
    return proto.build();
  }

  private static EnvironmentVariable variable(Protos.Environment.Variable proto) {
    return new EnvironmentVariable(
        proto.getName(),
        proto.hasValue() ? proto.getValue() : null,
        proto.hasSecret() ? secret(proto.getSecret()) : null);
  }

  private static Protos.Secret secret(Secret secret) {
    Protos.Secret.Builder proto = Protos.Secret.newBuilder();
    String reference = secret.referenceName();
    if (reference != null) {
      proto.setType(Protos.Secret.Type.REFERENCE).getReferenceBuilder().setName(reference);
    }
    byte[] value = secret.value();
    if (value != null) {
      proto.setType(Protos.Secret.Type.VALUE).getValueBuilder().setData(ByteString.copyFrom(value));
    }
    return proto.build();
  }

  private static Secret secret(Protos.Secret proto) {
    return new Secret(
        proto.hasReference() ? proto.getReference().getName() : null,
        proto.hasValue() ? proto.getValue().getData().toByteArray() : null);
  }

  private static Protos.RLimitInfo.RLimit resourceLimit(ContainerInfo.ResourceLimit limit) {
    Protos.RLimitInfo.RLimit.Builder proto =
        Protos.RLimitInfo.RLimit.newBuilder()
            .setType(Protos.RLimitInfo.RLimit.Type.valueOf(limit.type()));
    Long hard = limit.hard();
    if (hard != null) {
      proto.setHard(hard);
    }
    Long soft = limit.soft();
    if (soft != null) {
      proto.setSoft(soft);
    }
    return proto.build();
  }

  private static ContainerInfo.ResourceLimit resourceLimit(Protos.RLimitInfo.RLimit proto) {
    return new ContainerInfo.ResourceLimit(
        proto.getType().name(),
        proto.hasSoft() ? proto.getSoft() : null,
        proto.hasHard() ? proto.getHard() : null);
  }

  private static Protos.LinuxInfo linux(ContainerInfo.LinuxInfo linux) {
    Protos.LinuxInfo.Builder proto = Protos.LinuxInfo.newBuilder();
    Boolean sharePid = linux.sharePidNamespace();
    if (sharePid != null) {
      proto.setSharePidNamespace(sharePid);
    }
    String ipcMode = linux.ipcMode();
    if (ipcMode != null) {
      proto.setIpcMode(Protos.LinuxInfo.IpcMode.valueOf(ipcMode));
    }
    Integer shmSize = linux.shmSizeMb();
    if (shmSize != null) {
      proto.setShmSize(shmSize);
    }
    String profile = linux.seccompProfile();
    if (profile != null) {
      proto.getSeccompBuilder().setProfileName(profile);
    }
    Boolean unconfined = linux.seccompUnconfined();
    if (unconfined != null) {
      proto.getSeccompBuilder().setUnconfined(unconfined);
    }
    Boolean shareCgroups = linux.shareCgroups();
    if (shareCgroups != null) {
      proto.setShareCgroups(shareCgroups);
    }
    return proto.build();
  }

  private static ContainerInfo.LinuxInfo linux(Protos.LinuxInfo proto) {
    return new ContainerInfo.LinuxInfo(
        proto.hasSharePidNamespace() ? proto.getSharePidNamespace() : null,
        proto.hasIpcMode() ? proto.getIpcMode().name() : null,
        proto.hasShmSize() ? proto.getShmSize() : null,
        proto.getSeccomp().hasProfileName() ? proto.getSeccomp().getProfileName() : null,
        proto.getSeccomp().hasUnconfined() ? proto.getSeccomp().getUnconfined() : null,
        proto.hasShareCgroups() ? proto.getShareCgroups() : null);
  }

  private static @Nullable String image(Protos.ContainerInfo proto) {
    if (proto.hasDocker()) {
      return proto.getDocker().getImage();
    }
    return proto.getMesos().getImage().hasDocker()
        ? proto.getMesos().getImage().getDocker().getName()
        : null;
  }

  private static Volume.Source source(Protos.Volume.Source proto) {
    return switch (proto.getType()) {
      case SANDBOX_PATH ->
          new Volume.Source.SandboxPath(
              proto.getSandboxPath().getType() == SandboxPath.Type.PARENT
                  ? Volume.Source.SandboxPath.Owner.PARENT
                  : Volume.Source.SandboxPath.Owner.SELF,
              proto.getSandboxPath().getPath());
      case HOST_PATH -> new Volume.Source.HostPath(proto.getHostPath().getPath());
      case SECRET -> new Volume.Source.SecretFile(secret(proto.getSecret()));
      case DOCKER_VOLUME -> dockerVolume(proto.getDockerVolume());
      case UNKNOWN, CSI_VOLUME ->
          throw new WireFormatException("volume source " + proto.getType() + " is not supported");
    };
  }

  private static Volume.Source.DockerVolume dockerVolume(Protos.Volume.Source.DockerVolume proto) {
    return new Volume.Source.DockerVolume(
        proto.hasDriver() ? proto.getDriver() : null,
        proto.getName(),
        proto.getDriverOptions().getParameterList().stream()
            .collect(
                ImmutableSortedMap.toImmutableSortedMap(
                    String::compareTo,
                    Protos.Parameter::getKey,
                    Protos.Parameter::getValue,
                    (one, other) -> one)));
  }

  /** One message for each kind of source. */
  private static final class SourceWriter implements Volume.Source.Visitor<Protos.Volume.Source> {

    @Override
    public Protos.Volume.Source sandboxPath(Volume.Source.SandboxPath source) {
      SandboxPath.Type owner =
          switch (source.owner()) {
            case SELF -> SandboxPath.Type.SELF;
            case PARENT -> SandboxPath.Type.PARENT;
          };
      return Protos.Volume.Source.newBuilder()
          .setType(Protos.Volume.Source.Type.SANDBOX_PATH)
          .setSandboxPath(SandboxPath.newBuilder().setType(owner).setPath(source.path()))
          .build();
    }

    @Override
    public Protos.Volume.Source hostPath(Volume.Source.HostPath source) {
      return Protos.Volume.Source.newBuilder()
          .setType(Protos.Volume.Source.Type.HOST_PATH)
          .setHostPath(Protos.Volume.Source.HostPath.newBuilder().setPath(source.path()))
          .build();
    }

    @Override
    public Protos.Volume.Source secretFile(Volume.Source.SecretFile source) {
      return Protos.Volume.Source.newBuilder()
          .setType(Protos.Volume.Source.Type.SECRET)
          .setSecret(secret(source.secret()))
          .build();
    }

    @Override
    public Protos.Volume.Source dockerVolume(Volume.Source.DockerVolume source) {
      Protos.Volume.Source.Builder proto =
          Protos.Volume.Source.newBuilder().setType(Protos.Volume.Source.Type.DOCKER_VOLUME);
      Protos.Volume.Source.DockerVolume.Builder volume =
          proto.getDockerVolumeBuilder().setName(source.name());
      String driver = source.driver();
      if (driver != null) {
        volume.setDriver(driver);
      }
      source
          .options()
          .forEach(
              (key, value) ->
                  volume
                      .getDriverOptionsBuilder()
                      .addParameterBuilder()
                      .setKey(key)
                      .setValue(value));
      return proto.build();
    }
  }
}
