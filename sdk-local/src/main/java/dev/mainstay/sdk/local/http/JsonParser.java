package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads JSON as picojson does for Mesos: what it lets pass, and where it says that an error is. It
 * steps through the bytes one by one with one step back, because the text of its errors is what
 * follows the last byte taken.
 */
final class JsonParser {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int END = -1;

  /** Deeper nesting would overflow the stack; Mesos bounds it at 200 levels likewise. */
  private static final int MAX_DEPTH = 200;

  private final byte[] bytes;
  private int position;
  private int last = END;
  private boolean stepBack;
  private int line = 1;
  private int depth;

  private JsonParser(byte[] bytes) {
    this.bytes = bytes;
  }

  static JsonNode parse(byte[] bytes) throws JsonSyntaxException {
    JsonParser parser = new JsonParser(bytes);
    Optional<JsonNode> value = parser.value();
    if (value.isEmpty()) {
      throw new JsonSyntaxException(
          "syntax error at line " + parser.line + " near: " + parser.restOfLine());
    }
    String rest =
        new String(
            bytes, parser.consumed(), bytes.length - parser.consumed(), StandardCharsets.UTF_8);
    if (!rest.isBlank()) {
      throw new JsonSyntaxException(
          "Parsed JSON included non-whitespace trailing characters: " + rest.stripTrailing());
    }
    return value.get();
  }

  private int consumed() {
    return stepBack ? position - 1 : position;
  }

  private String restOfLine() {
    StringBuilder rest = new StringBuilder();
    for (int next = get(); next != END && next != '\n'; next = get()) {
      if (next >= ' ') {
        rest.append((char) next);
      }
    }
    return new String(
        rest.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private Optional<JsonNode> value() {
    skipSpace();
    int next = get();
    return switch (next) {
      case 'n' -> match("ull", NODES.nullNode());
      case 't' -> match("rue", NODES.booleanNode(true));
      case 'f' -> match("alse", NODES.booleanNode(false));
      case '"' -> string().map(NODES::textNode);
      case '[' -> nested(this::array);
      case '{' -> nested(this::object);
      default -> {
        unget();
        yield (next >= '0' && next <= '9') || next == '-' ? number() : Optional.empty();
      }
    };
  }

  private Optional<JsonNode> nested(Supplier<Optional<JsonNode>> inner) {
    if (depth >= MAX_DEPTH) {
      return Optional.empty();
    }
    depth++;
    Optional<JsonNode> value = inner.get();
    depth--;
    return value;
  }

  private Optional<JsonNode> array() {
    ArrayNode array = NODES.arrayNode();
    if (expect(']')) {
      return Optional.of(array);
    }
    do {
      Optional<JsonNode> element = value();
      if (element.isEmpty()) {
        return Optional.empty();
      }
      array.add(element.get());
    } while (expect(','));
    return expect(']') ? Optional.of(array) : Optional.empty();
  }

  private Optional<JsonNode> object() {
    ObjectNode object = NODES.objectNode();
    if (expect('}')) {
      return Optional.of(object);
    }
    do {
      Optional<String> name = expect('"') ? string() : Optional.empty();
      Optional<JsonNode> member = name.isPresent() && expect(':') ? value() : Optional.empty();
      if (name.isEmpty() || member.isEmpty()) {
        return Optional.empty();
      }
      object.set(name.get(), member.get());
    } while (expect(','));
    return expect('}') ? Optional.of(object) : Optional.empty();
  }

  private Optional<JsonNode> number() {
    StringBuilder text = new StringBuilder();
    int next = get();
    while ((next >= '0' && next <= '9')
        || next == '+'
        || next == '-'
        || next == '.'
        || next == 'e'
        || next == 'E') {
      text.append((char) next);
      next = get();
    }
    unget();
    try {
      String digits = text.toString();
      return digits.matches("-?[0-9]+") && digits.length() < 19
          ? Optional.of(NODES.numberNode(Long.parseLong(digits)))
          : Optional.of(NODES.numberNode(Double.parseDouble(digits)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Optional<String> string() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (true) {
      int next = get();
      if (next < ' ') {
        unget();
        return Optional.empty();
      } else if (next == '"') {
        return Optional.of(text.toString(StandardCharsets.UTF_8));
      } else if (next == '\\') {
        if (!escape(text)) {
          return Optional.empty();
        }
      } else {
        text.write(next);
      }
    }
  }

  private boolean escape(ByteArrayOutputStream text) {
    int next = get();
    switch (next) {
      case '"', '\\', '/' -> text.write(next);
      case 'b' -> text.write('\b');
      case 'f' -> text.write('\f');
      case 'n' -> text.write('\n');
      case 'r' -> text.write('\r');
      case 't' -> text.write('\t');
      case 'u' -> {
        return codePoint(text);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean codePoint(ByteArrayOutputStream text) {
    int high = fourHex();
    if (high < 0) {
      return false;
    }
    String decoded = String.valueOf((char) high);
    if (Character.isHighSurrogate((char) high)) {
      if (get() != '\\' || get() != 'u') {
        unget();
        return false;
      }
      int low = fourHex();
      if (low < 0 || !Character.isLowSurrogate((char) low)) {
        return false;
      }
      decoded += (char) low;
    } else if (Character.isLowSurrogate((char) high)) {
      return false;
    }
    text.writeBytes(decoded.getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private int fourHex() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(get(), 16);
      if (digit < 0) {
        unget();
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private Optional<JsonNode> match(String rest, JsonNode value) {
    for (int i = 0; i < rest.length(); i++) {
      if (get() != rest.charAt(i)) {
        unget();
        return Optional.empty();
      }
    }
    return Optional.of(value);
  }

  private boolean expect(char wanted) {
    skipSpace();
    if (get() == wanted) {
      return true;
    }
    unget();
    return false;
  }

  private void skipSpace() {
    int next = get();
    while (next == ' ' || next == '\t' || next == '\n' || next == '\r') {
      next = get();
    }
    unget();
  }

  private int get() {
    if (stepBack) {
      stepBack = false;
      return last;
    }
    if (position == bytes.length) {
      last = END;
      return END;
    }
    if (last == '\n') {
      line++;
    }
    last = bytes[position++] & 0xff;
    return last;
  }

  private void unget() {
    if (last != END) {
      stepBack = true;
    }
  }
}
