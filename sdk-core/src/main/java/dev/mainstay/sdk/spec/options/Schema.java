package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.input.InputNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a framework's options may be, as a JSON Schema says it (<a
 * href="https://json-schema.org/draft-04/json-schema-validation">draft 4</a>, which the DC/OS
 * catalog uses; of the later drafts the limits that are numbers).
 *
 * @param at where it stands in {@code config.json}
 * @param description empty when there is none
 * @param types of the value; empty for any
 * @param standard the default
 * @param allowed the only values; absent for any
 * @param combinations of other schemas
 */
record Schema(
    SourceLocation at,
    String description,
    ImmutableSet<Option.Type> types,
    @Nullable InputNode standard,
    @Nullable ImmutableList<InputNode> allowed,
    Numbers numbers,
    Texts texts,
    Items items,
    Objects objects,
    Combinations combinations) {

  /**
   * Limits of a number.
   *
   * @param above the least is not allowed itself
   * @param below the most is not allowed itself
   * @param unit the number is a multiple of it
   */
  record Numbers(
      @Nullable BigDecimal least,
      boolean above,
      @Nullable BigDecimal most,
      boolean below,
      @Nullable BigDecimal unit) {

    boolean areUnlimited() {
      return least == null && most == null && unit == null;
    }

    boolean allow(BigDecimal number) {
      boolean isEnough = least == null || number.compareTo(least) >= (above ? 1 : 0);
      boolean isNotTooMuch = most == null || number.compareTo(most) <= (below ? -1 : 0);
      boolean isMultiple =
          unit == null || unit.signum() <= 0 || number.remainder(unit).signum() == 0;
      return isEnough && isNotTooMuch && isMultiple;
    }

    /** The limits as what to give: {@code 1 to 9}. */
    String inWords() {
      List<String> words = new ArrayList<>();
      if (least != null && most != null && !above && !below) {
        words.add(least.toPlainString() + " to " + most.toPlainString());
      } else {
        if (least != null) {
          words.add((above ? "more than " : "at least ") + least.toPlainString());
        }
        if (most != null) {
          words.add((below ? "less than " : "at most ") + most.toPlainString());
        }
      }
      if (unit != null) {
        words.add("a multiple of " + unit.toPlainString());
      }
      return String.join(", ", words);
    }
  }

  /** Limits of a text; lengths in characters. */
  record Texts(@Nullable Integer shortest, @Nullable Integer longest, @Nullable Pattern pattern) {}

  /**
   * What is in a list.
   *
   * @param each of all items behind {@code first}
   * @param first of the items at the beginning, one by one
   */
  record Items(
      @Nullable Schema each,
      ImmutableList<Schema> first,
      @Nullable Integer fewest,
      @Nullable Integer most,
      boolean areUnique) {}

  /**
   * What is in an object.
   *
   * @param named by their names
   * @param matching by a pattern somewhere in their names
   * @param others of all other names; absent for any value
   * @param isClosed other names are not allowed
   * @param isOpen the schema says itself that other names are allowed
   * @param required names that have to be there
   */
  record Objects(
      ImmutableMap<String, Schema> named,
      ImmutableMap<Pattern, Schema> matching,
      @Nullable Schema others,
      boolean isClosed,
      boolean isOpen,
      ImmutableSet<String> required,
      @Nullable Integer fewest,
      @Nullable Integer most,
      ImmutableMap<String, Dependency> dependencies) {}

  /**
   * What has to hold where a name is given.
   *
   * @param names that have to be there as well
   * @param schema of the whole object
   */
  record Dependency(ImmutableSet<String> names, @Nullable Schema schema) {}

  /** All of these hold, at least one, exactly one, and not this one. */
  record Combinations(
      ImmutableList<Schema> all,
      ImmutableList<Schema> any,
      ImmutableList<Schema> one,
      @Nullable Schema not) {}

  /** The one type of its values, if it is one. */
  Option.Type type() {
    return types.size() == 1 ? types.iterator().next() : Option.Type.ANY;
  }

  /** Has options of its own below it. */
  boolean isGroup() {
    return !objects.named().isEmpty();
  }
}
