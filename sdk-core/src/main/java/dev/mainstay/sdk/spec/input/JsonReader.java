package dev.mainstay.sdk.spec.input;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON text to nodes with their places. */
public final class JsonReader {

  /** Longer numbers are shown by their beginning. */
  private static final int MOST_SHOWN = 40;

  private final JsonParser parser;
  private final NodeBuilder.Locator locator;
  private final NodeBuilder builder;
  private final ProblemLog log;

  private JsonReader(
      JsonParser parser, NodeBuilder.Locator locator, NodeBuilder builder, ProblemLog log) {
    this.log = log;
    this.parser = parser;
    this.locator = locator;
    this.builder = builder;
  }

  /** Empty when the text is not one JSON value: then the log says why. */
  public static Optional<InputNode> read(String file, String text, ProblemLog log) {
    return read(
        file,
        text,
        (line, column) -> new SourceLocation(file, line, column),
        new NodeBuilder(log),
        log);
  }

  /**
   * JSON as the DC/OS catalog reads it: of a key that is there twice the last one counts.
   *
   * @param locator tells the places of the user's file
   */
  public static Optional<InputNode> readLeniently(
      String file, String text, NodeBuilder.Locator locator, ProblemLog log) {
    return read(file, text, locator, NodeBuilder.lastKeyCounts(log), log);
  }

  /** A file of a package, read as the DC/OS catalog reads it. */
  public static Optional<InputNode> readLeniently(SourceText source, ProblemLog log) {
    return readLeniently(
        source.file(),
        source.text(),
        (line, column) -> new SourceLocation(source.file(), line, column),
        log);
  }

  private static Optional<InputNode> read(
      String file, String text, NodeBuilder.Locator locator, NodeBuilder builder, ProblemLog log) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      JsonReader reader = new JsonReader(parser, locator, builder, log);
      if (parser.nextToken() == null) {
        log.error(
            SourceLocation.ofFile(file),
            "",
            "the file is empty",
            "write a JSON object, at least {}");
        return Optional.empty();
      }
      InputNode root = reader.node(0);
      if (parser.nextToken() != null) {
        log.error(reader.here(), "", "text follows the JSON value", "remove it");
      }
      return Optional.of(root);
    } catch (NodeBuilder.Unreasonable e) {
      log.error(SourceLocation.ofFile(file), "", String.valueOf(e.getMessage()), "");
    } catch (JsonProcessingException e) {
      JsonMistake mistake = JsonMistake.of(e);
      log.error(
          place(file, locator, e), "", "this is not JSON: " + mistake.what(), mistake.remedy());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a text cannot fail", e);
    }
    return Optional.empty();
  }

  private static SourceLocation place(
      String file, NodeBuilder.Locator locator, JacksonException exception) {
    JsonLocation location = exception.getLocation();
    return location == null
        ? SourceLocation.ofFile(file)
        : locator.locate(location.getLineNr(), location.getColumnNr());
  }

  /** Reads the node whose first token is the current one; leaves the parser at its last token. */
  private InputNode node(int depth) throws IOException {
    NodeBuilder.checkDepth(depth);
    SourceLocation at = here();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(at, depth);
      case START_ARRAY -> sequence(at, depth);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> scalar(at, InputNode.ScalarKind.BOOLEAN, parser.getText());
      case VALUE_NULL -> scalar(at, InputNode.ScalarKind.NULL, "");
      case VALUE_STRING -> scalar(at, InputNode.ScalarKind.TEXT, parser.getText());
      case NOT_AVAILABLE, FIELD_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(
              "a JSON value cannot begin with " + parser.currentToken());
    };
  }

  /** A number that can be computed with: {@code 1e999999999} would be written out somewhere. */
  private InputNode number(SourceLocation at, String text) {
    boolean isReasonable = WrittenNumber.isReasonable(text);
    if (!isReasonable) {
      log.error(
          at,
          "",
          "the number " + Ascii.truncate(text, MOST_SHOWN, "…") + " is too long",
          "write one that a computer can hold, or put it in quotes");
    }
    return scalar(at, InputNode.ScalarKind.NUMBER, isReasonable ? text : "0");
  }

  private static InputNode scalar(SourceLocation at, InputNode.ScalarKind kind, String text) {
    return new InputNode.Scalar(at, kind, text);
  }

  private InputNode sequence(SourceLocation at, int depth) throws IOException {
    List<InputNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return builder.sequence(at, items);
  }

  private InputNode mapping(SourceLocation at, int depth) throws IOException {
    List<InputNode.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      SourceLocation keyAt = here();
      String key = parser.currentName();
      parser.nextToken();
      entries.add(new InputNode.Entry(keyAt, key, node(depth + 1)));
    }
    return builder.mapping(at, entries, ImmutableList.of());
  }

  private SourceLocation here() {
    JsonLocation location = parser.currentTokenLocation();
    return locator.locate(location.getLineNr(), location.getColumnNr());
  }
}
