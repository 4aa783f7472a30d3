package dev.mainstay.sdk.spec.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.base.Splitter;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a text that is not JSON, in words, from what the parser says of it.
 *
 * @param what without the place
 * @param remedy what was likely meant
 */
public record JsonMistake(String what, String remedy) {

  /** A message of the parser (jackson-core, {@code ParserMinimalBase}) and what it means. */
  private record Kind(Pattern message, Function<MatchResult, JsonMistake> mistake) {

    static Kind of(String message, Function<MatchResult, JsonMistake> mistake) {
      return new Kind(Pattern.compile(message, Pattern.DOTALL), mistake);
    }
  }

  private static final String CHARACTER =
      "Unexpected character \\(\\(?'?(.)'?.*?code \\d+.*?\\): ?";

  /** The first that fits counts. */
  private static JsonMistake inWords(String message) {
    for (Kind kind :
        new Kind[] {
          Kind.of(
              CHARACTER + ".*comment.*",
              match -> new JsonMistake("JSON has no comments", "remove it")),
          Kind.of(
              "Unexpected character \\('[<>]'.*",
              match ->
                  new JsonMistake(
                      "a '<' or '>' outside of a text, maybe the mark of a merge conflict",
                      "keep one of the two sides, and remove the marks")),
          Kind.of(
              "Unexpected character \\('([}\\]])'.*start field name.*",
              match ->
                  new JsonMistake(
                      "'" + match.group(1) + "' follows a ','",
                      "remove the ',' before it, or write what is missing")),
          Kind.of(
              "Unexpected character \\('([}\\]])'.*expected a v.*",
              match ->
                  new JsonMistake(
                      "a value is missing before '" + match.group(1) + "'",
                      "write it, or remove the ',' or the name before it")),
          Kind.of(
              CHARACTER + "was expecting double-quote to start field name.*",
              match ->
                  new JsonMistake(
                      "a name is expected here, found '" + match.group(1) + "'",
                      "write the name in double quotes")),
          Kind.of(
              CHARACTER + "was expecting comma to separate.*",
              match ->
                  new JsonMistake(
                      "a ',' is missing before '" + match.group(1) + "'",
                      "put one behind what stands before it")),
          Kind.of(
              CHARACTER + "was expecting a colon.*",
              match ->
                  new JsonMistake(
                      "a ':' is missing before '" + match.group(1) + "'", "write \"name\": value")),
          Kind.of(
              CHARACTER + ".*expected a v.*",
              match ->
                  new JsonMistake(
                      "no value begins with '" + match.group(1) + "'",
                      "write texts in double quotes")),
          Kind.of(
              "Unexpected end-of-input: expected close marker for (Object|Array).*",
              match -> {
                String close = match.group(1).equals("Object") ? "}" : "]";
                return new JsonMistake(
                    "the text ends before a '" + close + "'", "add the '" + close + "'");
              }),
          Kind.of(
              "Unexpected end-of-input.*",
              match ->
                  new JsonMistake(
                      "the text ends in the middle of a value", "close what is open at its end")),
          Kind.of(
              "Illegal unquoted character.*code 10\\).*",
              match ->
                  new JsonMistake(
                      "a text goes on behind the end of its line",
                      "close its quote, or write \\n for the line's end")),
          Kind.of(
              "Unrecognized token '(.*?)'.*",
              match ->
                  new JsonMistake(
                      "'" + match.group(1) + "' stands without quotes", "put it in double quotes")),
          Kind.of(
              "Unexpected close marker '(.)': expected '(.)'.*",
              match ->
                  new JsonMistake(
                      "'" + match.group(1) + "' stands where '" + match.group(2) + "' should",
                      "close what was opened last first")),
        }) {
      Matcher matcher = kind.message().matcher(message);
      if (matcher.matches()) {
        return kind.mistake().apply(matcher.toMatchResult());
      }
    }
    return new JsonMistake(message, "see https://www.json.org");
  }

  public static JsonMistake of(JsonProcessingException exception) {
    String message =
        Splitter.on(" (start marker").split(exception.getOriginalMessage()).iterator().next();
    return inWords(message);
  }
}
