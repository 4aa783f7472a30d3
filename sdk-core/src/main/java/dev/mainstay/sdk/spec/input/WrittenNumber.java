package dev.mainstay.sdk.spec.input;

import java.math.BigDecimal;

/** Numbers as they are written. */
public final class WrittenNumber {

  /**
   * Digits of a number written out, on either side of its point; the largest double, a default of
   * some packages, has 309.
   */
  private static final int LARGEST_SCALE = 400;

  private WrittenNumber() {}

  /** Whether a number is one that somebody would write out. */
  public static boolean isReasonable(String number) {
    if (number.length() > LARGEST_SCALE) {
      return false;
    }
    try {
      return Math.abs((long) new BigDecimal(number).scale()) <= LARGEST_SCALE;
    } catch (NumberFormatException e) {
      return false; // an exponent beyond an int
    }
  }
}
