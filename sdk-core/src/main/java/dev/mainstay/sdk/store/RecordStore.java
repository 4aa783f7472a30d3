package dev.mainstay.sdk.store;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import java.util.List;

/**
 * Keeps the records of one service, for the one scheduler that leads it. Used by one thread.
 *
 * <p>All methods throw {@link StoreException}.
 */
public interface RecordStore {

  /** All records, in no particular order. Called once, before the first {@link #commit}. */
  ImmutableList<StateRecord> load();

  /**
   * Makes decisions durable: the first ones, as many as go into one atomic write, and at least one.
   *
   * <p>After {@link StoreException.Failure#UNAVAILABLE} the next call must begin with the same
   * decisions; it first finds out whether the earlier write was done.
   *
   * @param decisions the changes of each decision, in order; at least one decision
   * @return how many of them are durable now
   */
  int commit(List<ImmutableList<StateChange>> decisions);
}
