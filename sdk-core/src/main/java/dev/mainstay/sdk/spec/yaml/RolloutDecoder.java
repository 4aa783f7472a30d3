package dev.mainstay.sdk.spec.yaml;

import com.google.common.primitives.Ints;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.RolloutSpec.MaxUnavailable;
import dev.mainstay.sdk.spec.RolloutSpec.OnFailure;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code rollout}, of the service or of a pod type. */
final class RolloutDecoder {

  private static final Pattern PERCENT = Pattern.compile("([+-]?[0-9.]+) ?%");

  /** More instances than any pod type has. */
  private static final int MOST = 1_000_000;

  private RolloutDecoder() {}

  static @Nullable RolloutSpec ofService(Field field) {
    return decode(field, null);
  }

  /**
   * Of a pod type.
   *
   * @param service what holds where the pod type says nothing
   */
  static @Nullable RolloutSpec ofPod(Field field, @Nullable RolloutSpec service) {
    return decode(field, service);
  }

  private static @Nullable RolloutSpec decode(Field field, @Nullable RolloutSpec service) {
    Optional<Fields> fields = field.mapping();
    return fields.isEmpty() ? null : decode(fields.get(), service);
  }

  private static RolloutSpec decode(Fields fields, @Nullable RolloutSpec service) {
    Field bake = fields.field("bake-time");
    Field deadline = fields.field("deadline");
    RolloutSpec rollout =
        new RolloutSpec(
            maxUnavailable(fields.field("max-unavailable")),
            bake.span().orNull(),
            deadline
                .span()
                .check(
                    time -> !time.isZero(), "is no time to do anything in", "write one such as 10m")
                .orNull(),
            fields
                .field("on-failure")
                .oneOf(OnFailure.class, name -> name.toLowerCase(Locale.ROOT))
                .orNull());
    checkTimes(rollout.over(service), deadline.isAbsent() ? bake : deadline);
    fields.finish();
    return rollout;
  }

  /** The deadline holds for the bake time too. */
  private static void checkTimes(RolloutSpec rollout, Field field) {
    Duration deadline = rollout.deadline();
    if (deadline != null && !field.isAbsent() && deadline.compareTo(rollout.bake()) <= 0) {
      field.error(
          "the deadline of %s is not longer than the bake-time of %s, so that no step could keep it"
              .formatted(RolloutSpec.shown(deadline), RolloutSpec.shown(rollout.bake())),
          "write a longer 'deadline' or a shorter 'bake-time'");
    }
  }

  private static @Nullable MaxUnavailable maxUnavailable(Field field) {
    Optional<String> text =
        field.isAbsent() || field.isUnknown() ? Optional.empty() : field.text().optional();
    Matcher percent = PERCENT.matcher(text.orElse("").strip());
    if (!percent.matches()) {
      return text.isEmpty()
          ? null
          : field
              .integer(1, MOST)
              .optional()
              .map(number -> new MaxUnavailable(number, false))
              .orElse(null);
    }
    Integer number = Ints.tryParse(percent.group(1));
    if (number == null || number < 1 || number > 100) {
      field.error(field.describe() + " is no share of the instances", "write one from 1% to 100%");
      return null;
    }
    return new MaxUnavailable(number, true);
  }
}
