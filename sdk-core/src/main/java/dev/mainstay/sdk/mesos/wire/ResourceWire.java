package dev.mainstay.sdk.mesos.wire;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import java.math.BigDecimal;
import java.util.List;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.jspecify.annotations.Nullable;

/** Resources and attributes. */
public final class ResourceWire {

  /** The role of everything that is not reserved. */
  private static final String ANY_ROLE = "*";

  private ResourceWire() {}

  public static ImmutableList<Protos.Resource> toProto(List<Resource> resources) {
    return resources.stream().map(ResourceWire::toProto).collect(ImmutableList.toImmutableList());
  }

  public static ImmutableList<Resource> fromProto(List<Protos.Resource> protos) {
    return protos.stream().map(ResourceWire::fromProto).collect(ImmutableList.toImmutableList());
  }

  public static Protos.Resource toProto(Resource resource) {
    Protos.Resource.Builder proto = Protos.Resource.newBuilder().setName(resource.name());
    resource.value().accept(new ValueWriter(proto));
    for (Reservation reservation : resource.reservations()) {
      proto.addReservations(reservation(reservation));
    }
    String allocationRole = resource.allocationRole();
    if (allocationRole != null) {
      proto.getAllocationInfoBuilder().setRole(allocationRole);
    }
    DiskInfo disk = resource.disk();
    if (disk != null) {
      proto.setDisk(disk(disk));
    }
    if (resource.revocable()) {
      proto.setRevocable(Protos.Resource.RevocableInfo.getDefaultInstance());
    }
    if (resource.shared()) {
      proto.setShared(Protos.Resource.SharedInfo.getDefaultInstance());
    }
    return proto.build();
  }

  /**
   * Takes the reservation in either form: the stack, or role and reservation as before Mesos 1.4.
   */
  public static Resource fromProto(Protos.Resource proto) {
    return new Resource(
        proto.getName(),
        value(proto),
        reservations(proto),
        proto.hasAllocationInfo() && proto.getAllocationInfo().hasRole()
            ? proto.getAllocationInfo().getRole()
            : null,
        proto.hasDisk() ? disk(proto.getDisk()) : null,
        proto.hasRevocable(),
        proto.hasShared());
  }

  static PortRanges ranges(Protos.Value.Ranges proto) {
    return new PortRanges(
        proto.getRangeList().stream()
            .map(range -> new PortRanges.Range(range.getBegin(), range.getEnd()))
            .collect(ImmutableList.toImmutableList()));
  }

  static Protos.Value.Ranges ranges(PortRanges ranges) {
    Protos.Value.Ranges.Builder proto = Protos.Value.Ranges.newBuilder();
    for (PortRanges.Range range : ranges.ranges()) {
      proto.addRangeBuilder().setBegin(range.begin()).setEnd(range.end());
    }
    return proto.build();
  }

  static Protos.Value.Scalar scalar(Scalar scalar) {
    return Protos.Value.Scalar.newBuilder().setValue(scalar.toDouble()).build();
  }

  static Scalar scalar(Protos.Value.Scalar proto) {
    if (!Double.isFinite(proto.getValue())) {
      throw new WireFormatException("a scalar is not finite: " + proto.getValue());
    }
    try {
      return Scalar.of(proto.getValue());
    } catch (ArithmeticException e) {
      throw new WireFormatException("a scalar is too large: " + proto.getValue());
    }
  }

  public static Protos.Attribute attribute(Attribute attribute) {
    Protos.Attribute.Builder proto = Protos.Attribute.newBuilder().setName(attribute.name());
    return switch (attribute.kind()) {
      case TEXT ->
          proto
              .setType(Protos.Value.Type.TEXT)
              .setText(Protos.Value.Text.newBuilder().setValue(attribute.value()))
              .build();
      case SCALAR ->
          proto
              .setType(Protos.Value.Type.SCALAR)
              .setScalar(
                  Protos.Value.Scalar.newBuilder().setValue(Double.parseDouble(attribute.value())))
              .build();
      case RANGES ->
          proto
              .setType(Protos.Value.Type.RANGES)
              .setRanges(ranges(parseRanges(attribute.value())))
              .build();
    };
  }

