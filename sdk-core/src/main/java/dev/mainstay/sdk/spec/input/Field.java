package dev.mainstay.sdk.spec.input;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.template.Rendered;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field of the input: where it is, and its conversions. Each conversion puts what is wrong into
 * the log and lets the decoding go on. A field with the value {@code null} counts as absent.
 */
public final class Field {

  /**
   * The longest duration that Mesos can hold in nanoseconds is 292 years; ten is enough for
   * anybody.
   */
  private static final long MOST_SECONDS = 10L * 365 * 24 * 3600;

  /**
   * Amounts of resources above this would overflow sums of thousandths long before they were real.
   */
  private static final BigDecimal MOST_AMOUNT = BigDecimal.valueOf(1_000_000_000_000L);

  /** A size with its unit, as users of other systems write it. */
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([kKmMgGtT])(?:i?[bB])?");

  /** A time with its unit. */
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9}) ?([smhd])");

  private static final ImmutableSet<String> TRUE = ImmutableSet.of("true", "yes", "on");
  private static final ImmutableSet<String> FALSE = ImmutableSet.of("false", "no", "off");

  private final String path;
  private final String name;
  private final SourceLocation keyAt;
  private final SourceLocation at;
  private final @Nullable InputNode node;
  private final @Nullable Fields owner;
  private final ProblemLog log;

  /**
   * A field.
   *
   * @param keyAt of the key; of the key of the whole mapping when the field is absent
   * @param node absent for a field that is not there
   * @param owner the mapping that it is a field of; absent for the root and for items of a list
   */
  public Field(
      String path,
      String name,
      SourceLocation keyAt,
      @Nullable InputNode node,
      @Nullable Fields owner,
      ProblemLog log) {
    this.owner = owner;
    this.path = path;
    this.name = name;
    this.keyAt = keyAt;
    this.at = node == null ? keyAt : node.at();
    this.node = node;
    this.log = log;
  }

  /** From the root, with dots. */
  public String path() {
    return path;
  }

  /** The key. */
  public String name() {
    return name;
  }

  /** Of the value. */
  public SourceLocation at() {
    return at;
  }

  public SourceLocation keyAt() {
    return keyAt;
  }

  public boolean isAbsent() {
    return node == null
        || (node instanceof InputNode.Scalar scalar && scalar.type() == InputNode.ScalarKind.NULL);
  }

  public void error(String what, String remedy) {
    log.error(at, path, what, remedy);
  }

  public void warning(String what, String remedy) {
    log.warning(at, path, what, remedy);
  }

  /** The key has to be there. */
  public void missing(String remedy) {
    if (owner != null) {
      owner.missing(name, remedy);
    } else {
      error("this is missing", remedy);
    }
  }

  /** The value in words. */
  public String describe() {
    return node == null ? "nothing" : node.kind();
  }

  /** Any scalar, as its text. */
  public Value<String> text() {
    return Value.of(this, scalar("text").map(InputNode.Scalar::text).orElse(null), "");
  }

  /**
   * Text that is not blank. A blank one is a problem, or counts as absent for {@link #textOrBlank}.
   */
  public Value<String> filledText() {
    return text().check(text -> !text.isBlank(), "is blank", "write something");
  }

  /** Text, where blank means absent. */
  public @Nullable String textOrBlank() {
    return text().optional().filter(text -> !text.isBlank()).orElse(null);
  }

  /** A scalar, or null as the empty text. */
  public String textOrEmpty() {
    return isAbsent() ? "" : text().orElse("");
  }

  public Value<Boolean> bool() {
    Optional<InputNode.Scalar> scalar = scalar("true or false");
    if (scalar.isEmpty()) {
      return Value.of(this, null, false);
    }
    String text = scalar.get().text().strip().toLowerCase(Locale.ROOT);
    if (TRUE.contains(text)) {
      return Value.of(this, true, false);
    }
    if (!FALSE.contains(text)) {
      wrong(scalar.get(), "true or false", "write one of them");
      return Value.of(this, null, false);
    }
    return Value.of(this, false, false);
  }

  /** A whole number within limits. */
  public Value<Integer> integer(int least, int most) {
    Optional<Integer> number = wholeNumber(least, most).optional().map(Math::toIntExact);
    return Value.of(this, number.orElse(null), least);
  }

  /**
   * A whole number within limits. What follows the point is dropped with a warning, as the
   * predecessor drops it in silence.
   */
  public Value<Long> wholeNumber(long least, long most) {
    Optional<BigDecimal> number =
        number("a whole number", "write one such as " + Math.max(least, Math.min(most, 3)));
    @Nullable Long value = null;
    if (number.isPresent()) {
      BigInteger whole = number.get().toBigInteger();
      if (whole.compareTo(BigInteger.valueOf(least)) < 0) {
        error(describe() + " is too small", "write at least " + least);
      } else if (whole.compareTo(BigInteger.valueOf(most)) > 0) {
        error(describe() + " is too large", "write at most " + most);
      } else {
        value = whole.longValueExact();
        if (number.get().stripTrailingZeros().scale() > 0) {
          warning(describe() + " is not a whole number and counts as " + value, "write " + value);
        }
      }
    }
    return Value.of(this, value, least);
  }

  /** An amount of a resource. */
  public Value<Scalar> amount() {
    return amount("a number");
  }

  /** A size, which is a number of MB without a unit. */
  public Value<Scalar> megabytes() {
    if (node instanceof InputNode.Scalar scalar) {
      Matcher size = SIZE.matcher(scalar.text().strip());
      if (size.matches()) {
        int steps = "kmgt".indexOf(Ascii.toLowerCase(size.group(2)).charAt(0)) - 1;
        BigDecimal unit = BigDecimal.valueOf(1024);
        BigDecimal amount = new BigDecimal(size.group(1));
        BigDecimal megabytes =
            steps < 0 ? amount.divide(unit, 0, RoundingMode.UP) : amount.multiply(unit.pow(steps));
        error(
            describe() + " has a unit; a size is a number of MB",
            "write " + megabytes.stripTrailingZeros().toPlainString());
        return Value.of(this, null, Scalar.ZERO);
      }
    }
    return amount();
  }

  /**
   * An amount of a resource.
   *
   * @param kind what may stand here, for the message
   */
  public Value<Scalar> amount(String kind) {
    Optional<BigDecimal> number = number(kind, "write one such as 0.5");
    if (number.isEmpty()) {
      return Value.of(this, null, Scalar.ZERO);
    }
    if (number.get().abs().compareTo(MOST_AMOUNT) > 0) {
      error(describe() + " is too large", "write at most " + MOST_AMOUNT.toPlainString());
      return Value.of(this, null, Scalar.ZERO);
    }
    return Value.of(this, Scalar.of(number.get().doubleValue()), Scalar.ZERO);
  }

  /** Whole seconds. */
  public Value<Duration> seconds() {
    Value<Integer> seconds = integer(0, (int) MOST_SECONDS);
    return Value.of(this, seconds.optional().map(Duration::ofSeconds).orElse(null), Duration.ZERO);
  }

  /** A time: whole seconds, or a number with a unit, as {@code 90s}, {@code 10m}. */
  public Value<Duration> span() {
    if (!(node instanceof InputNode.Scalar scalar)
        || isUnknown()
        || !scalar.text().chars().anyMatch(Character::isLetter)) {
      return seconds();
    }
    Matcher span = SPAN.matcher(scalar.text().strip());
    if (!span.matches()) {
      wrong(scalar, "a time", "write seconds, or a number with 's', 'm', 'h' or 'd', as 10m");
      return Value.of(this, null, Duration.ZERO);
    }
    long unit =
        switch (span.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3600;
          default -> 24 * 3600;
        };
    Duration time = Duration.ofSeconds(Long.parseLong(span.group(1)) * unit);
    return Value.of(this, time, Duration.ZERO)
        .check(
            given -> given.toSeconds() <= MOST_SECONDS,
            "is too long",
            "write at most " + MOST_SECONDS / (24 * 3600) + "d");
  }

  /** One of an enum's names, in any case; shown in capitals. */
  public <E extends Enum<E>> Value<E> oneOf(Class<E> type) {
    return oneOf(type, UnaryOperator.identity());
  }

  /**
   * One of an enum's names, in any case.
   *
   * @param shown how users write a name
   */
  public <E extends Enum<E>> Value<E> oneOf(Class<E> type, UnaryOperator<String> shown) {
    return oneOf(ImmutableList.copyOf(type.getEnumConstants()), shown);
  }

  /**
   * One of some names of an enum, in any case.
   *
   * @param shown how users write a name
   */
  public <E extends Enum<E>> Value<E> oneOf(
      ImmutableList<E> constants, UnaryOperator<String> shown) {
    ImmutableList<String> names =
        constants.stream().map(Enum::name).map(shown).collect(ImmutableList.toImmutableList());
    @Nullable E value = null;
    Optional<InputNode.Scalar> scalar = scalar("one of " + String.join(", ", names));
    if (scalar.isPresent()) {
      String text = scalar.get().text().strip();
      Optional<E> found =
          constants.stream()
              .filter(constant -> shown.apply(constant.name()).equalsIgnoreCase(text))
              .findFirst();
      if (found.isEmpty()) {
        String hint = Spelling.hint(text, names);
        wrong(
            scalar.get(),
            "one of " + String.join(", ", names),
            hint.isEmpty() ? "write one of them" : hint);
      }
      value = found.orElse(null);
    }
    return Value.of(this, value, constants.get(0));
  }

  /** True for the scalar with this text. */
  public boolean says(String text) {
    return node instanceof InputNode.Scalar scalar && scalar.text().strip().equals(text);
  }

  /** The field's own fields. */
  public Optional<Fields> mapping() {
    if (isAbsent()) {
      return Optional.empty();
    }
    if (node instanceof InputNode.Mapping mapping) {
      return Optional.of(new Fields(mapping, path, keyAt, log));
    }
    wrong(node, "a mapping", "write 'key: value' lines below it");
    return Optional.empty();
  }

  /** The items of a list, or those of none. */
  public ImmutableList<Field> items() {
    if (isAbsent()) {
      return ImmutableList.of();
    }
    if (!(node instanceof InputNode.Sequence sequence)) {
      wrong(node, "a list", "write each item on a line of its own, as '- item'");
      return ImmutableList.of();
    }
    ImmutableList.Builder<Field> items = ImmutableList.builder();
    for (int index = 0; index < sequence.items().size(); index++) {
      InputNode item = sequence.items().get(index);
      items.add(new Field(path + "." + index, Integer.toString(index), item.at(), item, null, log));
    }
    return items.build();
  }

  public boolean isMapping() {
    return node instanceof InputNode.Mapping;
  }

  public boolean isList() {
    return node instanceof InputNode.Sequence;
  }

  /** The value as it was read. */
  public @Nullable InputNode node() {
    return node;
  }

  /** Any number. */
  public Value<BigDecimal> number() {
    return Value.of(this, number("a number", "write one such as 1").orElse(null), BigDecimal.ZERO);
  }

  /** True for a value that a variable which is not defined would have given. */
  public boolean isUnknown() {
    return node instanceof InputNode.Scalar scalar && scalar.text().indexOf(Rendered.UNKNOWN) >= 0;
  }

  private Optional<BigDecimal> number(String kind, String remedy) {
    Optional<InputNode.Scalar> scalar = scalar(kind);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text().strip().replace("_", "");
    try {
      // the exponent is bounded, because 1e999999999 would be written out digit by digit
      BigDecimal number = new BigDecimal(text);
      if (text.length() <= 100 && Math.abs((long) number.scale()) <= 100) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    wrong(scalar.get(), kind, remedy);
    return Optional.empty();
  }

  private Optional<InputNode.Scalar> scalar(String wanted) {
    if (isAbsent() || isUnknown()) {
      return Optional.empty();
    }
    if (node instanceof InputNode.Scalar scalar) {
      return Optional.of(scalar);
    }
    wrong(node, wanted, "if it is meant as text, put it in quotes");
    return Optional.empty();
  }

  private void wrong(@Nullable InputNode found, String wanted, String remedy) {
    if (found != null && !isUnknown()) {
      error(found.kind() + " is not " + wanted, remedy);
    }
  }
}
