package dev.mainstay.sdk.service;

import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.scheduler.CommandPort;
import java.net.URI;
import java.util.Optional;

/** A service whose scheduler runs in this process, and takes operators' commands. */
public interface RunningService extends CommandPort, AutoCloseable {

  /** Its operator's API, as this machine reaches it. */
  URI api();

  /** The newest view; absent until the state is loaded, and while the store does not answer. */
  Optional<ServiceView> view();

  /** Why the scheduler cannot go on, once it cannot. */
  Optional<End> end();

  /**
   * The end of a scheduler.
   *
   * @param message for an operator: what happened and what to do
   */
  record End(ExitCause cause, String message) {}

  /**
   * Stops the scheduler. With an embedded cluster its tasks are ended too, those of later phases of
   * the deploy plan first; else they stay.
   */
  @Override
  void close();
}
