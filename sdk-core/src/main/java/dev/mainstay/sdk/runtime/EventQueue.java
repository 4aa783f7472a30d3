package dev.mainstay.sdk.runtime;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the loop. Bounded for those who can wait; see {@link #putNow} for the rest. */
final class EventQueue {

  /**
   * Events that wait before the stream from the master is no longer read: some seconds of the
   * busiest updates, while the store is away, in some 10 MB.
   */
  static final int CAPACITY = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<SchedulerEvent> events = new ArrayDeque<>();
  private boolean woken;
  private boolean closed;

  /** Waits for room. After the queue was closed, does nothing. */
  void put(SchedulerEvent event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (events.size() >= CAPACITY && !closed) {
        room.await();
      }
      add(event);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does not wait for room: for outcomes of calls, which may come on the loop's own thread and of
   * which there are never more than the sender's queue holds.
   */
  void putNow(SchedulerEvent event) {
    lock.lock();
    try {
      add(event);
    } finally {
      lock.unlock();
    }
  }

  private void add(SchedulerEvent event) {
    if (!closed) {
      events.add(event);
      some.signal();
    }
  }

  /** Ends a wait in {@link #take}. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      some.signal();
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing comes in; what is there can be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      some.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * All that waits, up to {@link Turn#BATCH}; empty after {@code patience}, a wake-up or the close.
   */
  ImmutableList<SchedulerEvent> take(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (events.isEmpty() && !woken && !closed && left > 0) {
        left = some.awaitNanos(left);
      }
      woken = false;
      ImmutableList.Builder<SchedulerEvent> taken = ImmutableList.builder();
      for (int i = 0; i < Turn.BATCH && !events.isEmpty(); i++) {
        taken.add(events.removeFirst());
      }
      room.signalAll();
      return taken.build();
    } finally {
      lock.unlock();
    }
  }
}
