package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.spec.ReplacementPolicySpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When pods are replaced without an operator: {@code replacement-failure-policy} of the spec, over
 * which the variables go by which services of dcos-commons are told.
 */
final class ReplacementDecoder {

  private static final String ENABLE = "ENABLE_AUTOMATIC_POD_REPLACEMENT";
  private static final String TIMEOUT = "PERMANENT_FAILURE_TIMEOUT_SECS";
  private static final String DELAY = "MIN_REPLACE_DELAY_SECS";

  private final Map<String, String> environment;
  private final Fields root;

  ReplacementDecoder(Map<String, String> environment, Fields root) {
    this.environment = environment;
    this.root = root;
  }

  @Nullable ReplacementPolicySpec decode() {
    Field field = root.field("replacement-failure-policy");
    Optional<ReplacementPolicySpec> written = field.mapping().map(ReplacementDecoder::written);
    String enable = environment.getOrDefault(ENABLE, "").strip();
    return switch (enable) {
      case "" -> written.orElse(null);
      case "true" ->
          new ReplacementPolicySpec(
              seconds(
                  TIMEOUT,
                  written
                      .map(ReplacementPolicySpec::permanentFailureTimeout)
                      .orElse(ReplacementPolicySpec.STANDARD_TIMEOUT)),
              seconds(
                  DELAY,
                  written
                      .map(ReplacementPolicySpec::minReplaceDelay)
                      .orElse(ReplacementPolicySpec.STANDARD_DELAY)));
      case "false" -> null;
      default -> {
        root.log()
            .error(
                root.at(),
                ENABLE,
                "the variable is '" + enable + "'",
                "set it to 'true' or 'false', or leave it out");
        yield null;
      }
    };
  }

  private static ReplacementPolicySpec written(Fields fields) {
    ReplacementPolicySpec policy =
        new ReplacementPolicySpec(
            fields
                .field("permanent-failure-timeout-secs")
                .seconds()
                .orElse(ReplacementPolicySpec.STANDARD_TIMEOUT),
            fields
                .field("min-replace-delay-secs")
                .seconds()
                .orElse(ReplacementPolicySpec.STANDARD_DELAY));
    fields.finish();
    return policy;
  }

  private Duration seconds(String variable, Duration standard) {
    String text = environment.getOrDefault(variable, "").strip();
    if (text.isEmpty()) {
      return standard;
    }
    if (!text.matches("[0-9]{1,9}")) {
      root.log()
          .error(
              root.at(),
              variable,
              "the variable is '" + text + "'",
              "set it to whole seconds, or leave it out");
      return standard;
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
