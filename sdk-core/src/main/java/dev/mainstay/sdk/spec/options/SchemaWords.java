package dev.mainstay.sdk.spec.options;

import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A schema in words, for messages. */
final class SchemaWords {

  private SchemaWords() {}

  /** {@code a whole number}, or {@code text or a list}. */
  static String types(Schema schema) {
    return schema.types().isEmpty()
        ? Option.Type.ANY.words()
        : schema.types().stream().map(Option.Type::words).collect(Collectors.joining(" or "));
  }

  /** As JSON Schema names it: {@code integer}, {@code string|null}, {@code array of string}. */
  static String schemaType(Schema schema) {
    if (schema.types().isEmpty()) {
      return Option.Type.ANY.schemaName();
    }
    String types =
        schema.types().stream().map(Option.Type::schemaName).collect(Collectors.joining("|"));
    @Nullable Schema inner =
        switch (schema.type()) {
          case LIST -> schema.items().each();
          case MAP -> schema.objects().others();
          case STRING, INTEGER, NUMBER, BOOLEAN, NOTHING, ANY -> null;
        };
    return inner == null || inner.types().isEmpty() ? types : types + " of " + schemaType(inner);
  }

  /** Limits of numbers, texts, lists and maps; empty for none. */
  static String limits(Schema schema) {
    List<String> words = new ArrayList<>();
    words.add(schema.numbers().inWords());
    Schema.Texts texts = schema.texts();
    words.add(count(texts.shortest(), texts.longest(), "characters"));
    words.add(texts.pattern() == null ? "" : "matches " + texts.pattern());
    Schema.Items items = schema.items();
    words.add(count(items.fewest(), items.most(), "items"));
    words.add(items.areUnique() ? "no item twice" : "");
    words.add(count(schema.objects().fewest(), schema.objects().most(), "entries"));
    return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
  }

  private static String count(@Nullable Integer fewest, @Nullable Integer most, String unit) {
    if (fewest != null && most != null) {
      return fewest + " to " + most + " " + unit;
    }
    if (fewest != null) {
      return "at least " + fewest + " " + unit;
    }
    return most == null ? "" : "at most " + most + " " + unit;
  }

  /** What would be right: the range, then the default, else any value of the type. */
  static String whatToGive(Schema schema) {
    String range = schema.numbers().inWords();
    String example = example(schema);
    if (range.isEmpty()) {
      return example;
    }
    return "give " + range + (example.isEmpty() ? "" : ", " + example);
  }

  /** {@code the default is 3}; empty when there is none to show. */
  static String standard(Schema schema) {
    @Nullable InputNode standard = schema.standard();
    String text = standard == null ? "" : JsonText.ofValue(standard);
    return text.isBlank() ? "" : "the default is " + text;
  }

  /** Why a number is outside of its limits. */
  static String outside(Schema.Numbers numbers, InputNode.Scalar scalar) {
    BigDecimal number = new BigDecimal(scalar.text());
    if (numbers.least() != null && number.compareTo(numbers.least()) <= 0) {
      return scalar.kind() + " is too small";
    }
    if (numbers.most() != null && number.compareTo(numbers.most()) >= 0) {
      return scalar.kind() + " is too large";
    }
    return scalar.kind() + " is not allowed";
  }

  private static String example(Schema schema) {
    @Nullable InputNode standard = schema.standard();
    if (standard != null
        && !JsonText.ofValue(standard).isBlank()
        && (schema.types().isEmpty()
            || schema.types().stream().anyMatch(type -> type.accepts(standard)))) {
      return "such as " + JsonText.ofValue(standard) + ", its default";
    }
    if (schema.numbers().areUnlimited()) {
      return schema.type().example();
    }
    return "";
  }
}
