package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.StreamId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The way between schedulers and the master: ordered streams, with a delay. */
final class Network {

  private final Surroundings world;
  private final Duration delay;
  private final Map<StreamId, SimulatedConnection> streams = new LinkedHashMap<>();
  private int lastStream;

  Network(Surroundings world, Duration delay) {
    this.world = world;
    this.delay = delay;
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

  /** The master sends an event. */
  void send(ClusterOutput.Event output) {
    world.after(
        delay,
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
