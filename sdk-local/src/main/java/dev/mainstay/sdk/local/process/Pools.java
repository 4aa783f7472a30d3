package dev.mainstay.sdk.local.process;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Thread pools whose threads end by themselves when idle and never keep the process alive. */
final class Pools {

  /** Jobs that wait: some for each of the most tasks that one machine can run. */
  private static final int QUEUE = 100_000;

  private Pools() {}

  static ExecutorService bounded(String name, int threads) {
    AtomicInteger numbers = new AtomicInteger();
    ThreadFactory factory =
        job -> {
          Thread thread = new Thread(job, name + "-" + numbers.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
