package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.spec.TaskSpec;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code health-check} and {@code readiness-check}. All times are whole seconds. */
final class Checks {

  private static final int MOST_FAILURES = 1_000_000;

  private Checks() {}

  static TaskSpec.@Nullable HealthCheckSpec health(Field field) {
    Optional<Fields> fields = field.mapping();
    return fields.isEmpty() ? null : health(fields.get());
  }

  private static TaskSpec.HealthCheckSpec health(Fields fields) {
    TaskSpec.HealthCheckSpec check =
        new TaskSpec.HealthCheckSpec(
            fields
                .field("cmd")
                .filledText()
                .required("say what is run; it is healthy when it exits with 0"),
            seconds(fields, "interval"),
            seconds(fields, "grace-period"),
            fields
                .field("max-consecutive-failures")
                .integer(1, MOST_FAILURES)
                .required("say after how many failures in a row the task is killed"),
            fields.field("delay").seconds().orElse(Duration.ZERO),
            seconds(fields, "timeout"));
    fields.finish();
    return check;
  }

  static TaskSpec.@Nullable ReadinessCheckSpec readiness(Field field) {
    Optional<Fields> fields = field.mapping();
    return fields.isEmpty() ? null : readiness(fields.get());
  }

  private static TaskSpec.ReadinessCheckSpec readiness(Fields fields) {
    TaskSpec.ReadinessCheckSpec check =
        new TaskSpec.ReadinessCheckSpec(
            fields
                .field("cmd")
                .filledText()
                .required("say what is run; the task is ready when it exits with 0"),
            seconds(fields, "interval"),
            fields.field("delay").seconds().orElse(Duration.ZERO),
            seconds(fields, "timeout"));
    fields.finish();
    return check;
  }

  private static Duration seconds(Fields fields, String key) {
    return fields.field(key).seconds().required("give it in seconds");
  }
}
