package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.mesos.MesosEvent;

/** Where the events of the model go. Never waits; what is for a stream that is gone is dropped. */
public interface EventSink {

  void event(StreamId stream, MesosEvent event);

  /** Ends a stream after what was sent into it before. */
  void close(StreamId stream);
}
