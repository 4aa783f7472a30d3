package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import com.google.protobuf.UnknownFieldSet;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MasterInfo;
import java.net.Inet4Address;
import org.apache.mesos.v1.Protos;
import org.jspecify.annotations.Nullable;

/** Who talks: frameworks and masters. */
public final class FrameworkWire {

  /** A capability of Mesos 1.12 masters; the messages are those of 1.11, which do not name it. */
  private static final String QUOTA_V2 = "QUOTA_V2";

  private static final long QUOTA_V2_NUMBER = 3;

  private FrameworkWire() {}

  public static Protos.FrameworkInfo toProto(FrameworkInfo framework) {
    Protos.FrameworkInfo.Builder proto =
        Protos.FrameworkInfo.newBuilder()
            .setUser(framework.user())
            .setName(framework.name())
            .addAllRoles(framework.roles())
            .setFailoverTimeout(CommonWire.seconds(framework.failoverTimeout()))
            .setCheckpoint(framework.checkpoint());
    FrameworkId id = framework.id();
    if (id != null) {
      proto.setId(Ids.framework(id));
    }
    String role = framework.role();
    if (role != null) {
      setSingleRole(proto, role);
    }
    String hostname = framework.hostname();
    if (hostname != null) {
      proto.setHostname(hostname);
    }
    String principal = framework.principal();
    if (principal != null) {
      proto.setPrincipal(principal);
    }
    String webuiUrl = framework.webuiUrl();
    if (webuiUrl != null) {
      proto.setWebuiUrl(webuiUrl);
    }
    for (FrameworkInfo.Capability capability : framework.capabilities()) {
      proto
          .addCapabilitiesBuilder()
          .setType(Protos.FrameworkInfo.Capability.Type.valueOf(capability.name()));
    }
    if (!framework.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(framework.labels()));
    }
    return proto.build();
  }

  public static FrameworkInfo fromProto(Protos.FrameworkInfo proto) {
    return new FrameworkInfo(
        proto.getUser(),
        proto.getName(),
        proto.hasId() && !proto.getId().getValue().isEmpty() ? Ids.framework(proto.getId()) : null,
        singleRole(proto),
        ImmutableList.copyOf(proto.getRolesList()),
        CommonWire.duration(proto.getFailoverTimeout()),
        proto.getCheckpoint(),
        proto.hasHostname() ? proto.getHostname() : null,
        proto.hasPrincipal() ? proto.getPrincipal() : null,
        proto.hasWebuiUrl() ? proto.getWebuiUrl() : null,
        proto.getCapabilitiesList().stream()
            .map(one -> FrameworkInfo.Capability.valueOf(one.getType().name()))
            .collect(ImmutableList.toImmutableList()),
        CommonWire.labels(proto.getLabels()));
  }

  public static Protos.MasterInfo master(MasterInfo master) {
    Address address = master.address();
    Protos.MasterInfo.Builder proto =
        Protos.MasterInfo.newBuilder()
            .setId(master.id())
            .setIp(packedIp(address.ip()))
            .setPort(address.port())
            .setAddress(CommonWire.address(address));
    String hostname = address.hostname();
    if (hostname != null) {
      proto.setHostname(hostname);
    }
    String pid = master.pid();
    if (pid != null) {
      proto.setPid(pid);
    }
    String version = master.version();
    if (version != null) {
      proto.setVersion(version);
    }
    Domain domain = master.domain();
    if (domain != null) {
      proto.setDomain(CommonWire.domain(domain));
    }
    for (String capability : master.capabilities()) {
      proto.addCapabilities(capability(capability));
    }
    return proto.build();
  }

  static MasterInfo master(Protos.MasterInfo proto) {
    return new MasterInfo(
        proto.getId(),
        proto.hasAddress()
            ? CommonWire.address(proto.getAddress())
            : new Address(
                proto.hasHostname() ? proto.getHostname() : null,
                unpackedIp(proto.getIp()),
                proto.getPort()),
        proto.hasPid() ? proto.getPid() : null,
        proto.hasVersion() ? proto.getVersion() : null,
        proto.hasDomain() ? CommonWire.domain(proto.getDomain()) : null,
        proto.getCapabilitiesList().stream()
            .map(FrameworkWire::capability)
            .collect(ImmutableList.toImmutableList()));
  }

  private static Protos.MasterInfo.Capability capability(String name) {
    if (!name.equals(QUOTA_V2)) {
      return Protos.MasterInfo.Capability.newBuilder()
          .setType(Protos.MasterInfo.Capability.Type.valueOf(name))
          .build();
    }
    return Protos.MasterInfo.Capability.newBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    Protos.MasterInfo.Capability.TYPE_FIELD_NUMBER,
                    UnknownFieldSet.Field.newBuilder().addVarint(QUOTA_V2_NUMBER).build())
                .build())
        .build();
  }

  private static String capability(Protos.MasterInfo.Capability proto) {
    return proto
            .getUnknownFields()
            .getField(Protos.MasterInfo.Capability.TYPE_FIELD_NUMBER)
            .getVarintList()
            .contains(QUOTA_V2_NUMBER)
        ? QUOTA_V2
        : proto.getType().name();
  }

  /** MasterInfo.ip: the four bytes in network order, read as a little-endian number. */
  private static int packedIp(@Nullable String ip) {
    if (ip == null || !(InetAddresses.forString(ip) instanceof Inet4Address address)) {
      return 0;
    }
    return Integer.reverseBytes(InetAddresses.coerceToInteger(address));
  }

  private static String unpackedIp(int packed) {
    return InetAddresses.toAddrString(InetAddresses.fromInteger(Integer.reverseBytes(packed)));
  }

  /** The single role is deprecated for MULTI_ROLE frameworks and the only way for the others. */
  @SuppressWarnings("deprecation")
  private static void setSingleRole(Protos.FrameworkInfo.Builder proto, String role) {
    proto.setRole(role);
  }

  @SuppressWarnings("deprecation")
  private static @Nullable String singleRole(Protos.FrameworkInfo proto) {
    return proto.hasRole() ? proto.getRole() : null;
  }
}
