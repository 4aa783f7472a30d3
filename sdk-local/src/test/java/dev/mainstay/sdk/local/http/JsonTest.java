package dev.mainstay.sdk.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** JSON as Mesos reads and writes it. */
final class JsonTest {

  @Test
  void numbers_are_written_as_rapidjson_writes_them() {
    assertThat(JsonText.format(15)).isEqualTo("15.0");
    assertThat(JsonText.format(0.1)).isEqualTo("0.1");
    assertThat(JsonText.format(-0.5)).isEqualTo("-0.5");
    assertThat(JsonText.format(1795335327.379714)).isEqualTo("1795335327.379714");
    assertThat(JsonText.format(1e20)).isEqualTo("100000000000000000000.0");
    assertThat(JsonText.format(1e30)).isEqualTo("1e30");
    assertThat(JsonText.format(1.5e-7)).isEqualTo("1.5e-7");
    assertThat(JsonText.format(0.000123)).isEqualTo("0.000123");
    assertThat(JsonText.format(0)).isEqualTo("0.0");
  }

  @Property
  void a_number_reads_back_as_itself(@ForAll double value) {
    assertThat(Double.parseDouble(JsonText.format(value))).isEqualTo(value);
  }

  @Property
  void a_text_reads_back_as_itself(@ForAll String text) throws JsonSyntaxException {
    String whole = new String(text.getBytes(UTF_8), UTF_8); // without halves of surrogate pairs
    Protos.Label label = Protos.Label.newBuilder().setKey(whole).build();

    assertThat(
            JsonReader.read(
                JsonParser.parse(JsonPrinter.print(label).getBytes(UTF_8)),
                Protos.Label.newBuilder()))
        .isEqualTo(label);
  }

  @Test
  void a_default_that_is_written_down_is_printed_unless_it_is_deprecated() {
    assertThat(JsonPrinter.print(Protos.CommandInfo.getDefaultInstance()))
        .isEqualTo("{\"shell\":true}");
    assertThat(
            JsonPrinter.print(Protos.FrameworkInfo.newBuilder().setUser("u").setName("n").build()))
        .isEqualTo("{\"user\":\"u\",\"name\":\"n\",\"failover_timeout\":0.0,\"checkpoint\":false}");
  }

  @Test
  void what_is_no_json_is_named_with_what_follows() {
    refused("{\"type\": ", "syntax error at line 1 near: ");
    refused("", "syntax error at line 1 near: ");
    refused("{\n\"a\": nope}", "syntax error at line 2 near: ope}");
    refused("{} x", "Parsed JSON included non-whitespace trailing characters:  x");
  }

  @Test
  void what_does_not_fit_the_message_is_named() {
    misfit("[]", "Expecting a JSON object");
    misfit("{\"framework_id\":{}}", "Missing required fields: framework_id.value");
    misfit("{\"framework_id\":\"x\"}", "Not expecting a JSON string for field 'framework_id'");
    misfit("{\"type\":{}}", "Not expecting a JSON object for field 'type'");
    misfit("{\"type\":[\"KILL\"]}", "Not expecting a JSON array for field 'type'");
    misfit("{\"type\":7}", "Not expecting a JSON number for field 'type'");
    misfit(
        "{\"acknowledge\":{\"uuid\":\"!\"}}",
        "Failed to base64 decode bytes field 'uuid': Invalid character '!'");
    misfit(
        "{\"accept\":{\"filters\":{\"refuse_seconds\":\"x\"}}}",
        "Failed to parse 'x' as a JSON number for field 'refuse_seconds':"
            + " syntax error at line 1 near: x");
  }

  @Test
  void what_is_unknown_is_passed_over_and_null_is_absent() throws JsonSyntaxException {
    assertThat(read("{\"type\":\"FROB\",\"bogus\":{\"x\":1},\"kill\":null}"))
        .isEqualTo(Call.getDefaultInstance());
  }

  @Test
  void deep_nesting_is_refused_before_it_fills_the_stack() {
    refused("[".repeat(100_000), "syntax error at line 1 near: " + "[".repeat(100_000 - 201));
  }

  @Test
  void a_number_in_a_text_is_six_digits_as_a_stream_shows_it() {
    assertThat(FrameworkOptionChecks.streamed(1e30)).isEqualTo("1e+30");
    assertThat(FrameworkOptionChecks.streamed(123456789.0)).isEqualTo("1.23457e+08");
    assertThat(FrameworkOptionChecks.streamed(0.5)).isEqualTo("0.5");
  }

  private static void refused(String json, String message) {
    assertThatThrownBy(() -> JsonParser.parse(json.getBytes(UTF_8))).hasMessage(message);
  }

  private static void misfit(String json, String message) {
    assertThatThrownBy(() -> read(json)).hasMessage(message);
  }

  private static Object read(String json) throws JsonSyntaxException {
    return JsonReader.read(JsonParser.parse(json.getBytes(UTF_8)), Call.newBuilder());
  }
}
