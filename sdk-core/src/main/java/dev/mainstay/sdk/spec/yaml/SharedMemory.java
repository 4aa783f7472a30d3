package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.ContainerSpec.IpcMode;
import dev.mainstay.sdk.spec.ContainerSpec.SharedMemorySpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code ipc-mode} and {@code shm-size} of a pod or a task. */
final class SharedMemory {

  private static final int MOST_MB = 1_000_000_000;

  private SharedMemory() {}

  static @Nullable SharedMemorySpec ofPod(Fields fields) {
    Field mode = mode(fields);
    if (mode.says(IpcMode.SHARE_PARENT.name())) {
      mode.error("a pod has no parent to share with", "write PRIVATE, or set it for a task");
      Field unused = size(fields);
      return null;
    }
    return decode(mode, size(fields), ImmutableList.of(IpcMode.PRIVATE));
  }

  static @Nullable SharedMemorySpec ofTask(Fields fields) {
    return decode(mode(fields), size(fields), ImmutableList.copyOf(IpcMode.values()));
  }

  private static Field mode(Fields fields) {
    Field old = fields.legacy("shared-memory", "write 'ipc-mode'");
    Field mode = fields.field("ipc-mode");
    return mode.isAbsent() ? old : mode;
  }

  private static Field size(Fields fields) {
    Field old = fields.legacy("shared-memory-size", "write 'shm-size'");
    Field size = fields.field("shm-size");
    return size.isAbsent() ? old : size;
  }

  private static @Nullable SharedMemorySpec decode(
      Field modeField, Field sizeField, ImmutableList<IpcMode> modes) {
    Optional<IpcMode> mode = modeField.oneOf(modes, UnaryOperator.identity()).optional();
    Optional<Integer> size = sizeField.integer(1, MOST_MB).optional();
    if (mode.isEmpty()) {
      if (size.isEmpty() || !modeField.isAbsent()) {
        return null;
      }
      sizeField.warning("a size makes the shared memory private", "write 'ipc-mode: PRIVATE'");
    }
    if (mode.filter(given -> given == IpcMode.SHARE_PARENT).isPresent() && size.isPresent()) {
      sizeField.error(
          "shared memory of the parent has the parent's size",
          "remove it, or write 'ipc-mode: PRIVATE'");
      return new SharedMemorySpec(IpcMode.SHARE_PARENT, null);
    }
    return new SharedMemorySpec(mode.orElse(IpcMode.PRIVATE), size.orElse(null));
  }
}
