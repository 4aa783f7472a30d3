package dev.mainstay.benchmarks.scale;

import java.lang.management.ManagementFactory;

/** What is left on the heap after it was cleaned. */
final class LiveHeap {

  /** One collection may leave what the next one finds. */
  private static final int COLLECTIONS = 3;

  private LiveHeap() {}

  /** Bytes that can be reached, of whatever thread. */
  @SuppressWarnings("System.gc") // it is what is measured
  static long bytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
