package dev.mainstay.sdk.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times for people: to the second, in UTC as the scheduler logs. */
final class ShortTime {

  private ShortTime() {}

  /** Of a time as the API has it; anything else as it is. */
  static String of(String text) {
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeException e) {
      return text;
    }
  }
}
