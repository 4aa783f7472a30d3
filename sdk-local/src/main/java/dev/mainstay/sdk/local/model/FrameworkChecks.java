package dev.mainstay.sdk.local.model;

import com.google.common.base.Joiner;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Mesos refuses in a FrameworkInfo, in its words ({@code src/master/validation.cpp}, namespace
 * framework).
 */
final class FrameworkChecks {

  /** The longest time that a Duration of Mesos holds: 2^63 ns. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private FrameworkChecks() {}

  static Optional<String> problemOf(FrameworkInfo info) {
    return problemOfRoles(info)
        .or(
            () ->
                Optional.ofNullable(info.id()).map(FrameworkId::value).flatMap(IdChecks::problemOf))
        .or(() -> problemOfFailoverTimeout(info.failoverTimeout()));
  }

  private static Optional<String> problemOfRoles(FrameworkInfo info) {
    if (!info.capabilities().contains(FrameworkInfo.Capability.MULTI_ROLE)) {
      if (!info.roles().isEmpty()) {
        return Optional.of(
            "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
      }
      String role = info.role();
      return role == null
          ? Optional.empty()
          : Roles.problemOf(role)
              .map(problem -> "'FrameworkInfo.role' is not a valid role: " + problem);
    }
    if (info.role() != null) {
      return Optional.of(
          "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
    }
    Set<String> twice = duplicates(info.roles());
    if (!twice.isEmpty()) {
      return Optional.of("'FrameworkInfo.roles' contains duplicate items: " + braces(twice));
    }
    return info.roles().stream()
        .map(Roles::problemOf)
        .flatMap(Optional::stream)
        .findFirst()
        .map(problem -> "'FrameworkInfo.roles' contains invalid role: " + problem);
  }

  private static Set<String> duplicates(List<String> roles) {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (String role : roles) {
      if (!seen.add(role)) {
        twice.add(role);
      }
    }
    return twice;
  }

  private static String braces(Collection<String> items) {
    return items.isEmpty() ? "{}" : "{ " + Joiner.on(", ").join(items) + " }";
  }

  private static Optional<String> problemOfFailoverTimeout(Duration timeout) {
    if (timeout.compareTo(LONGEST) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "The framework failover_timeout (" + (double) timeout.toSeconds() + ") is invalid");
  }

  static Optional<String> problemOfSuppressed(
      Collection<String> roles, Collection<String> suppressed) {
    Set<String> unknown = new TreeSet<>(suppressed);
    unknown.removeAll(roles);
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Suppressed roles " + braces(unknown) + " are not contained in the set of roles");
  }

  /** What may not change at a new subscription. */
  static Optional<String> problemOfPrincipal(FrameworkInfo before, FrameworkInfo after) {
    return Objects.equals(before.principal(), after.principal())
        ? Optional.empty()
        : Optional.of("Changing framework's principal is not allowed.");
  }

  /** What UPDATE_FRAMEWORK may not change. */
  static Optional<String> problemOfUpdate(FrameworkInfo before, FrameworkInfo after) {
    return problemOfPrincipal(before, after)
        .or(() -> unsupported("user", before.user(), after.user()))
        .or(
            () ->
                unsupported(
                    "checkpoint",
                    Boolean.toString(before.checkpoint()),
                    Boolean.toString(after.checkpoint())));
  }

  private static Optional<String> unsupported(String field, String before, String after) {
    return before.equals(after)
        ? Optional.empty()
        : Optional.of(
            "Updating 'FrameworkInfo."
                + field
                + "' is unsupported; attempted to update from '"
                + before
                + "' to '"
                + after
                + "'");
  }

  /** The new info, with what a resubscription cannot change as it was. */
  static FrameworkInfo kept(FrameworkInfo before, FrameworkInfo after) {
    return new FrameworkInfo(
        before.user(),
        after.name(),
        after.id(),
        after.role(),
        after.roles(),
        after.failoverTimeout(),
        before.checkpoint(),
        after.hostname(),
        after.principal(),
        after.webuiUrl(),
        after.capabilities(),
        after.labels());
  }
}
