package dev.mainstay.sdk.spec;

import org.jspecify.annotations.Nullable;

/**
 * Something that the agent fetches into a task's sandbox before its start.
 *
 * @param outputFile the name in the sandbox, absent for the last part of the address
 */
public record UriSpec(
    @SpecKey(
            value = "uri",
            about = "The address.",
            standard = SpecKey.REQUIRED,
            example = "https://example.com/server.tar.gz")
        String value,
    @SpecKey(
            value = "executable",
            about = "Whether it is made executable.",
            standard = "false",
            example = "true")
        boolean executable,
    @SpecKey(
            value = "extract",
            about = "Whether it is unpacked if it is an archive.",
            standard = "true",
            example = "false")
        boolean extract,
    @SpecKey(
            value = "cache",
            about = "Whether the agent keeps it for the next task that wants it.",
            standard = "false",
            example = "true")
        boolean cache,
    @SpecKey(
            value = "output-file",
            about = "Its name in the sandbox.",
            standard = "the last part of the address",
            example = "server.tgz")
        @Nullable String outputFile) {

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
