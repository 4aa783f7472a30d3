package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.StreamId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The way between schedulers and the master: ordered streams, with a delay. */
final class Network {

  private final Surroundings world;
  private final Duration delay;
  private final Interference interference;
  private final Map<StreamId, SimulatedConnection> streams = new LinkedHashMap<>();
  private int lastStream;

  Network(Surroundings world, Duration delay) {
    this.world = world;
    this.delay = delay;
    this.interference = new Interference(world);
  }

  Duration delay() {
    return delay;
  }

  /** A new stream, whose events go to this connection. */
  StreamId open(SimulatedConnection connection) {
    lastStream++;
    StreamId stream = new StreamId(new UUID(1, lastStream));
    streams.put(stream, connection);
    return stream;
  }

  void forget(StreamId stream) {
    streams.remove(stream);
  }

  private @Nullable SimulatedConnection connection(StreamId stream) {
    return streams.get(stream);
  }

  Interference interference() {
    return interference;
  }

  /** The master sends an event. */
  void send(ClusterOutput.Event output) {
    Optional<Interference.UpdateLoss> loss = interference.lossOf(output.event());
    if (loss.isEmpty()) {
      deliver(output, delay);
      return;
    }
    Duration late = delay.plus(loss.get().delay());
    switch (loss.get().fate()) {
      case LOST -> {}
      case LATE -> deliver(output, late);
      case DOUBLED -> {
        deliver(output, delay);
        deliver(output, late);
      }
    }
  }

  private void deliver(ClusterOutput.Event output, Duration after) {
    world.after(
        after,
        () -> {
          SimulatedConnection connection = connection(output.stream());
          if (connection != null) {
            connection.arrived(output.event());
          }
        });
  }

  /** The master closes a stream. */
  void close(ClusterOutput.CloseStream output) {
    world.after(
        delay,
        () -> {
          SimulatedConnection connection = connection(output.stream());
          if (connection != null) {
            connection.streamEnded("the master ended the stream");
          }
        });
  }
}
