package dev.mainstay.sdk.testing.world;

import org.jspecify.annotations.Nullable;

/** That a scheduler's process is to be killed, once; passes count over all processes of a world. */
final class KillOrder {

  private @Nullable KillPoint point;
  private int left;

  /** In place of the order before. */
  void give(KillPoint newPoint, int passes) {
    point = newPoint;
    left = passes;
  }

  boolean isPending() {
    return point != null;
  }

  /** A process passes a point; says whether it is to be killed there. */
  boolean isMet(KillPoint passed) {
    if (passed != point) {
      return false;
    }
    left--;
    if (left > 0) {
      return false;
    }
    point = null;
    return true;
  }
}
