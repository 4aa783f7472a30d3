package dev.mainstay.sdk.local.model;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import java.util.List;
import java.util.Optional;

/** Names of roles, which form a tree by slashes (Mesos's {@code src/common/roles.cpp}). */
final class Roles {

  /** The role of everybody. */
  static final String ANY = "*";

  private static final CharMatcher FORBIDDEN = CharMatcher.anyOf("\t\n\u000b\f\r \u007f");

  private Roles() {}

  /** Whether {@code role} lies below {@code ancestor}. */
  static boolean isBelow(String role, String ancestor) {
    return role.length() > ancestor.length()
        && role.startsWith(ancestor)
        && role.charAt(ancestor.length()) == '/';
  }

  /** Whether a framework may be offered the resource in a role of its. */
  static boolean mayBeOffered(Resource resource, String role) {
    if (resource.reservations().isEmpty()) {
      return true;
    }
    String reserved = reservationRole(resource);
    return role.equals(reserved) || isBelow(role, reserved);
  }

  /** The role of the innermost reservation, or {@code *}. */
  static String reservationRole(Resource resource) {
    List<Reservation> layers = resource.reservations();
    return layers.isEmpty() ? ANY : layers.get(layers.size() - 1).role();
  }

  /** What is wrong with a role's name. */
  static Optional<String> problemOf(String role) {
    if (role.equals(ANY)) {
      return Optional.empty();
    }
    if (role.startsWith("/")) {
      return Optional.of("Role '" + role + "' cannot start with a slash");
    }
    if (role.endsWith("/")) {
      return Optional.of("Role '" + role + "' cannot end with a slash");
    }
    if (role.contains("//")) {
      return Optional.of("Role '" + role + "' cannot contain two adjacent slashes");
    }
    if (role.isEmpty()) {
      return Optional.of("Role names cannot be the empty string");
    }
    return Splitter.on('/')
        .splitToStream(role)
        .map(component -> problemOf(role, component))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> problemOf(String role, String component) {
    if (component.equals(".") || component.equals("..") || component.equals(ANY)) {
      return Optional.of("Role '" + role + "' cannot include '" + component + "' as a component");
    }
    if (component.startsWith("-")) {
      return Optional.of(
          "Role component '" + component + "' is invalid because it starts with a dash");
    }
    if (FORBIDDEN.matchesAnyOf(component)) {
      return Optional.of(
          "Role component '"
              + component
              + "' is invalid because it contains backspace or whitespace");
    }
    return Optional.empty();
  }
}
