package dev.mainstay.sdk.store;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps records in memory: for simulations and tests. Loading it again is a scheduler's restart.
 */
public final class MemoryStore implements RecordStore {

  private final Map<RecordKey, StateRecord> records = new LinkedHashMap<>();

  @Override
  public synchronized ImmutableList<StateRecord> load() {
    return ImmutableList.copyOf(records.values());
  }

  @Override
  public synchronized int commit(List<ImmutableList<StateChange>> decisions) {
    for (ImmutableList<StateChange> decision : decisions) {
      for (StateChange change : decision) {
        change.accept(new Write());
      }
    }
    return decisions.size();
  }

  /** Applies one change. */
  private final class Write implements StateChange.Visitor<Boolean> {
    @Override
    public Boolean put(StateRecord record) {
      records.put(record.key(), record);
      return true;
    }

    @Override
    public Boolean remove(RecordKey key) {
      return records.remove(key) != null;
    }
  }
}
