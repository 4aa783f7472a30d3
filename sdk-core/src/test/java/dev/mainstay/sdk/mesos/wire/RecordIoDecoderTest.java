package dev.mainstay.sdk.mesos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RecordIoDecoderTest {

  @Property
  void recordsComeOutWholeHoweverTheStreamIsCut(
      @ForAll @Size(max = 5) List<@Size(max = 300) byte[]> records,
      @ForAll @IntRange(min = 1, max = 64) int chunk)
      throws RecordIoException {
    byte[] stream = new byte[0];
    for (byte[] record : records) {
      stream = Bytes.concat(stream, RecordIoDecoder.encode(record));
    }
    RecordIoDecoder decoder = new RecordIoDecoder(1000);
    List<byte[]> decoded = new ArrayList<>();
    for (int at = 0; at < stream.length; at += chunk) {
      decoded.addAll(
          decoder.decode(ByteBuffer.wrap(stream, at, Math.min(chunk, stream.length - at))));
    }

    assertThat(decoded).hasSameSizeAs(records);
    for (int i = 0; i < records.size(); i++) {
      assertThat(decoded.get(i)).isEqualTo(records.get(i));
    }
    assertThat(decoder.isBetweenRecords()).isTrue();
  }

  @Test
  void aRecordBeyondTheLimitIsRefusedByItsLength() {
    assertThatThrownBy(() -> decode(100, "101\n"))
        .isInstanceOf(RecordIoException.class)
        .hasMessage("a record is longer than the 100 bytes allowed");
  }

  @Test
  void aClaimedLengthTakesNoMemoryBeforeTheBytesCome() throws RecordIoException {
    RecordIoDecoder decoder = new RecordIoDecoder(Integer.MAX_VALUE);

    assertThat(decoder.decode(ascii("2147483647\nx"))).isEmpty();
    assertThat(decoder.isBetweenRecords()).isFalse();
  }

  @Test
  void whatIsNoLengthIsNamed() {
    assertThatThrownBy(() -> decode(100, "{\"type\""))
        .hasMessage("expected a digit of a record's length, got byte 0x7b");
    assertThatThrownBy(() -> decode(100, "12 \n"))
        .hasMessage("expected a digit of a record's length or its end, got byte 0x20");
    assertThatThrownBy(() -> decode(100, "\n"))
        .hasMessage("expected a digit of a record's length, got byte 0x0a");
    assertThatThrownBy(() -> decode(100, "-5\n")).isInstanceOf(RecordIoException.class);
    assertThatThrownBy(() -> decode(100, "00000000001\n"))
        .hasMessage("a record's length has more than 10 digits");
  }

  private static void decode(int limit, String stream) throws RecordIoException {
    new RecordIoDecoder(limit).decode(ascii(stream));
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
