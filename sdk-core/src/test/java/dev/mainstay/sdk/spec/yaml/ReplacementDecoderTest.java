package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.spec.ReplacementPolicySpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When pods are replaced without an operator, as the spec and the environment say it. */
final class ReplacementDecoderTest {

  private static final String WRITTEN =
      "replacement-failure-policy: {permanent-failure-timeout-secs: 60}\n";

  private static final TemplateReader NO_TEMPLATES =
      new TemplateReader() {
        @Override
        public Optional<String> read(String path) {
          return Optional.empty();
        }

        @Override
        public ImmutableSet<String> known() {
          return ImmutableSet.of();
        }
      };

  private static @Nullable ReplacementPolicySpec load(
      String more, Map<String, String> environment) {
    return SpecLoader.load(
            "svc.yml", SpecText.pod() + more, ImmutableMap.copyOf(environment), NO_TEMPLATES)
        .spec()
        .replacement();
  }

  private static ReplacementPolicySpec policy(int timeout, int delay) {
    return new ReplacementPolicySpec(Duration.ofSeconds(timeout), Duration.ofSeconds(delay));
  }

  @Test
  void none_without_a_word() {
    assertThat(load("", Map.of("PERMANENT_FAILURE_TIMEOUT_SECS", "120"))).isNull();
  }

  @Test
  void what_is_left_out_of_the_spec_is_as_with_the_predecessor() {
    assertThat(load(WRITTEN, Map.of())).isEqualTo(policy(60, 600));
  }

  @Test
  void the_environment_switches_it_on() {
    assertThat(
            load(
                "",
                Map.of(
                    "ENABLE_AUTOMATIC_POD_REPLACEMENT", "true",
                    "PERMANENT_FAILURE_TIMEOUT_SECS", "120",
                    "MIN_REPLACE_DELAY_SECS", "240")))
        .isEqualTo(policy(120, 240));
    assertThat(load("", Map.of("ENABLE_AUTOMATIC_POD_REPLACEMENT", "true")))
        .isEqualTo(policy(1200, 600));
  }

  @Test
  void the_environment_goes_over_the_spec() {
    assertThat(
            load(
                WRITTEN,
                Map.of("ENABLE_AUTOMATIC_POD_REPLACEMENT", "true", "MIN_REPLACE_DELAY_SECS", "5")))
        .isEqualTo(policy(60, 5));
    assertThat(load(WRITTEN, Map.of("ENABLE_AUTOMATIC_POD_REPLACEMENT", "false"))).isNull();
  }

  @Test
  void values_of_another_kind_are_problems() {
    assertThatThrownBy(
            () ->
                load(
                    "",
                    Map.of(
                        "ENABLE_AUTOMATIC_POD_REPLACEMENT", "true",
                        "PERMANENT_FAILURE_TIMEOUT_SECS", "soon")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("PERMANENT_FAILURE_TIMEOUT_SECS: the variable is 'soon'")
        .hasMessageContaining("set it to whole seconds");
    assertThatThrownBy(() -> load("", Map.of("ENABLE_AUTOMATIC_POD_REPLACEMENT", "yes")))
        .hasMessageContaining("ENABLE_AUTOMATIC_POD_REPLACEMENT: the variable is 'yes'");
  }
}
