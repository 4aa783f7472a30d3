package dev.mainstay.sdk.local.model;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Resources as JSON with sorted keys: one message of the master shows an executor's resources so.
 */
final class ResourceJson {

  /** An object in the making; its values are JSON already. */
  private static final class Fields {
    private final TreeMap<String, String> values = new TreeMap<>();

    Fields text(String name, @Nullable String value) {
      return value == null ? this : json(name, quoted(value));
    }

    Fields json(String name, String value) {
      values.put(name, value);
      return this;
    }

    String object() {
      return "{"
          + Joiner.on(",")
              .join(
                  values.entrySet().stream()
                      .map(each -> quoted(each.getKey()) + ":" + each.getValue())
                      .iterator())
          + "}";
    }
  }

  private ResourceJson() {}

  static String of(List<Resource> resources) {
    return array(resources.stream().map(ResourceJson::of).toList());
  }

  private static String of(Resource resource) {
    Fields fields = new Fields().text("name", resource.name());
    if (resource.allocationRole() != null) {
      fields.json("allocation_info", new Fields().text("role", resource.allocationRole()).object());
    }
    if (!resource.reservations().isEmpty()) {
      fields.json(
          "reservations", array(resource.reservations().stream().map(ResourceJson::of).toList()));
    }
    DiskInfo disk = resource.disk();
    if (disk != null) {
      fields.json("disk", of(disk));
    }
    addValue(fields, resource.value());
    return fields.object();
  }

  private static String of(Reservation layer) {
    Fields fields =
        new Fields()
            .text("principal", layer.principal())
            .text("role", layer.role())
            .text("type", layer.kind().name());
    if (!layer.labels().isEmpty()) {
      String labels = array(layer.labels().stream().map(ResourceJson::of).toList());
      fields.json("labels", new Fields().json("labels", labels).object());
    }
    return fields.object();
  }

  private static String of(Label label) {
    return new Fields().text("key", label.key()).text("value", label.value()).object();
  }

  private static String of(DiskInfo disk) {
    Fields fields = new Fields();
    DiskInfo.Persistence persistence = disk.persistence();
    if (persistence != null) {
      fields.json(
          "persistence",
          new Fields()
              .text("id", persistence.id())
              .text("principal", persistence.principal())
              .object());
    }
    Volume volume = disk.volume();
    if (volume != null) {
      fields.json(
          "volume",
          new Fields()
              .text("container_path", volume.containerPath())
              .text("mode", volume.mode().name())
              .object());
    }
    return fields.object();
  }

  private static void addValue(Fields fields, ResourceValue value) {
    Fields unused =
        value.accept(
            new ResourceValue.Visitor<>() {
              @Override
              public Fields amount(Scalar scalar) {
                String amount =
                    new Fields().json("value", Double.toString(scalar.toDouble())).object();
                return fields.text("type", "SCALAR").json("scalar", amount);
              }

              @Override
              public Fields ranges(PortRanges ranges) {
                String all = array(ranges.ranges().stream().map(ResourceJson::of).toList());
                return fields
                    .text("type", "RANGES")
                    .json("ranges", new Fields().json("range", all).object());
              }

              @Override
              public Fields items(ImmutableSortedSet<String> items) {
                String all = array(items.stream().map(ResourceJson::quoted).toList());
                return fields
                    .text("type", "SET")
                    .json("set", new Fields().json("item", all).object());
              }
            });
  }

  private static String of(PortRanges.Range range) {
    return new Fields()
        .json("begin", Long.toString(range.begin()))
        .json("end", Long.toString(range.end()))
        .object();
  }

  private static String array(List<String> values) {
    return "[" + Joiner.on(",").join(values) + "]";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
