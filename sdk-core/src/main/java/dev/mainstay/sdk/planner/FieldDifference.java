package dev.mainstay.sdk.planner;

/**
 * A field of the spec that differs between two configurations.
 *
 * @param path in the words of the YAML, such as {@code pods.broker.tasks.server.cpus}
 * @param change for people: {@code 1 → 2}, {@code new}, {@code 3 lines differ}; values that look
 *     like secrets are hidden
 */
public record FieldDifference(String path, String change) {

  /** {@code pods.broker.tasks.server.cpus: 1 → 2}. */
  @Override
  public String toString() {
    return path + ": " + change;
  }
}
