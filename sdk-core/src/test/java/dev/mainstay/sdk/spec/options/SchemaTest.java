package dev.mainstay.sdk.spec.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SchemaTest {

  @Test
  void numbers_have_limits() {
    String schema =
        "{'type': 'number', 'minimum': 1, 'exclusiveMinimum': true, 'maximum': 9, 'multipleOf': 0.5}";
    assertThat(check(schema, "1.5")).isEmpty();
    assertThat(check(schema, "1"))
        .isEqualTo("'1' is too small; give more than 1, at most 9, a multiple of 0.5");
    assertThat(check(schema, "10")).startsWith("'10' is too large");
    assertThat(check(schema, "1.2")).startsWith("'1.2' is not allowed");
    assertThat(check("{'exclusiveMaximum': 3}", "3"))
        .isEqualTo("'3' is too large; give less than 3");
    assertThat(check("{'type': 'number'}", "1e999999999"))
        .isEqualTo(
            "the number 1e999999999 is too long; write one that a computer can hold, or put it in quotes");
  }

  @Test
  void texts_have_lengths_and_patterns() {
    assertThat(check("{'type': 'string', 'minLength': 2}", "'a'"))
        .isEqualTo("'a' is too short: at least 2 characters; such as \"text\"");
    assertThat(check("{'type': 'string', 'maxLength': 2, 'default': 'ab'}", "'abc'"))
        .isEqualTo("'abc' is too long: at most 2 characters; such as ab, its default");
    assertThat(check("{'pattern': '^[a-z]+$'}", "'A'")).startsWith("'A' does not match ^[a-z]+$");
    assertThat(check("{'enum': ['info', 'debug']}", "'inof'"))
        .isEqualTo("'inof' is not one of [info, debug]; did you mean 'info'?");
    assertThat(check("{'enum': [1, 2.0]}", "2")).isEmpty();
  }

  @Test
  void a_value_may_have_one_of_several_types() {
    assertThat(check("{'type': ['string', 'null']}", "null")).isEmpty();
    assertThat(check("{'type': ['string', 'integer']}", "true"))
        .isEqualTo("'true' is not text or a whole number");
  }

  @Test
  void lists_say_what_is_in_them() {
    assertThat(check("{'items': {'type': 'integer'}, 'maxItems': 2}", "[1, 'x', 3]"))
        .isEqualTo("there are 3 items; give at most 2\n1: 'x' is not a whole number; such as 3");
    assertThat(check("{'items': [{'type': 'string'}, {'type': 'integer'}]}", "['a', 'b']"))
        .isEqualTo("1: 'b' is not a whole number; such as 3");
    assertThat(check("{'uniqueItems': true, 'minItems': 1}", "['a', 'a']"))
        .isEqualTo("'a' is in the list twice; remove one");
  }

  @Test
  void objects_say_what_they_need_and_what_they_allow() {
    String schema =
        "{'properties': {'a': {'type': 'integer'}, 'b': {'required': true}}, 'required': ['a'],"
            + " 'patternProperties': {'^x-': {'type': 'string'}}, 'additionalProperties': false}";
    assertThat(check(schema, "{'a': 1, 'b': 2, 'x-y': 'z'}")).isEmpty();
    assertThat(check(schema, "{'x-y': 1, 'c': 2}"))
        .isEqualTo(
            """
            x-y: '1' is not text; such as "text"
            unknown option 'c'; did you mean 'a'?
            a: the option must be given
            b: the option must be given""");
    assertThat(check("{'additionalProperties': {'type': 'integer'}}", "{'q': 'r'}"))
        .isEqualTo("q: 'r' is not a whole number; such as 3");
  }

  @Test
  void schemas_can_be_combined_and_referred_to() {
    String either = "{'oneOf': [{'type': 'integer'}, {'minimum': 5}]}";
    assertThat(check(either, "3")).isEmpty();
    assertThat(check(either, "5.5")).isEmpty();
    assertThat(check(either, "6"))
        .isEqualTo("the values match 2 of the alternatives, not one; see line 1 of schema");
    assertThat(check("{'not': {'properties': {'tls': {'enum': [true]}}}}", "{'tls': true}"))
        .isEqualTo("these values are not allowed together; see line 1 of schema");
    assertThat(check("{'not': {'enum': [1]}}", "1"))
        .isEqualTo("'1' is not allowed; see line 1 of schema");
    assertThat(
            check(
                "{'patternProperties': {'^a': {'not': {'description': 'give b'}}}}", "{'a1': [2]}"))
        .endsWith(" is not allowed; give b");
    assertThat(check("{'dependencies': {'tls': ['key']}}", "{'tls': true}"))
        .isEqualTo("key: the option must be given together with 'tls'");
    String referring =
        "{'definitions': {'port': {'maximum': 9}}, 'properties': {'p': {'$ref': '#/definitions/port'}}}";
    assertThat(check(referring, "{'p': 10}")).isEqualTo("p: '10' is too large; give at most 9");
    assertThat(check("{'properties': {'p': {'$ref': '#'}}}", "{}"))
        .contains("schemas are more than 20 deep");
  }

  private static String check(String schema, String value) {
    ProblemLog log = new ProblemLog();
    InputNode node = node("schema", schema, log);
    SchemaReader.read(node, log)
        .ifPresent(read -> SchemaCheck.check(read, node("value", value, log), "", log));
    return log.inOrder().stream()
        .map(problem -> problem.toString().replaceFirst("^[a-z]+:[0-9]+:[0-9]+: ", ""))
        .collect(Collectors.joining("\n"));
  }

  private static InputNode node(String file, String json, ProblemLog log) {
    return JsonReader.read(file, json.replace('\'', '"'), log).orElseThrow();
  }
}
