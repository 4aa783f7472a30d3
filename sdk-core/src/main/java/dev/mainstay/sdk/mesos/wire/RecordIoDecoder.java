package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes a RecordIO stream in chunks of any size and gives its records: each is its length in
 * decimal digits, a newline, then so many bytes (Mesos documentation, "RecordIO" in
 * scheduler-http-api.md).
 *
 * <p>After an error the decoder is of no further use: the stream must be closed.
 */
public final class RecordIoDecoder {

  /** More than any cluster's offers take; a longer record is an error rather than lost memory. */
  public static final int DEFAULT_MAX_RECORD_BYTES = 256 * 1024 * 1024;

  /** First size of a record's buffer: what a stream claims is only believed as bytes arrive. */
  private static final int FIRST_BUFFER_BYTES = 64 * 1024;

  private final int maxRecordBytes;

  private int digits;
  private long length;
  private boolean inBody;
  private byte[] body = new byte[0];
  private int filled;

  /** A decoder that refuses records of more than {@code maxRecordBytes}. */
  public RecordIoDecoder(int maxRecordBytes) {
    if (maxRecordBytes < 1) {
      throw new IllegalArgumentException("maxRecordBytes must be positive, got " + maxRecordBytes);
    }
    this.maxRecordBytes = maxRecordBytes;
  }

  /** One record with its length, ready to be sent. */
  public static byte[] encode(byte[] record) {
    byte[] head = (record.length + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + record.length).put(head).put(record).array();
  }

  /** The records that {@code chunk} completes, in order. Reads the chunk to its end. */
  public ImmutableList<byte[]> decode(ByteBuffer chunk) throws RecordIoException {
    ImmutableList.Builder<byte[]> records = ImmutableList.builder();
    while (chunk.hasRemaining()) {
      if (!inBody) {
        readLength(chunk.get());
      } else {
        readBody(chunk);
      }
      if (inBody && filled == length) {
        records.add(body.length == filled ? body : java.util.Arrays.copyOf(body, filled));
        inBody = false;
        length = 0;
        digits = 0;
        body = new byte[0];
        filled = 0;
      }
    }
    return records.build();
  }

  /** True between two records: a stream that ends elsewhere was cut. */
  public boolean isBetweenRecords() {
    return !inBody && digits == 0;
  }

  private void readLength(byte next) throws RecordIoException {
    if (next == '\n' && digits > 0) {
      inBody = true;
      filled = 0;
      body = new byte[(int) Math.min(length, FIRST_BUFFER_BYTES)];
      return;
    }
    if (next < '0' || next > '9') {
      throw new RecordIoException(
          String.format(
              "expected a digit of a record's length%s, got byte 0x%02x",
              digits > 0 ? " or its end" : "", next));
    }
    digits++;
    length = length * 10 + (next - '0');
    if (length > maxRecordBytes) {
      throw new RecordIoException(
          "a record is longer than the " + maxRecordBytes + " bytes allowed");
    }
    if (digits > 10) {
      throw new RecordIoException("a record's length has more than 10 digits");
    }
  }

  private void readBody(ByteBuffer chunk) {
    int wanted = (int) Math.min(chunk.remaining(), length - filled);
    if (filled + wanted > body.length) {
      long doubled = Math.max((long) body.length * 2, (long) filled + wanted);
      body = java.util.Arrays.copyOf(body, (int) Math.min(length, doubled));
    }
    chunk.get(body, filled, wanted);
    filled += wanted;
  }
}
