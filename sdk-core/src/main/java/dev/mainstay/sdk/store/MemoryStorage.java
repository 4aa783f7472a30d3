package dev.mainstay.sdk.store;

/**
 * A {@link MemoryStore} whose lock is always free: for simulations and tests, where there is one
 * scheduler.
 */
public final class MemoryStorage implements Storage {

  private final RecordStore store;

  public MemoryStorage(RecordStore store) {
    this.store = store;
  }

  @Override
  public RecordStore open(LockListener listener) {
    return store;
  }

  @Override
  public void close() {}
}