  static Attribute attribute(Protos.Attribute proto) {
    return switch (proto.getType()) {
      case TEXT -> new Attribute(proto.getName(), Attribute.Kind.TEXT, proto.getText().getValue());
      case SCALAR ->
          new Attribute(
              proto.getName(), Attribute.Kind.SCALAR, decimal(proto.getScalar().getValue()));
      case RANGES ->
          new Attribute(
              proto.getName(),
              Attribute.Kind.RANGES,
              ranges(proto.getRanges()).toString().replace(" ", ""));
      case SET ->
          new Attribute(
              proto.getName(),
              Attribute.Kind.TEXT,
              "{" + String.join(",", proto.getSet().getItemList()) + "}");
    };
  }

  /** Any number as plain text: that of an attribute is the operator's, and no amount. */
  private static String decimal(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
    return (decimal.scale() < 0 ? decimal.setScale(0) : decimal).toPlainString();
  }

  private static PortRanges parseRanges(String text) {
    ImmutableList.Builder<PortRanges.Range> ranges = ImmutableList.builder();
    String inner = text.replace("[", "").replace("]", "");
    for (String range : Splitter.on(',').trimResults().omitEmptyStrings().split(inner)) {
      List<String> ends = Splitter.on('-').trimResults().splitToList(range);
      ranges.add(
          new PortRanges.Range(
              Long.parseLong(ends.get(0)), Long.parseLong(ends.get(ends.size() - 1))));
    }
    return new PortRanges(ranges.build());
  }

  private static ResourceValue value(Protos.Resource proto) {
    return switch (proto.getType()) {
      case SCALAR -> new ResourceValue.Amount(scalar(proto.getScalar()));
      case RANGES -> new ResourceValue.Ranges(ranges(proto.getRanges()));
      case SET -> new ResourceValue.Items(ImmutableSortedSet.copyOf(proto.getSet().getItemList()));
      case TEXT ->
          throw new WireFormatException("resource " + proto.getName() + " is of type TEXT");
    };
  }

  @SuppressWarnings("deprecation")
  private static ImmutableList<Reservation> reservations(Protos.Resource proto) {
    if (proto.getReservationsCount() > 0) {
      return proto.getReservationsList().stream()
          .map(info -> reservation(info, info.getRole()))
          .collect(ImmutableList.toImmutableList());
    }
    if (proto.hasReservation()) {
      return ImmutableList.of(
          reservation(
              proto.getReservation().toBuilder().setType(ReservationInfo.Type.DYNAMIC).build(),
              proto.getRole()));
    }
    return proto.getRole().equals(ANY_ROLE)
        ? ImmutableList.of()
        : ImmutableList.of(
            new Reservation(Reservation.Kind.STATIC, proto.getRole(), null, ImmutableList.of()));
  }

  private static Reservation reservation(ReservationInfo proto, String role) {
    return new Reservation(
        proto.getType() == ReservationInfo.Type.STATIC
            ? Reservation.Kind.STATIC
            : Reservation.Kind.DYNAMIC,
        role,
        proto.hasPrincipal() ? proto.getPrincipal() : null,
        CommonWire.labels(proto.getLabels()));
  }

