package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * What a name in a template stands for: text, a list, or named fields.
 *
 * <p>As a section, {@code {{#X}}…{{/X}}}:
 *
 * <ul>
 *   <li>text is rendered once, unless it is empty or says {@code false} in any case (as
 *       dcos-commons has it);
 *   <li>a list is rendered once for each item, whose fields are then known by their names, or
 *       {@code {{.}}} for text;
 *   <li>fields are rendered once, and are then known by their names.
 * </ul>
 *
 * <p>A dotted name goes into fields by name and into lists by index from 0: {@code
 * pods.broker.0.host}. Behind text that is a JSON object, and behind fields, {@code .entries} is
 * the list of its entries, each with {@code key} and {@code value}: {@code
 * {{#SERVER_PROPERTIES.entries}}{{key}}={{value}}{{/SERVER_PROPERTIES.entries}}}.
 */
public sealed interface TemplateValue {

  <R> R accept(Visitor<R> visitor);

  /**
   * A text.
   *
   * @param isShown what a section over it does: rendered or left out
   */
  record Text(String text, boolean isShown) implements TemplateValue {

    /** A text whose section is left out when it is empty or says {@code false}. */
    public Text(String text) {
      this(text, !text.isEmpty() && !text.equalsIgnoreCase("false"));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.text(this);
    }
  }

  /** A list. */
  record Items(ImmutableList<TemplateValue> items) implements TemplateValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.items(this);
    }
  }

  /** Named fields. */
  record Fields(ImmutableMap<String, TemplateValue> fields) implements TemplateValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.fields(this);
    }
  }

  static TemplateValue of(String text) {
    return new Text(text);
  }

  static TemplateValue of(long number) {
    return new Text(Long.toString(number));
  }

  static TemplateValue of(boolean flag) {
    return new Text(Boolean.toString(flag));
  }

  static TemplateValue list(Iterable<? extends TemplateValue> items) {
    return new Items(ImmutableList.copyOf(items));
  }

  static TemplateValue fields(Map<String, ? extends TemplateValue> fields) {
    return new Fields(ImmutableMap.copyOf(fields));
  }

  /** An environment as variables. */
  static ImmutableMap<String, TemplateValue> ofEnvironment(Map<String, String> environment) {
    ImmutableMap.Builder<String, TemplateValue> values = ImmutableMap.builder();
    environment.forEach((name, value) -> values.put(name, new Text(value)));
    return values.buildOrThrow();
  }

  /** One case for each kind. */
  interface Visitor<R> {
    R text(Text text);

    R items(Items items);

    R fields(Fields fields);
  }
}
