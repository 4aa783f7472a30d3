package dev.mainstay.sdk.runtime;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.store.MemoryStore;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.store.StoreException;
import dev.mainstay.sdk.store.StoreException.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that works, takes one decision a write, and fails as it is told to. */
final class FaultyStore implements RecordStore {

  /** What happens to a write. */
  enum Fault {
    /** It is not done. */
    NOT_DONE(Failure.UNAVAILABLE),
    /** It is done, and nobody is told. */
    DONE_UNKNOWN(Failure.UNAVAILABLE),
    LOST_LEADERSHIP(Failure.LOST_LEADERSHIP),
    INTERNAL(Failure.INTERNAL);

    private final Failure failure;

    Fault(Failure failure) {
      this.failure = failure;
    }
  }

  private final MemoryStore records = new MemoryStore();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private @Nullable ImmutableList<StateChange> doneUnknown;

  synchronized void failNext(Fault... next) {
    faults.addAll(List.of(next));
  }

  @Override
  public ImmutableList<StateRecord> load() {
    return records.load();
  }

  @Override
  public synchronized int commit(List<ImmutableList<StateChange>> decisions) {
    ImmutableList<StateChange> first = decisions.get(0);
    Fault fault = faults.poll();
    if (fault == Fault.DONE_UNKNOWN || fault == null) {
      if (!first.equals(doneUnknown)) {
        records.commit(ImmutableList.of(first));
      }
      doneUnknown = fault == null ? null : first;
    }
    if (fault != null) {
      throw new StoreException(fault.failure, "told to fail: " + fault);
    }
    return 1;
  }
}
