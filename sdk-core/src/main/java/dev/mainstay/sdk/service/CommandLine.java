package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;

/** The command line that a framework's program has. Found by {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface CommandLine {

  /**
   * Runs one command to its end.
   *
   * @param framework what commands that start or check a service work on when no path is given
   * @return the exit code of the process
   */
  int run(Framework framework, ImmutableList<String> arguments);
}
