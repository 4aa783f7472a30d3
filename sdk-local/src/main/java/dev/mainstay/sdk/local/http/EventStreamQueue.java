package dev.mainstay.sdk.local.http;

import com.google.protobuf.ByteString;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.wire.EventWire;
import dev.mainstay.sdk.mesos.wire.RecordIoDecoder;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** One scheduler's events between the model's thread and the connection that writes them. */
final class EventStreamQueue {

  /**
   * A scheduler that does not read is not to fill the memory: beyond this its stream ends. A
   * thousand pods that change at once give a few thousand events.
   */
  private static final int MAX_EVENTS = 100_000;

  private final StreamId id;
  private final MessageFormat format;
  private final boolean refinement;
  private final BlockingQueue<Optional<MesosEvent>> events =
      new LinkedBlockingQueue<>(MAX_EVENTS + 1);

  /**
   * A queue that is yet to be filled.
   *
   * @param refinement whether the scheduler knows reservation stacks
   */
  EventStreamQueue(StreamId id, MessageFormat format, boolean refinement) {
    this.id = id;
    this.format = format;
    this.refinement = refinement;
  }

  StreamId id() {
    return id;
  }

  MessageFormat format() {
    return format;
  }

  /** False when the scheduler is too far behind: the stream is to be closed. */
  boolean add(MesosEvent event) {
    return events.remainingCapacity() > 1 && events.offer(Optional.of(event));
  }

  /** Nothing comes after what is in the queue now. */
  void end() {
    if (!events.offer(Optional.empty())) {
      events.clear();
      end();
    }
  }

  /** The next event as a RecordIO record, empty at the end; waits for it. */
  Optional<byte[]> next() throws InterruptedException {
    Optional<MesosEvent> event = events.take();
    return event.map(this::record);
  }

  private byte[] record(MesosEvent event) {
    Event proto = EmptyIds.restore(EventWire.toProto(event));
    ByteString record = format.write(refinement ? proto : ReservationFormat.OLD.apply(proto));
    return RecordIoDecoder.encode(record.toByteArray());
  }
}
