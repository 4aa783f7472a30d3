package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.ContainerSpec.RlimitSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import dev.mainstay.sdk.template.Rendered;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code rlimits}: by name, each with both limits or, for unlimited, with none. */
final class RlimitsDecoder {

  /** What {@code setrlimit(2)} names and Mesos's {@code RLimitInfo} has. */
  private static final ImmutableSet<String> NAMES =
      ImmutableSet.of(
          "RLIMIT_AS",
          "RLIMIT_CORE",
          "RLIMIT_CPU",
          "RLIMIT_DATA",
          "RLIMIT_FSIZE",
          "RLIMIT_LOCKS",
          "RLIMIT_MEMLOCK",
          "RLIMIT_MSGQUEUE",
          "RLIMIT_NICE",
          "RLIMIT_NOFILE",
          "RLIMIT_NPROC",
          "RLIMIT_RSS",
          "RLIMIT_RTPRIO",
          "RLIMIT_RTTIME",
          "RLIMIT_SIGPENDING",
          "RLIMIT_STACK");

  /** Both limits with this value stand for unlimited, as dcos-commons has it. */
  private static final long INFINITY = -1;

  private RlimitsDecoder() {}

  static ImmutableMap<String, RlimitSpec> decode(Field field) {
    ImmutableMap.Builder<String, RlimitSpec> rlimits = ImmutableMap.builder();
    for (Field limit : field.mapping().map(Fields::all).orElse(ImmutableList.of())) {
      String name = limit.name();
      if (!NAMES.contains(name) && name.indexOf(Rendered.UNKNOWN) < 0) {
        String hint = Spelling.hint(name, NAMES);
        limit.error(
            "'" + name + "' is no limit of a process",
            hint.isEmpty() ? "write one of " + String.join(", ", NAMES) : hint);
      }
      RlimitSpec unlimited = new RlimitSpec(name, null, null);
      rlimits.put(
          name, limit.mapping().map(fields -> rlimit(name, limit, fields)).orElse(unlimited));
    }
    return rlimits.buildOrThrow();
  }

  private static RlimitSpec rlimit(String name, Field limit, Fields fields) {
    Field softField = fields.field("soft");
    Field hardField = fields.field("hard");
    Optional<Long> soft = softField.wholeNumber(INFINITY, Long.MAX_VALUE).optional();
    Optional<Long> hard = hardField.wholeNumber(INFINITY, Long.MAX_VALUE).optional();
    fields.finish();
    if (softField.isAbsent() != hardField.isAbsent()) {
      limit.error(
          "'" + (softField.isAbsent() ? "soft" : "hard") + "' is missing",
          "give both limits, or none for unlimited");
    }
    if (soft.isEmpty() || hard.isEmpty()) {
      return new RlimitSpec(name, null, null);
    }
    check(soft.get(), hard.get(), softField);
    return new RlimitSpec(name, finite(soft.get()), finite(hard.get()));
  }

  private static void check(long soft, long hard, Field softField) {
    if ((soft == INFINITY) != (hard == INFINITY)) {
      softField.error(
          "one limit is " + INFINITY + ", which is unlimited, and the other is not",
          "write " + INFINITY + " for both, or for none");
    } else if (soft > hard) {
      softField.error(
          "the soft limit " + soft + " is above the hard limit " + hard, "write at most " + hard);
    }
  }

  private static @Nullable Long finite(long limit) {
    return limit == INFINITY ? null : limit;
  }
}
