package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonText;
import dev.mainstay.sdk.spec.input.Value;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has to know of one option.
 *
 * @param path as {@code --set} takes it: {@code broker.count}
 * @param type as JSON Schema names it, of several {@code string|null}, of any value {@code any}
 * @param isRequired it has no default and has to be given
 * @param standard the default; absent when there is none
 * @param allowed the only values; empty for any
 * @param limits of the value in words, such as {@code 1 to 9}; empty for none
 * @param variable the environment variable that carries it into the spec; absent where the
 *     package's {@code marathon.json.mustache} decides that
 * @param description as {@code config.json} has it; empty for none
 */
public record DescribedOption(
    String path,
    String type,
    boolean isRequired,
    @Nullable Value standard,
    ImmutableList<Value> allowed,
    String limits,
    @Nullable String variable,
    String description) {

  /**
   * A value that it may have.
   *
   * @param json as in a file of options
   * @param text as {@code --set} takes it: text without quotes
   */
  public record Value(String json, String text) {

    static Value of(InputNode node) {
      return new Value(JsonText.of(node), JsonText.ofValue(node));
    }

    /** The text, or quotes where it is empty. */
    public String shown() {
      return text.isEmpty() ? json : text;
    }
  }

  /** The group that it is in: {@code broker}; empty when it is in none. */
  public String group() {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  /** What to give: the values that there are, else the limits; empty for anything of the type. */
  public String choice() {
    return allowed.isEmpty()
        ? limits
        : allowed.stream().map(Value::shown).collect(Collectors.joining(", ", "one of ", ""));
  }
}
