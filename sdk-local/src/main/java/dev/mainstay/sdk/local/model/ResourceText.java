package dev.mainstay.sdk.local.model;

import com.google.common.base.Joiner;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import java.util.List;

/**
 * Resources as Mesos writes them in its messages (the stream operators of {@code
 * src/common/resources.cpp}).
 */
final class ResourceText {

  private ResourceText() {}

  static String of(List<Resource> resources) {
    return resources.isEmpty()
        ? "{}"
        : Joiner.on("; ").join(resources.stream().map(ResourceText::of).iterator());
  }

  static String of(Resource resource) {
    StringBuilder text = new StringBuilder(resource.name());
    if (resource.allocationRole() != null) {
      text.append("(allocated: ").append(resource.allocationRole()).append(')');
    }
    if (!resource.reservations().isEmpty()) {
      text.append("(reservations: [");
      Joiner.on(",")
          .appendTo(text, resource.reservations().stream().map(ResourceText::of).iterator());
      text.append("])");
    }
    DiskInfo disk = resource.disk();
    if (disk != null) {
      text.append('[').append(of(disk)).append(']');
    }
    if (resource.revocable()) {
      text.append("{REV}");
    }
    if (resource.shared()) {
      text.append("<SHARED>");
    }
    return text.append(':').append(of(resource.value())).toString();
  }

  private static String of(Reservation reservation) {
    StringBuilder text = new StringBuilder("(" + reservation.kind() + "," + reservation.role());
    if (reservation.principal() != null) {
      text.append(',').append(reservation.principal());
    }
    if (!reservation.labels().isEmpty()) {
      text.append(",{");
      Joiner.on(", ")
          .appendTo(text, reservation.labels().stream().map(ResourceText::of).iterator());
      text.append('}');
    }
    return text.append(')').toString();
  }

  private static String of(Label label) {
    return label.value() == null ? label.key() : label.key() + ": " + label.value();
  }

  private static String of(DiskInfo disk) {
    StringBuilder text = new StringBuilder();
    DiskInfo.Source source = disk.source();
    if (source != null) {
      text.append(source.kind());
      if (source.root() != null) {
        text.append(':').append(source.root());
      }
    }
    DiskInfo.Persistence persistence = disk.persistence();
    if (persistence != null) {
      text.append(source == null ? "" : ",").append(persistence.id());
    }
    Volume volume = disk.volume();
    if (volume != null) {
      text.append(':');
      if (volume.hostPath() != null) {
        text.append(volume.hostPath()).append(':');
      }
      text.append(volume.containerPath());
      if (volume.hostPath() != null) {
        text.append(volume.mode() == Volume.Mode.RO ? ":ro" : ":rw");
      }
    }
    return text.toString();
  }

  private static String of(ResourceValue value) {
    return value.accept(
        new ResourceValue.Visitor<>() {
          @Override
          public String amount(Scalar scalar) {
            return scalar.toString();
          }

          @Override
          public String ranges(PortRanges ranges) {
            return ranges.toString();
          }

          @Override
          public String items(com.google.common.collect.ImmutableSortedSet<String> items) {
            return "{" + Joiner.on(", ").join(items) + "}";
          }
        });
  }
}
