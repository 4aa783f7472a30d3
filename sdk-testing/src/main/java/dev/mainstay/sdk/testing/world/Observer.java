package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.StateChange;

/**
 * Is told of everything in a {@link World}, when it happens and in order. It changes nothing; what
 * it throws ends the run. Each method does nothing unless overridden.
 */
public interface Observer {

  /** A scheduler's process starts; it has loaded nothing yet. */
  default void started(SchedulerRun run) {}

  /** A scheduler's process is over: {@link SchedulerRun#end()} says why. */
  default void ended(SchedulerRun run) {}

  /** An event came into a scheduler's queue. */
  default void received(SchedulerRun run, SchedulerEvent event) {}

  /** The core is about to decide about an event. */
  default void deciding(SchedulerRun run, SchedulerEvent event) {}

  /** The core decided; its changes are in {@link SchedulerRun#state()}, and not yet durable. */
  default void decided(SchedulerRun run, SchedulerEvent event, Decision decision) {}

  /**
   * Changes are durable: they are in {@link SimulatedStorage#records()}.
   *
   * @param changes those of one decision
   */
  default void committed(SchedulerRun run, ImmutableList<StateChange> changes) {}

  /** A write failed, or nobody said whether it was done; it may be repeated. */
  default void storeFailed(SchedulerRun run) {}

  /** An effect is about to be performed. */
  default void performing(SchedulerRun run, Effect effect) {}

  /** A call has reached the master, and is about to be taken or refused. */
  default void arriving(SchedulerRun run, MesosCall call) {}

  /** Something is about to happen to the cluster. */
  default void happening(ClusterInput input) {}

  /** The cluster wants something done, and it is about to be. */
  default void told(ClusterOutput output) {}

  /** A fault, or what a person does to the world; {@code what} says it in a line. */
  default void interfered(String what) {}

  /** One step is over: everything that was due at its time, of one kind, has happened. */
  default void stepped(World world) {}
}
