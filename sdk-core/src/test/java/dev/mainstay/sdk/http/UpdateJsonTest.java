package dev.mainstay.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a change: what is no change is refused, and is not taken for another. */
final class UpdateJsonTest {

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "false", "{}", "\"\"", "[\"x\"]"})
  void a_rollback_is_true_or_an_id(String value) {
    assertThatThrownBy(() -> UpdateJson.of("{\"rollback\": " + value + "}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("field 'rollback' should be true, or the id of a configuration");
  }

  @Test
  void a_rollback_is_to_the_last_that_was_rolled_out_or_to_a_given_one() {
    UpdateJson last = UpdateJson.of("{\"rollback\": true}");
    assertThat(last.isRollback()).isTrue();
    assertThat(last.rollbackTo()).isNull();
    assertThat(UpdateJson.of("{\"rollback\": \"aaaa-1\"}").rollbackTo()).isEqualTo("aaaa-1");
    assertThat(UpdateJson.of("{\"set\": {\"a\": 1}}").isRollback()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}"})
  void a_body_that_changes_nothing_is_no_change(String body) {
    assertThatThrownBy(() -> UpdateJson.of(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("nothing to change is given; write {\"set\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"set", "env"})
  void null_is_no_text(String field) {
    UpdateJson update = UpdateJson.of("{\"" + field + "\": {\"KEY\": null}}");
    assertThatThrownBy(update::request)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field '%s': 'KEY' is null; give a value, or name it in 'unset'", field);
  }
}
