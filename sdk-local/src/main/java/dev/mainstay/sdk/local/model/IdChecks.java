package dev.mainstay.sdk.local.model;

import java.util.Optional;

/**
 * What Mesos asks of ids that frameworks choose ({@code validateID} of {@code
 * src/common/validation.cpp}).
 */
final class IdChecks {

  /** NAME_MAX of Linux: ids become names of directories. */
  private static final int LONGEST = 255;

  private IdChecks() {}

  static Optional<String> problemOf(String id) {
    if (id.isEmpty()) {
      return Optional.of("ID must not be empty");
    }
    if (id.length() > LONGEST) {
      return Optional.of("ID must not be greater than " + LONGEST + " characters");
    }
    if (id.equals(".") || id.equals("..")) {
      return Optional.of("'" + id + "' is disallowed");
    }
    boolean bad = id.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '/' || c == '\\');
    return bad ? Optional.of("'" + id + "' contains invalid characters") : Optional.empty();
  }
}
