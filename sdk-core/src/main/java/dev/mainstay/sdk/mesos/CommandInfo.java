package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * What a container runs.
 *
 * @param shell run {@code value} by {@code /bin/sh -c}; else {@code value} is the program and
 *     {@code arguments} its argv
 * @param value the command; absent only in requests that are refused or for images with an entry
 *     point
 * @param uris fetched into the sandbox before the start
 * @param user the system user, absent for the framework's
 */
public record CommandInfo(
    boolean shell,
    @Nullable String value,
    ImmutableList<String> arguments,
    ImmutableList<Uri> uris,
    ImmutableList<EnvironmentVariable> environment,
    @Nullable String user) {

  /**
   * Something to fetch into the sandbox.
   *
   * @param executable set the executable bits
   * @param extract unpack an archive, by the name's ending
   * @param cache keep it in the agent's fetcher cache
   * @param outputFile the name in the sandbox, absent for the last part of the address
   */
  public record Uri(
      String value,
      boolean executable,
      boolean extract,
      boolean cache,
      @Nullable String outputFile) {}

  /** A shell command without URIs and environment. */
  public static CommandInfo shell(String value) {
    return new CommandInfo(
        true, value, ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), null);
  }
}
