package dev.mainstay.sdk.spec;

import org.jspecify.annotations.Nullable;

/**
 * Something that the agent fetches into a task's sandbox before its start.
 *
 * @param outputFile the name in the sandbox, absent for the last part of the address
 */
public record UriSpec(
    String value, boolean executable, boolean extract, boolean cache, @Nullable String outputFile) {

  /**
   * Begins an address of something that the scheduler serves itself. The scheduler's own address
   * takes its place at each launch, so that the configuration does not change with it.
   */
  public static final String SCHEDULER = "scheduler:";

  /** The helper {@code bootstrap}, which arrives in the sandbox as an executable of this name. */
  public static final String BOOTSTRAP = SCHEDULER + "bootstrap";

  /** An archive or file as Mesos fetches by default: extracted where it can be, not cached. */
  public static UriSpec of(String value) {
    return new UriSpec(value, false, true, false, null);
  }
}
