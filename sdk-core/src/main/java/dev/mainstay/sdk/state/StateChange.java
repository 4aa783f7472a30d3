package dev.mainstay.sdk.state;

/** One change of the durable state: a record is put, or the one with a key is removed. */
public sealed interface StateChange {

  RecordKey key();

  <R> R accept(Visitor<R> visitor);

  /** Puts a record in the place of the one with its key. */
  record Put(StateRecord record) implements StateChange {
    @Override
    public RecordKey key() {
      return record.key();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.put(record);
    }
  }

  /** Removes the record with this key; nothing happens when there is none. */
  record Remove(RecordKey key) implements StateChange {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.remove(key);
    }
  }

  /** Both cases. */
  interface Visitor<R> {
    R put(StateRecord record);

    R remove(RecordKey key);
  }
}
