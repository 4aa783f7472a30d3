package dev.mainstay.sdk.store;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked to; {@link #failure} says what that means. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** What a failure means to the one who asked. */
  public enum Failure {
    /** Another scheduler leads, or may: nothing more can be written by this one. */
    LOST_LEADERSHIP,
    /**
     * The store does not answer. Whether the write was done is not known; to ask again with the
     * same arguments finds out, and does it unless it was done.
     */
    UNAVAILABLE,
    /** The records were written by a newer version, in a format that this one does not know. */
    NEWER_FORMAT,
    /**
     * A mistake in the program or a broken store: too large a write, a wrong version. To ask again
     * is no use.
     */
    INTERNAL
  }

  public StoreException(Failure failure, String message) {
    this(failure, message, null);
  }

  public StoreException(Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
