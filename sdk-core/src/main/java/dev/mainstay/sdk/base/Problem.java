package dev.mainstay.sdk.base;

/**
 * One mistake in something that a user wrote, with its place and its remedy.
 *
 * @param location where
 * @param field the field's path, such as {@code pods.broker.tasks.server.cpus}; empty for a whole
 *     file
 * @param what what is wrong
 * @param remedy what would be right; empty when the statement of the mistake says it already
 * @param severity an error stops the load; a warning is shown
 */
public record Problem(
    SourceLocation location, String field, String what, String remedy, Severity severity) {

  /** How bad. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Problem error(SourceLocation location, String field, String what, String remedy) {
    return new Problem(location, field, what, remedy, Severity.ERROR);
  }

  public static Problem warning(SourceLocation location, String field, String what, String remedy) {
    return new Problem(location, field, what, remedy, Severity.WARNING);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code svc.yml:5:5: pods.broker: unknown key 'taks'; did you mean 'tasks'?} */
  @Override
  public String toString() {
    return location
        + ": "
        + (severity == Severity.WARNING ? "warning: " : "")
        + (field.isEmpty() ? "" : field + ": ")
        + what
        + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
