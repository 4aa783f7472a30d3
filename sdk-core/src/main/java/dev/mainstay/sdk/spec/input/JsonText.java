package dev.mainstay.sdk.spec.input;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Nodes as compact JSON; numbers as they were written. */
public final class JsonText {

  private final StringBuilder json = new StringBuilder();

  private JsonText() {}

  /** A scalar as its text, null as the empty text, anything else as JSON. */
  public static String ofValue(InputNode node) {
    if (node instanceof InputNode.Scalar scalar) {
      return scalar.text();
    }
    return of(node);
  }

  /** JSON. */
  public static String of(InputNode node) {
    JsonText text = new JsonText();
    text.add(node);
    return text.json.toString();
  }

  private void add(InputNode node) {
    if (node instanceof InputNode.Mapping mapping) {
      String separator = "{";
      for (InputNode.Entry entry : mapping.entries()) {
        json.append(separator);
        quoted(entry.key());
        json.append(':');
        add(entry.value());
        separator = ",";
      }
      json.append(mapping.entries().isEmpty() ? "{}" : "}");
    } else if (node instanceof InputNode.Sequence sequence) {
      String separator = "[";
      for (InputNode item : sequence.items()) {
        json.append(separator);
        add(item);
        separator = ",";
      }
      json.append(sequence.items().isEmpty() ? "[]" : "]");
    } else if (node instanceof InputNode.Scalar scalar) {
      add(scalar);
    }
  }

  private void add(InputNode.Scalar scalar) {
    switch (scalar.type()) {
      case TEXT -> quoted(scalar.text());
      case NUMBER, BOOLEAN -> json.append(scalar.text());
      case NULL -> json.append("null");
    }
  }

  private void quoted(String text) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }
}
