package dev.mainstay.sdk.mesos.wire;

/**
 * Counts the heartbeat intervals in which a stream was waited for and nothing came. An interval in
 * which we were busy, or the process was stopped, is not one of them.
 */
public final class SilenceCount {

  private final int allowed;
  private int silent;

  /** Nothing counted yet. {@code allowed} is {@link ClientSettings#missedHeartbeats()}. */
  public SilenceCount(int allowed) {
    this.allowed = allowed;
  }

  /** Something came, or a new way of counting begins. */
  public void reset() {
    silent = 0;
  }

  /**
   * An interval is over; says whether the stream is to be given up.
   *
   * @param reading whether we waited for bytes at its end
   */
  public boolean intervalOver(boolean reading) {
    silent = reading ? silent + 1 : 0;
    return silent > allowed;
  }
}
