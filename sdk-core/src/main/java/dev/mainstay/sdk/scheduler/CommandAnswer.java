package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;

/**
 * What became of an {@link OperatorCommand}. It is given once what the command changed is durable.
 *
 * @param outcome whether it was taken
 * @param message for people: what will happen, or why not and what would be right
 * @param affected names of the tasks that it concerns, for a command that was taken
 */
public record CommandAnswer(Outcome outcome, String message, ImmutableList<String> affected) {

  /** Whether a command was taken. */
  public enum Outcome {
    TAKEN,
    /** It is so already, so nothing was done. */
    ALREADY,
    /** It is not well formed. */
    INVALID,
    /** What it names does not exist. */
    UNKNOWN,
    /** What it asks for cannot be done as things are. */
    CONFLICT
  }

  static CommandAnswer taken(String message, ImmutableList<String> affected) {
    return new CommandAnswer(Outcome.TAKEN, message, affected);
  }

  static CommandAnswer already(String message) {
    return new CommandAnswer(Outcome.ALREADY, message, ImmutableList.of());
  }

  static CommandAnswer invalid(String message) {
    return new CommandAnswer(Outcome.INVALID, message, ImmutableList.of());
  }

  static CommandAnswer unknown(String message) {
    return new CommandAnswer(Outcome.UNKNOWN, message, ImmutableList.of());
  }

  static CommandAnswer conflict(String message) {
    return new CommandAnswer(Outcome.CONFLICT, message, ImmutableList.of());
  }
}
