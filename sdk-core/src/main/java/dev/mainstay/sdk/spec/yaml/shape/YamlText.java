package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A tree as the text of YAML: quotes where they are needed, texts of several lines as blocks. */
final class YamlText {

  /** YAML takes them for line breaks or for nothing, unless they are escaped in quotes. */
  private static final CharMatcher ODD = CharMatcher.anyOf("\r\u0085\u2028\u2029\uFEFF");

  /** Tags of YAML 1.1 that some readers see in them: a merge, and a value. */
  private static final ImmutableSet<String> SPECIAL = ImmutableSet.of("<<", "=");

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .stringQuotingChecker(new Quoting())
          .build();

  private final YAMLGenerator out;

  private YamlText(YAMLGenerator out) {
    this.out = out;
  }

  static String of(JsonNode tree) {
    StringWriter text = new StringWriter();
    try (YAMLGenerator out = YAML.createGenerator(text)) {
      new YamlText(out).write(tree);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree cannot be written as YAML", e);
    }
    return text.toString();
  }

  private void write(JsonNode node) throws IOException {
    if (node instanceof ObjectNode object) {
      out.writeStartObject();
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        out.writeFieldName(entry.getKey());
        write(entry.getValue());
      }
      out.writeEndObject();
    } else if (node.isArray()) {
      out.writeStartArray();
      for (JsonNode item : node) {
        write(item);
      }
      out.writeEndArray();
    } else if (node.isTextual()) {
      writeText(node.textValue());
    } else if (node.isBoolean()) {
      out.writeBoolean(node.booleanValue());
    } else if (node.isBigDecimal()) {
      out.writeNumber(node.decimalValue());
    } else {
      out.writeNumber(node.longValue());
    }
  }

  private void writeText(String text) throws IOException {
    boolean isPlain = ODD.matchesNoneOf(text);
    out.configure(YAMLGenerator.Feature.MINIMIZE_QUOTES, isPlain);
    out.configure(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE, isPlain);
    out.writeString(text);
  }

  private static final class Quoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return SPECIAL.contains(value) || super.needToQuoteValue(value);
    }

    @Override
    public boolean needToQuoteName(String name) {
      return ODD.matchesAnyOf(name) || SPECIAL.contains(name) || super.needToQuoteName(name);
    }
  }
}
