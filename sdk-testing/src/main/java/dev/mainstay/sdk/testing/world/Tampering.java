package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.store.RecordStore;
import java.util.function.Consumer;

/**
 * What stands around a scheduler's core and may change what it says: mistakes that are planted to
 * see whether a checker finds them. Each method passes on what it gets unless overridden. One
 * instance is for one world.
 */
public interface Tampering {

  /** Changes nothing. */
  Tampering NONE = new Tampering() {};

  /** Between the core and the turn. The core has applied its own decision to its state already. */
  default Decision decision(SchedulerRun run, SchedulerEvent event, Decision decision) {
    return decision;
  }

  /** Around the store. */
  default RecordStore store(SchedulerRun run, RecordStore store) {
    return store;
  }

  /**
   * Between the turn and the connection.
   *
   * @param send sends a call: once for the one at hand, or not at all, or others too
   */
  default void send(SchedulerRun run, MesosCall call, Consumer<MesosCall> send) {
    send.accept(call);
  }
}
