package dev.mainstay.sdk.spec.options;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.template.TemplateValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as {@code marathon.json.mustache} sees them: text with its quotes escaped, because it
 * stands within JSON; numbers without a fraction as whole ones; lists as JSON. The rules are those
 * of Cosmos, the DC/OS catalog's server ({@code PackageDefinitionRenderer.jsonToJava}).
 */
final class CatalogContext {

  private static final Pattern AS_JSON =
      Pattern.compile("\\{\\{#\\s*asJson\\s*}}(.*?)\\{\\{/\\s*asJson\\s*}}", Pattern.DOTALL);

  private CatalogContext() {}

  /**
   * A template with {@code {{#asJson}}name{{/asJson}}} in place: JSON that an option outside of any
   * group holds as text; for any other {@code null}. It stays on one line, so that lines keep their
   * numbers.
   */
  static String withJson(String template, InputNode.Mapping options) {
    return AS_JSON
        .matcher(template)
        .replaceAll(tag -> Matcher.quoteReplacement(json(options, tag.group(1))));
  }

  private static String json(InputNode.Mapping options, String name) {
    InputNode value = options.child(name).orElse(null);
    return value instanceof InputNode.Scalar scalar && scalar.type() == InputNode.ScalarKind.TEXT
        ? scalar.text().replaceAll("\\R", " ")
        : "null";
  }

  /** The names of an object; those with {@code null} are not there. */
  static ImmutableMap<String, TemplateValue> of(InputNode.Mapping mapping) {
    Map<String, TemplateValue> fields = new LinkedHashMap<>();
    for (InputNode.Entry entry : mapping.entries()) {
      value(entry.value(), false).ifPresent(value -> fields.put(entry.key(), value));
    }
    return ImmutableMap.copyOf(fields);
  }

  private static Optional<TemplateValue> value(InputNode node, boolean isItem) {
    if (node instanceof InputNode.Mapping mapping) {
      return Optional.of(TemplateValue.fields(of(mapping)));
    }
    if (node instanceof InputNode.Sequence sequence) {
      return Optional.of(
          TemplateValue.list(
              sequence.items().stream()
                  .flatMap(item -> value(item, true).stream())
                  .collect(ImmutableList.toImmutableList())));
    }
    return node instanceof InputNode.Scalar scalar ? scalar(scalar, isItem) : Optional.empty();
  }

  private static Optional<TemplateValue> scalar(InputNode.Scalar scalar, boolean isItem) {
    return switch (scalar.type()) {
      case NULL -> Optional.empty();
      case BOOLEAN -> Optional.of(new TemplateValue.Text(scalar.text()));
      // any number is true, 0 too
      case NUMBER -> Optional.of(new TemplateValue.Text(number(scalar.text()), true));
      case TEXT -> {
        String text = new String(JsonStringEncoder.getInstance().quoteAsString(scalar.text()));
        // the text "false" is true
        yield Optional.of(
            new TemplateValue.Text(isItem ? "\"" + text + "\"" : text, isItem || !text.isEmpty()));
      }
    };
  }

  private static String number(String text) {
    BigDecimal number = new BigDecimal(text);
    try {
      BigInteger whole = number.toBigIntegerExact();
      return whole.toString();
    } catch (ArithmeticException e) {
      return Double.toString(number.doubleValue());
    }
  }
}
