package dev.mainstay.sdk.runtime;

/** The one place that ends the process, given in by whoever owns it. */
@FunctionalInterface
public interface ProcessExit {

  /**
   * The scheduler cannot go on. Called at most once, from any thread, and must not block: the
   * scheduler is still to be closed.
   *
   * @param message for an operator: what happened and what to do
   */
  void exit(ExitCause cause, String message);
}
