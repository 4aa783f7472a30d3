package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code health-check} and {@code readiness-check}. All times are whole seconds. */
final class Checks {

  private static final int MOST_FAILURES = 1_000_000;

  private Checks() {}

  /** {@code health-check}, or the first of the {@code health-checks} of old specs. */
  static TaskSpec.@Nullable HealthCheckSpec healthOf(Fields task) {
    Field old = task.legacy("health-checks", "write one 'health-check', without a name");
    Field field = task.field("health-check");
    ImmutableList<Entries.Entry> checks = Entries.orItems(old, "check", "give it 'cmd'");
    if (!checks.isEmpty() && field.isAbsent()) {
      for (Entries.Entry further : checks.subList(1, checks.size())) {
        further.field().warning("a further check is ignored", "a task has one: join the commands");
      }
      return oldHealth(checks.get(0).fields());
    }
    if (!checks.isEmpty()) {
      old.warning("these are ignored beside 'health-check'", "remove them");
    }
    return field.mapping().map(Checks::health).orElse(null);
  }

  /** What an old check leaves out is as Mesos has it ({@code HealthCheck} of its API). */
  private static TaskSpec.HealthCheckSpec oldHealth(Fields fields) {
    TaskSpec.HealthCheckSpec check =
        new TaskSpec.HealthCheckSpec(
            fields
                .field("cmd")
                .filledText()
                .required("say what is run; it is healthy when it exits with 0"),
            orOfMesos(fields, "interval", Duration.ofSeconds(10)),
            orOfMesos(fields, "grace-period", Duration.ofSeconds(10)),
            fields.field("max-consecutive-failures").integer(1, MOST_FAILURES).orElse(3),
            fields.field("delay").seconds().orElse(Duration.ZERO),
            orOfMesos(fields, "timeout", Duration.ofSeconds(20)));
    fields.ignored("name", "a task has one health check");
    fields.finish();
    return check;
  }

  private static Duration orOfMesos(Fields fields, String key, Duration standard) {
    Field field = fields.field(key);
    if (field.isAbsent()) {
      fields.warning(
          "'" + key + "' is missing and counts as " + standard.toSeconds() + " seconds",
          "give it in seconds");
    }
    return field.seconds().orElse(standard);
  }

  private static TaskSpec.HealthCheckSpec health(Fields fields) {
    TaskSpec.HealthCheckSpec check =
        new TaskSpec.HealthCheckSpec(
            fields
                .field("cmd")
                .filledText()
                .required("say what is run; it is healthy when it exits with 0"),
            positive(fields, "interval"),
            seconds(fields, "grace-period"),
            fields
                .field("max-consecutive-failures")
                .integer(1, MOST_FAILURES)
                .required("say after how many failures in a row the task is killed"),
            fields.field("delay").seconds().orElse(Duration.ZERO),
            positive(fields, "timeout"));
    fields.ignored("name", "a task has one health check");
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
            positive(fields, "interval"),
            fields.field("delay").seconds().orElse(Duration.ZERO),
            positive(fields, "timeout"));
    fields.ignored("grace-period", "a readiness check has none; write 'delay' to begin later");
    fields.ignored("max-consecutive-failures", "a readiness check kills no task");
    fields.finish();
    return check;
  }

  private static Duration positive(Fields fields, String key) {
    return fields
        .field(key)
        .seconds()
        .check(seconds -> !seconds.isZero(), "is no time to check in", "write at least 1")
        .required("give it in seconds");
  }

  private static Duration seconds(Fields fields, String key) {
    return fields.field(key).seconds().required("give it in seconds");
  }
}
