package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Labels in one text, {@code key:value,key:value}, or as a mapping. */
final class LabelsText {

  private LabelsText() {}

  static ImmutableMap<String, String> decode(Field field) {
    if (field.isMapping()) {
      Map<String, String> labels = new LinkedHashMap<>();
      for (Field label : field.mapping().map(Fields::all).orElse(ImmutableList.of())) {
        labels.put(label.name(), label.textOrEmpty());
      }
      return ImmutableMap.copyOf(labels);
    }
    Optional<String> text = field.text().optional().filter(labels -> !labels.isEmpty());
    if (text.isEmpty()) {
      return ImmutableMap.of();
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : Splitter.on(',').split(withoutLastComma(text.get()))) {
      ImmutableList<String> parts = ImmutableList.copyOf(Splitter.on(':').limit(2).split(label));
      if (parts.size() < 2) {
        field.error("'" + label + "' is not a label", "write 'key:value', and ',' between labels");
      } else if (labels.put(parts.get(0), parts.get(1)) != null) {
        field.error("label '" + parts.get(0) + "' is there twice", "remove one");
      }
    }
    return ImmutableMap.copyOf(labels);
  }

  private static String withoutLastComma(String text) {
    return text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
  }
}
