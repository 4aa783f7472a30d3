package dev.mainstay.sdk.spec.input;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one field holds: a value, nothing, or something wrong that is in the log already.
 *
 * @param <T> the value's type
 */
public final class Value<T> {

  private final Field field;
  private final @Nullable T value;
  private final T standIn;

  private Value(Field field, @Nullable T value, T standIn) {
    this.field = field;
    this.value = value;
    this.standIn = standIn;
  }

  /** What the field holds; {@code standIn} is of no meaning but lets the decoding go on. */
  public static <T> Value<T> of(Field field, @Nullable T value, T standIn) {
    return new Value<>(field, value, standIn);
  }

  /** A problem unless the value, if there is one, passes. */
  public Value<T> check(Predicate<? super T> test, String what, String remedy) {
    if (value == null || test.test(value)) {
      return this;
    }
    field.error(field.describe() + " " + what, remedy);
    return new Value<>(field, null, standIn);
  }

  /** The value; a problem if the field is absent. */
  public T required() {
    return required("add it");
  }

  /** The value; a problem with this remedy if the field is absent. */
  public T required(String remedy) {
    if (field.isAbsent()) {
      field.missing(remedy);
    }
    return value == null ? standIn : value;
  }

  public T orElse(T fallback) {
    return value == null ? fallback : value;
  }

  public @Nullable T orNull() {
    return value;
  }

  /** The value, if the field is there and right. */
  public Optional<T> optional() {
    return Optional.ofNullable(value);
  }
}
