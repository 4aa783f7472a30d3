package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one event stream to its end. */
final class EventStream {

  /** Who is told of the events, in order. */
  interface Receiver {

    void subscribed(MesosEvent.Subscribed event) throws IOException;

    /** Any event but SUBSCRIBED and HEARTBEAT. */
    void event(MesosEvent event);

    /** An offer that cannot be read, and that is not among those of any event. */
    void unreadable(OfferId offer);
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private static final int READ_BYTES = 64 * 1024;

  /** Until SUBSCRIBED says otherwise: Mesos's DEFAULT_HEARTBEAT_INTERVAL. */
  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

  private final InputStream body;
  private final Receiver receiver;
  private final RecordIoDecoder decoder;
  private final Heartbeats heartbeats;
  private final AtomicBoolean silent = new AtomicBoolean();

  private boolean subscribed;
  private @Nullable String error;

  EventStream(
      InputStream body,
      Receiver receiver,
      ClientSettings settings,
      ScheduledExecutorService timer) {
    this.body = body;
    this.receiver = receiver;
    decoder = new RecordIoDecoder(settings.maxRecordBytes());
    heartbeats =
        new Heartbeats(timer, DEFAULT_HEARTBEAT, settings.missedHeartbeats(), this::endSilent);
  }

  /** Returns when the stream is over, for whatever reason. */
  StreamEnd read() {
    heartbeats.start();
    try (body) {
      byte[] buffer = new byte[READ_BYTES];
      while (error == null) {
        heartbeats.readingBegins();
        int count = body.read(buffer);
        heartbeats.readingEnded();
        if (count < 0) {
          return ended(
              decoder.isBetweenRecords()
                  ? "the master ended the stream"
                  : "the stream was cut within an event");
        }
        deliver(decoder.decode(ByteBuffer.wrap(buffer, 0, count)));
      }
      return new StreamEnd("the master sent an error: " + error, subscribed, true, null);
    } catch (IOException e) {
      return ended("the stream broke: " + e);
    } finally {
      heartbeats.stop();
    }
  }

  private StreamEnd ended(String reason) {
    return new StreamEnd(
        silent.get() ? "no heartbeat came for too long" : reason, subscribed, false, null);
  }

  private void deliver(ImmutableList<byte[]> records) throws IOException {
    for (byte[] record : records) {
      Optional<MesosEvent> event = parse(record);
      if (event.isPresent() && error == null) {
        deliver(event.get());
      }
    }
  }

  private void deliver(MesosEvent event) throws IOException {
    if (event instanceof MesosEvent.Subscribed opened) {
      subscribed = true;
      heartbeats.expectEvery(
          opened.heartbeatInterval().compareTo(Duration.ZERO) > 0
              ? opened.heartbeatInterval()
              : DEFAULT_HEARTBEAT);
      receiver.subscribed(opened);
    } else if (event instanceof MesosEvent.Error failure) {
      error = failure.message();
      receiver.event(event);
    } else if (!(event instanceof MesosEvent.Heartbeat)) {
      receiver.event(event);
    }
  }

  /**
   * One event that cannot be read must not hide those after it: it is said, and left out. Without a
   * SUBSCRIBED there is no stream.
   */
  private Optional<MesosEvent> parse(byte[] record) throws IOException {
    Event proto = Event.parseFrom(record);
    if (proto.getType() == Event.Type.OFFERS) {
      return offers(proto.getOffers());
    }
    try {
      Optional<MesosEvent> event = EventWire.fromProto(proto);
      if (event.isEmpty()) {
        LOG.warn("an event of an unknown type was left out: bytes={}", record.length);
      }
      return event;
    } catch (RuntimeException e) {
      if (proto.getType() == Event.Type.SUBSCRIBED) {
        throw new IOException("SUBSCRIBED cannot be read: " + e, e);
      }
      LOG.error("an event was left out: type={} reason={}", proto.getType(), e.toString());
      return Optional.empty();
    }
  }

  /** Those offers that can be read; the receiver is told of the others. */
  private Optional<MesosEvent> offers(Event.Offers proto) {
    ImmutableList.Builder<Offer> offers = ImmutableList.builder();
    for (Protos.Offer offer : proto.getOffersList()) {
      try {
        offers.add(OfferWire.fromProto(offer));
      } catch (RuntimeException e) {
        LOG.error(
            "an offer was left out: offer={} host={} reason={}",
            offer.getId().getValue(),
            offer.getHostname(),
            e.toString());
        receiver.unreadable(Ids.offer(offer.getId()));
      }
    }
    ImmutableList<Offer> readable = offers.build();
    return readable.isEmpty() ? Optional.empty() : Optional.of(new MesosEvent.Offers(readable));
  }

  private void endSilent() {
    silent.set(true);
    try {
      body.close();
    } catch (IOException e) {
      LOG.debug("closing a silent stream: {}", e.toString());
    }
  }
}
