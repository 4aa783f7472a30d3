package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code resource-limits}. */
final class LimitsDecoder {

  private static final String UNLIMITED = "unlimited";

  private LimitsDecoder() {}

  /**
   * The limits.
   *
   * @param cpus what is reserved, which no limit may undercut; absent if the spec does not say
   * @param memory what is reserved; absent if the spec does not say
   */
  static ResourceLimitsSpec decode(Field field, @Nullable Scalar cpus, @Nullable Scalar memory) {
    Optional<Fields> fields = field.mapping();
    if (fields.isEmpty()) {
      return ResourceLimitsSpec.NONE;
    }
    Field oldMemory = fields.get().legacy("mem", "write 'memory'");
    Field memoryField = fields.get().field("memory");
    ResourceLimitsSpec limits =
        new ResourceLimitsSpec(
            limit(fields.get().field("cpus"), cpus),
            limit(memoryField.isAbsent() ? oldMemory : memoryField, memory));
    fields.get().finish();
    return limits;
  }

  private static String name(Field field) {
    return field.name().equals("mem") ? "memory" : field.name();
  }

  private static ResourceLimitsSpec.@Nullable Limit limit(Field field, @Nullable Scalar reserved) {
    if (field.textOrBlank() == null) {
      return null;
    }
    if (reserved == null) {
      field.error(
          "there is a limit, and nothing that is reserved",
          "give the task '" + name(field) + "' too");
      return null;
    }
    if (field.says(UNLIMITED)) {
      return new ResourceLimitsSpec.Unlimited();
    }
    Optional<Scalar> amount =
        field
            .amount("a number or '" + UNLIMITED + "'")
            .check(
                given -> given.atLeast(reserved) && given.isPositive(),
                "is less than the " + reserved + " that are reserved",
                "write more, or '" + UNLIMITED + "'")
            .optional();
    return amount.map(ResourceLimitsSpec.UpTo::new).orElse(null);
  }
}
