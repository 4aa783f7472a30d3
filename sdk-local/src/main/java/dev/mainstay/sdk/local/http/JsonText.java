package dev.mainstay.sdk.local.http;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** JSON text as it grows, with numbers and escapes as RapidJSON writes them for Mesos. */
final class JsonText {

  /** From this many digits before the point on, RapidJSON writes an exponent. */
  private static final int MAX_PLAIN_DIGITS = 21;

  /** With more zeros than this after the point as well. */
  private static final int MAX_LEADING_ZEROS = 6;

  private static final int MAX_SIGNIFICANT_DIGITS = 17;

  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  @CanIgnoreReturnValue
  JsonText beginObject() {
    text.append('{');
    first = true;
    return this;
  }

  @CanIgnoreReturnValue
  JsonText endObject() {
    text.append('}');
    first = false;
    return this;
  }

  @CanIgnoreReturnValue
  JsonText beginArray() {
    text.append('[');
    first = true;
    return this;
  }

  @CanIgnoreReturnValue
  JsonText endArray() {
    text.append(']');
    first = false;
    return this;
  }

  /** Begins the next element of an array. */
  @CanIgnoreReturnValue
  JsonText element() {
    if (!first) {
      text.append(',');
    }
    first = false;
    return this;
  }

  /** Begins the next member of an object. */
  @CanIgnoreReturnValue
  JsonText name(String name) {
    element();
    quote(name);
    text.append(':');
    return this;
  }

  @CanIgnoreReturnValue
  JsonText string(String value) {
    quote(value);
    return this;
  }

  @CanIgnoreReturnValue
  JsonText raw(String value) {
    text.append(value);
    return this;
  }

  @CanIgnoreReturnValue
  JsonText number(double value) {
    text.append(format(value));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** The shortest digits that read back as the same number: {@code 15.0}, {@code 0.1}, 1e30. */
  static String format(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + place(digits, point);
  }

  private static String place(String digits, int point) {
    if (point >= digits.length() && point <= MAX_PLAIN_DIGITS) {
      return digits + "0".repeat(point - digits.length()) + ".0";
    } else if (point > 0 && point <= MAX_PLAIN_DIGITS) {
      return digits.substring(0, point) + "." + digits.substring(point);
    } else if (point > -MAX_LEADING_ZEROS && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    String head = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return head + "e" + (point - 1);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; precision < MAX_SIGNIFICANT_DIGITS; precision++) {
      BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(MAX_SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN));
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ') {
            text.append(String.format("\\u%04X", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
