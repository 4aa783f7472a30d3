package dev.mainstay.benchmarks.scale;

/**
 * What a thread used.
 *
 * @param cpuNanos time on a core: not wall time, so a busy machine hardly changes it
 * @param bytes allocated on the heap
 */
record Usage(long cpuNanos, long bytes) {

  static final Usage NONE = new Usage(0, 0);

  Usage plus(Usage other) {
    return new Usage(cpuNanos + other.cpuNanos, bytes + other.bytes);
  }

  Usage minus(Usage other) {
    return new Usage(cpuNanos - other.cpuNanos, bytes - other.bytes);
  }
}
