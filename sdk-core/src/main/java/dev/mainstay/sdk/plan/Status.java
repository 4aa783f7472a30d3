package dev.mainstay.sdk.plan;

/** How a step, a phase or a plan stands. Derived from the state, never stored. */
public enum Status {
  /** Not begun. */
  PENDING,
  /** Being matched with offers. */
  PREPARED,
  /** Launch sent. */
  STARTING,
  /** Running, not yet ready. */
  STARTED,
  COMPLETE,
  /** Waits for an operator. */
  WAITING,
  /** Backs off until a time. */
  DELAYED,
  /** Of phases and plans: some part is at work or done, not all. */
  IN_PROGRESS,
  ERROR
}
