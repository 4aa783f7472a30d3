package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An executor in protobuf's text form, as a message of the master shows it. Its command is left
 * out, and of its container all but type and host name.
 */
final class ExecutorText {

  private final StringBuilder text = new StringBuilder();
  private String indent = "";

  private ExecutorText() {}

  static String of(ExecutorInfo executor) {
    ExecutorText out = new ExecutorText();
    out.id("executor_id", executor.executorId().value());
    executor.resources().forEach(out::resource);
    if (executor.frameworkId() != null) {
      out.id("framework_id", executor.frameworkId().value());
    }
    out.quoted("name", executor.name());
    if (executor.container() != null) {
      out.container(executor.container());
    }
    out.labels(executor.labels());
    if (executor.kind() != ExecutorInfo.Kind.UNKNOWN) {
      out.plain("type", executor.kind().name());
    }
    return out.text.toString();
  }

  private void open(String name) {
    text.append(indent).append(name).append(" {\n");
    indent += "  ";
  }

  private void close() {
    indent = indent.substring(2);
    text.append(indent).append("}\n");
  }

  private void plain(String name, Object value) {
    text.append(indent).append(name).append(": ").append(value).append('\n');
  }

  private void quoted(String name, @Nullable String value) {
    if (value != null) {
      plain(name, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
  }

  private void id(String name, String value) {
    open(name);
    quoted("value", value);
    close();
  }

  private void container(ContainerInfo container) {
    open("container");
    plain("type", container.kind().name());
    quoted("hostname", container.hostname());
    close();
  }

  private void labels(List<Label> labels) {
    if (labels.isEmpty()) {
      return;
    }
    open("labels");
    for (Label label : labels) {
      open("labels");
      quoted("key", label.key());
      quoted("value", label.value());
      close();
    }
    close();
  }

  private void resource(Resource resource) {
    open("resources");
    quoted("name", resource.name());
    value(resource.value());
    DiskInfo disk = resource.disk();
    if (disk != null) {
      disk(disk);
    }
    if (resource.allocationRole() != null) {
      open("allocation_info");
      quoted("role", resource.allocationRole());
      close();
    }
    for (Reservation layer : resource.reservations()) {
      open("reservations");
      quoted("principal", layer.principal());
      labels(layer.labels());
      quoted("role", layer.role());
      plain("type", layer.kind().name());
      close();
    }
    close();
  }

  private void disk(DiskInfo disk) {
    open("disk");
    DiskInfo.Persistence persistence = disk.persistence();
    if (persistence != null) {
      open("persistence");
      quoted("id", persistence.id());
      quoted("principal", persistence.principal());
      close();
    }
    Volume volume = disk.volume();
    if (volume != null) {
      open("volume");
      quoted("container_path", volume.containerPath());
      plain("mode", volume.mode().name());
      close();
    }
    close();
  }

  private void value(ResourceValue value) {
    Objects.requireNonNull(
        value.accept(
            new ResourceValue.Visitor<>() {
              @Override
              public Boolean amount(Scalar scalar) {
                plain("type", "SCALAR");
                open("scalar");
                plain("value", scalar);
                close();
                return true;
              }

              @Override
              public Boolean ranges(PortRanges ranges) {
                plain("type", "RANGES");
                open("ranges");
                for (PortRanges.Range range : ranges.ranges()) {
                  open("range");
                  plain("begin", range.begin());
                  plain("end", range.end());
                  close();
                }
                close();
                return true;
              }

              @Override
              public Boolean items(ImmutableSortedSet<String> items) {
                plain("type", "SET");
                open("set");
                items.forEach(item -> quoted("item", item));
                close();
                return true;
              }
            }));
  }
}
