package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.OperationStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;

/** An agent's final statuses of operations, each sent until it is acknowledged. */
final class OperationFeedback {

  private record Stream(
      FrameworkId frameworkId, OperationStatus status, UpdateStream<OperationStatus> updates) {}

  private final ModelContext context;
  private final BiConsumer<FrameworkId, OperationStatus> send;
  private final Map<UUID, Stream> streams = new LinkedHashMap<>();

  OperationFeedback(ModelContext context, BiConsumer<FrameworkId, OperationStatus> send) {
    this.context = context;
    this.send = send;
  }

  /** Tells the outcome after the time that an agent takes for an operation. */
  void tellLater(FrameworkId frameworkId, OperationStatus status) {
    UUID uuid = Objects.requireNonNull(status.uuid());
    UpdateStream<OperationStatus> updates =
        new UpdateStream<>(context, update -> send.accept(frameworkId, update));
    streams.put(uuid, new Stream(frameworkId, status, updates));
    context.after(
        context.settings().operationDelay(),
        () -> {
          if (streams.containsKey(uuid)) {
            updates.add(uuid, status);
          }
        });
  }

  void acknowledge(FrameworkId frameworkId, UUID uuid) {
    Stream stream = streams.get(uuid);
    if (stream != null
        && stream.frameworkId.equals(frameworkId)
        && stream.updates.acknowledge(uuid).isPresent()) {
      streams.remove(uuid);
    }
  }

  /** Sends all again, now. */
  void replay() {
    ImmutableList.copyOf(streams.values()).forEach(stream -> stream.updates.replay());
  }

  void forget(FrameworkId frameworkId) {
    streams
        .values()
        .removeIf(
            stream -> {
              boolean ended = stream.frameworkId.equals(frameworkId);
              if (ended) {
                stream.updates.close();
              }
              return ended;
            });
  }

  /** Of a framework, those that are not acknowledged. */
  ImmutableList<OperationStatus> unacknowledged(FrameworkId frameworkId) {
    return streams.values().stream()
        .filter(stream -> stream.frameworkId.equals(frameworkId))
        .map(Stream::status)
        .collect(ImmutableList.toImmutableList());
  }
}