  private static ReservationInfo reservation(Reservation reservation) {
    ReservationInfo.Builder proto = ReservationInfo.newBuilder().setRole(reservation.role());
    proto.setType(
        switch (reservation.kind()) {
          case STATIC -> ReservationInfo.Type.STATIC;
          case DYNAMIC -> ReservationInfo.Type.DYNAMIC;
        });
    String principal = reservation.principal();
    if (principal != null) {
      proto.setPrincipal(principal);
    }
    if (!reservation.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(reservation.labels()));
    }
    return proto.build();
  }

  private static Protos.Resource.DiskInfo disk(DiskInfo disk) {
    Protos.Resource.DiskInfo.Builder proto = Protos.Resource.DiskInfo.newBuilder();
    DiskInfo.Persistence persistence = disk.persistence();
    if (persistence != null) {
      proto.getPersistenceBuilder().setId(persistence.id());
      String principal = persistence.principal();
      if (principal != null) {
        proto.getPersistenceBuilder().setPrincipal(principal);
      }
    }
    Volume volume = disk.volume();
    if (volume != null) {
      proto.setVolume(ContainerWire.volume(volume));
    }
    DiskInfo.Source source = disk.source();
    if (source != null) {
      proto.setSource(diskSource(source));
    }
    return proto.build();
  }

  private static DiskInfo disk(Protos.Resource.DiskInfo proto) {
    return new DiskInfo(
        proto.hasPersistence()
            ? new DiskInfo.Persistence(
                proto.getPersistence().getId(),
                proto.getPersistence().hasPrincipal()
                    ? proto.getPersistence().getPrincipal()
                    : null)
            : null,
        proto.hasVolume() ? ContainerWire.volume(proto.getVolume()) : null,
        proto.hasSource() ? diskSource(proto.getSource()) : null);
  }

  private static Source diskSource(DiskInfo.Source source) {
    Source.Builder proto = Source.newBuilder();
    String root = source.root();
    switch (source.kind()) {
      case PATH -> {
        proto.setType(Source.Type.PATH);
        proto.setPath(
            root == null
                ? Source.Path.getDefaultInstance()
                : Source.Path.newBuilder().setRoot(root).build());
      }
      case MOUNT -> {
        proto.setType(Source.Type.MOUNT);
        proto.setMount(
            root == null
                ? Source.Mount.getDefaultInstance()
                : Source.Mount.newBuilder().setRoot(root).build());
      }
      case BLOCK -> proto.setType(Source.Type.BLOCK);
      case RAW -> proto.setType(Source.Type.RAW);
    }
    String profile = source.profile();
    if (profile != null) {
      proto.setProfile(profile);
    }
    String id = source.id();
    if (id != null) {
      proto.setId(id);
    }
    return proto.build();
  }

  private static DiskInfo.Source diskSource(Source proto) {
    DiskInfo.Source.Kind kind =
        switch (proto.getType()) {
          case PATH -> DiskInfo.Source.Kind.PATH;
          case MOUNT -> DiskInfo.Source.Kind.MOUNT;
          case BLOCK -> DiskInfo.Source.Kind.BLOCK;
          case RAW -> DiskInfo.Source.Kind.RAW;
          case UNKNOWN -> throw new WireFormatException("a disk's source has no known type");
        };
    return new DiskInfo.Source(
        kind,
        root(proto),
        proto.hasProfile() ? proto.getProfile() : null,
        proto.hasId() ? proto.getId() : null);
  }

  private static @Nullable String root(Source proto) {
    if (proto.getPath().hasRoot()) {
      return proto.getPath().getRoot();
    }
    return proto.getMount().hasRoot() ? proto.getMount().getRoot() : null;
  }

  /** Sets type and value of the message. */
  private record ValueWriter(Protos.Resource.Builder proto)
      implements ResourceValue.Visitor<Protos.Resource.Builder> {

    @Override
    public Protos.Resource.Builder amount(Scalar scalar) {
      return proto.setType(Protos.Value.Type.SCALAR).setScalar(ResourceWire.scalar(scalar));
    }

    @Override
    public Protos.Resource.Builder ranges(PortRanges ranges) {
      return proto.setType(Protos.Value.Type.RANGES).setRanges(ResourceWire.ranges(ranges));
    }

    @Override
    public Protos.Resource.Builder items(ImmutableSortedSet<String> items) {
      return proto
          .setType(Protos.Value.Type.SET)
          .setSet(Protos.Value.Set.newBuilder().addAllItem(items));
    }
  }
}
