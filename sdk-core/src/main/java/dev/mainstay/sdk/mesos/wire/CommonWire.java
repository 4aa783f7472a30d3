package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Unavailability;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.mesos.v1.Protos;
import org.jspecify.annotations.Nullable;

/** Labels, times, uuids, addresses and domains: what many Mesos messages share. */
public final class CommonWire {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int UUID_BYTES = 16;

  private CommonWire() {}

  public static Protos.Labels labels(List<Label> labels) {
    Protos.Labels.Builder proto = Protos.Labels.newBuilder();
    for (Label label : labels) {
      Protos.Label.Builder one = proto.addLabelsBuilder().setKey(label.key());
      String value = label.value();
      if (value != null) {
        one.setValue(value);
      }
    }
    return proto.build();
  }

  static ImmutableList<Label> labels(Protos.Labels proto) {
    return proto.getLabelsList().stream()
        .map(one -> new Label(one.getKey(), one.hasValue() ? one.getValue() : null))
        .collect(ImmutableList.toImmutableList());
  }

  /** Seconds as Mesos's doubles carry them. */
  public static double seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .add(BigDecimal.valueOf(duration.getNano(), 9))
        .doubleValue();
  }

  /** Rounded to nanoseconds; beyond what a long of nanoseconds holds, its limit. */
  static Duration duration(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new WireFormatException("a number of seconds is not a number");
    }
    double nanos = seconds * NANOS_PER_SECOND;
    if (nanos >= Long.MAX_VALUE) {
      return Duration.ofNanos(Long.MAX_VALUE);
    }
    if (nanos <= Long.MIN_VALUE) {
      return Duration.ofNanos(Long.MIN_VALUE);
    }
    return Duration.ofNanos(
        BigDecimal.valueOf(seconds)
            .movePointRight(9)
            .setScale(0, RoundingMode.HALF_EVEN)
            .longValue());
  }

  public static Protos.DurationInfo durationInfo(Duration duration) {
    return Protos.DurationInfo.newBuilder().setNanoseconds(saturatedNanos(duration)).build();
  }

  static Duration durationInfo(Protos.DurationInfo proto) {
    return Duration.ofNanos(proto.getNanoseconds());
  }

  /** Seconds since the epoch, to the microsecond: all that a double holds in our time. */
  public static double timestamp(Instant instant) {
    long micros = instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1000;
    return BigDecimal.valueOf(micros, 6).doubleValue();
  }

  static Instant timestamp(double seconds) {
    long micros = Math.round(seconds * 1e6);
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }

  public static Protos.TimeInfo timeInfo(Instant instant) {
    return Protos.TimeInfo.newBuilder()
        .setNanoseconds(
            Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano()))
        .build();
  }

  static Instant timeInfo(Protos.TimeInfo proto) {
    return Instant.ofEpochSecond(
        Math.floorDiv(proto.getNanoseconds(), NANOS_PER_SECOND),
        Math.floorMod(proto.getNanoseconds(), NANOS_PER_SECOND));
  }

  /** The 16 bytes of a uuid. */
  public static ByteString uuid(UUID uuid) {
    ByteBuffer bytes =
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.flip());
  }

  static UUID uuid(ByteString proto) {
    if (proto.size() != UUID_BYTES) {
      throw new WireFormatException("a uuid has 16 bytes, got " + proto.size());
    }
    ByteBuffer bytes = proto.asReadOnlyByteBuffer();
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  static Protos.Address address(Address address) {
    Protos.Address.Builder proto = Protos.Address.newBuilder().setPort(address.port());
    String hostname = address.hostname();
    if (hostname != null) {
      proto.setHostname(hostname);
    }
    String ip = address.ip();
    if (ip != null) {
      proto.setIp(ip);
    }
    return proto.build();
  }

  static Address address(Protos.Address proto) {
    return new Address(
        proto.hasHostname() ? proto.getHostname() : null,
        proto.hasIp() ? proto.getIp() : null,
        proto.getPort());
  }

  public static Protos.DomainInfo domain(Domain domain) {
    Protos.DomainInfo.Builder proto = Protos.DomainInfo.newBuilder();
    proto.getFaultDomainBuilder().getRegionBuilder().setName(domain.region());
    proto.getFaultDomainBuilder().getZoneBuilder().setName(domain.zone());
    return proto.build();
  }

  /** The fault domain, absent if the message holds none. */
  static @Nullable Domain domain(Protos.DomainInfo proto) {
    return proto.hasFaultDomain()
        ? new Domain(
            proto.getFaultDomain().getRegion().getName(),
            proto.getFaultDomain().getZone().getName())
        : null;
  }

  public static Protos.Unavailability unavailability(Unavailability unavailability) {
    Protos.Unavailability.Builder proto =
        Protos.Unavailability.newBuilder().setStart(timeInfo(unavailability.start()));
    Duration duration = unavailability.duration();
    if (duration != null) {
      proto.setDuration(durationInfo(duration));
    }
    return proto.build();
  }

  public static Unavailability unavailability(Protos.Unavailability proto) {
    return new Unavailability(
        timeInfo(proto.getStart()), proto.hasDuration() ? durationInfo(proto.getDuration()) : null);
  }

  private static long saturatedNanos(Duration duration) {
    if (duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0) {
      return Long.MAX_VALUE;
    }
    if (duration.compareTo(Duration.ofNanos(Long.MIN_VALUE)) <= 0) {
      return Long.MIN_VALUE;
    }
    return duration.toNanos();
  }
}
