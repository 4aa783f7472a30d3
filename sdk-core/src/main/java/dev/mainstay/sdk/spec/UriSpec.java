package dev.mainstay.sdk.spec;

import org.jspecify.annotations.Nullable;

/**
 * Something that the agent fetches into a task's sandbox before its start.
 *
 * @param outputFile the name in the sandbox, absent for the last part of the address
 */
public record UriSpec(
    String value, boolean executable, boolean extract, boolean cache, @Nullable String outputFile) {

  /** An archive or file as Mesos fetches by default: extracted where it can be, not cached. */
  public static UriSpec of(String value) {
    return new UriSpec(value, false, true, false, null);
  }
}
