package dev.mainstay.sdk.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TargetRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {

  /**
   * Set to a folder, {@code -Dgolden.update=src/test/resources/…/format-1}, it is written instead
   * of compared.
   */
  private static final String UPDATE = "golden.update";

  private static final ImmutableMap<RecordKey.Kind, StateRecord> SAMPLES =
      ImmutableMap.of(
          RecordKey.Kind.FRAMEWORK, SampleRecords.framework(),
          RecordKey.Kind.TARGET, SampleRecords.target(),
          RecordKey.Kind.CONFIGURATION, SampleRecords.configuration(),
          RecordKey.Kind.POD, SampleRecords.pod("data", 0),
          RecordKey.Kind.RELEASED, SampleRecords.released("6f1c"),
          RecordKey.Kind.PLAN_RUN, SampleRecords.planRun(),
          RecordKey.Kind.UNINSTALL, SampleRecords.uninstall(),
          RecordKey.Kind.HISTORY, SampleRecords.history());

  private final RecordCodec codec = new RecordCodec();

  @Property(tries = 300)
  void any_record_is_read_as_it_was_written(@ForAll long seed) {
    RandomRecords random = new RandomRecords(seed);
    for (StateRecord sample : SAMPLES.values()) {
      StateRecord record = random.next(sample.getClass());
      byte[] bytes = codec.encode(record);
      StateRecord read = codec.decode(record.key().kind(), bytes, "here");
      assertThat(read).isEqualTo(record);
      assertThat(codec.encode(read)).as("order of maps").isEqualTo(bytes);
    }
  }

  @Test
  void format_1_is_written_and_read_as_it_was_when_it_was_released() throws IOException {
    for (RecordKey.Kind kind : RecordKey.Kind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT) + ".json";
      StateRecord sample = SAMPLES.get(kind);
      assertThat(sample).as("a sample of " + kind).isNotNull();
      String written = new String(codec.encode(sample), UTF_8);
      String update = System.getProperty(UPDATE);
      if (update != null) {
        Files.writeString(Path.of(update, name), written + "\n");
        continue;
      }
      String golden =
          Resources.toString(
                  Resources.getResource(RecordCodecTest.class, "format-1/" + name), UTF_8)
              .strip();
      assertThat(written).as(name).isEqualTo(golden);
      assertThat(codec.decode(kind, golden.getBytes(UTF_8), name)).isEqualTo(sample);
    }
  }

  @Test
  void what_says_nothing_is_not_written() {
    String text = new String(codec.encode(SampleRecords.pod("data", 0)), UTF_8);
    assertThat(text).startsWith("{\"format\":1,\"record\":{\"id\":{\"type\":\"data\"},");
    assertThat(text)
        .doesNotContain("null")
        .doesNotContain("[]")
        .doesNotContain("\"\"")
        .doesNotContain("\"error\"");
  }

  @Test
  void a_newer_format_is_refused_by_name() {
    assertThatThrownBy(() -> decodeTarget("{\"format\":2,\"record\":{\"configId\":\"c\"}}"))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.failure()).isEqualTo(StoreException.Failure.NEWER_FORMAT))
        .hasMessage(
            "/mainstay/data/target has format 2, written by a newer version; this one reads up to format 1");
  }

  @Test
  void what_is_no_record_is_refused_with_its_place() {
    ImmutableList.of(
            "{\"format\":1,\"record\":{\"configId\":\"c\",\"more\":1}}",
            "{\"format\":1,\"record\":{}}",
            "{\"format\":1,\"record\":{\"configId\":7}}",
            "{\"format\":1,\"record\":{\"configId\":\"\"}}",
            "{\"format\":1}",
            "{\"record\":{\"configId\":\"c\"}}",
            "{\"format\":1,",
            "[]",
            "")
        .forEach(
            text ->
                assertThatThrownBy(() -> decodeTarget(text))
                    .as(text)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("/mainstay/data/target"));
  }

  @Test
  void a_target_that_was_stored_without_a_run_of_its_removal_has_that_of_its_plan() {
    StateRecord read =
        decodeTarget(
            "{\"format\":1,\"record\":{\"configId\":\"c\",\"run\":\"r\",\"started\":\"c\"}}");
    assertThat(read)
        .isInstanceOfSatisfying(
            TargetRecord.class, target -> assertThat(target.removal()).isEqualTo("r"));
  }

  @Test
  void a_bad_field_is_named_by_its_path() {
    String text =
        new String(codec.encode(SampleRecords.pod("data", 0)), UTF_8)
            .replace("\"state\":\"RUNNING\"", "\"state\":\"JOGGING\"");
    assertThatThrownBy(() -> codec.decode(RecordKey.Kind.POD, text.getBytes(UTF_8), "/pod"))
        .hasMessage(
            "/pod is no PodRecord of format 1: tasks.server.condition.state: 'JOGGING': no TaskState is named so");
  }

  private StateRecord decodeTarget(String text) {
    return codec.decode(RecordKey.Kind.TARGET, text.getBytes(UTF_8), "/mainstay/data/target");
  }
}
