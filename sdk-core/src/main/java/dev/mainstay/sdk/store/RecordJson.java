package dev.mainstay.sdk.store;

/**
 * Any record in the store's form, for those who keep records in files: {@code
 * {"format":1,"record":{…}}} in UTF-8.
 */
public final class RecordJson<T extends Record> {

  private final RecordCodec codec = new RecordCodec();
  private final Class<T> type;

  private RecordJson(Class<T> type) {
    this.type = type;
  }

  public static <T extends Record> RecordJson<T> of(Class<T> type) {
    return new RecordJson<>(type);
  }

  public byte[] write(T value) {
    return codec.encodeValue(value);
  }

  /**
   * The record that the bytes are.
   *
   * @param where they come from, for errors
   * @throws StoreException when they are no such record, or of a newer format
   */
  public T read(byte[] bytes, String where) {
    return codec.decodeValue(type, bytes, where);
  }
}
