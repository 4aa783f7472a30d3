package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.SchedulerEvent;

/** The way to a Mesos master and back. */
public interface MesosConnection extends AutoCloseable {

  /** Begins to subscribe, and goes on to, whenever the stream ends. Called once. */
  void start(Listener listener);

  /** Sends a call after those before it. Never blocks; a failure comes back as an event. */
  void send(MesosCall call);

  /**
   * Ends the connection after what was sent before is out, for which it waits a short time. The
   * framework lives on in Mesos.
   */
  @Override
  void close();

  /** Takes what comes back. */
  interface Listener {

    /** What the master says, in order. May block, and then nothing more is read. */
    void happened(SchedulerEvent event);

    /** A call that failed. Does not block. */
    void failed(SchedulerEvent.CallFailed failure);
  }
}
