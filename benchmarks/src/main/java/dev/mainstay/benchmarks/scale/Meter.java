package dev.mainstay.benchmarks.scale;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what the calling thread has used so far. */
final class Meter {

  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** What was used up to now, from some fixed moment on. */
  Usage now() {
    return new Usage(threads.getCurrentThreadCpuTime(), threads.getCurrentThreadAllocatedBytes());
  }
}
