package dev.mainstay.sdk.template;

import java.util.stream.Collectors;

/** A value as Java's collections write themselves: {@code [a, b]} and {@code {a=b}}. */
final class WrittenOut implements TemplateValue.Visitor<String> {

  private WrittenOut() {}

  static String of(TemplateValue value) {
    return value.accept(new WrittenOut());
  }

  @Override
  public String text(TemplateValue.Text text) {
    return text.text();
  }

  @Override
  public String items(TemplateValue.Items items) {
    return items.items().stream()
        .map(item -> item.accept(this))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public String fields(TemplateValue.Fields fields) {
    return fields.fields().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().accept(this))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
