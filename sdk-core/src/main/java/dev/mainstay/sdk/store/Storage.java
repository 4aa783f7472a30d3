package dev.mainstay.sdk.store;

/**
 * The place of one service's records, with the lock that lets a single scheduler at a time write
 * there.
 */
public interface Storage extends AutoCloseable {

  /**
   * Waits until this scheduler leads the service, and gives its store. Called once.
   *
   * @throws StoreException when the place cannot be reached
   * @throws InterruptedException when the wait is interrupted
   */
  RecordStore open(LockListener listener) throws InterruptedException;

  /**
   * Gives the lock back, so that another scheduler can take over at once. Nothing happens when it
   * is closed already.
   */
  @Override
  void close();

  /** Hears of the lock; called from threads of the storage. */
  interface LockListener {

    /** Another scheduler leads; called once for each that does. */
    void waiting(String holder);

    /** The lock is lost, or may be; never to come back to this process. */
    void lost(String reason);
  }
}
