package dev.mainstay.sdk.cli;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Ints;
import picocli.CommandLine.TypeConversionException;

/** Reads the numbers of arguments, and says in plain words what is none. */
final class NumberWords {

  private NumberWords() {}

  static int whole(String text) {
    Integer number = Ints.tryParse(text);
    if (number == null) {
      throw new TypeConversionException("'" + text + "' is not a whole number, such as 3");
    }
    return number;
  }

  static double any(String text) {
    Double number = Doubles.tryParse(text);
    if (number == null || !Double.isFinite(number)) {
      throw new TypeConversionException("'" + text + "' is not a number, such as 0.5");
    }
    return number;
  }
}
