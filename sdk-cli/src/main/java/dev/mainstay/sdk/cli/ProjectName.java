package dev.mainstay.sdk.cli;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * The name of a new framework's project: of its folder, its artifact and its service, so that it
 * has to be right as a part of a DNS name (RFC 1123).
 *
 * @param value lower-case letters, digits and single dashes; begins with a letter, at most {@value
 *     #LONGEST} characters
 */
record ProjectName(String value) {

  private static final int LONGEST = 63;
  private static final Pattern RIGHT = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final String EXAMPLE = "my-service";

  /** Throws {@link CommandFailure} that says where the name is wrong, and a name that is right. */
  ProjectName {
    if (!RIGHT.matcher(value).matches() || value.length() > LONGEST) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "NAME: '%s': %s; a name has lower-case letters, digits and single dashes between them, begins with a letter and is no longer than %d, such as '%s'"
              .formatted(value, wrong(value), LONGEST, near(value)));
    }
  }

  private static String wrong(String value) {
    if (value.length() > LONGEST) {
      return "it has " + value.length() + " characters";
    }
    Matcher start = RIGHT.matcher(value);
    int right = start.lookingAt() ? start.end() : 0;
    if (value.isEmpty()) {
      return "it is empty";
    }
    return "'%s' cannot be its character %d"
        .formatted(value.substring(right, right + 1), right + 1);
  }

  /** What was probably meant. */
  private static String near(String value) {
    String dashed = Ascii.toLowerCase(value).replaceAll("[^a-z0-9]+", "-");
    String near = CharMatcher.is('-').trimFrom(dashed.replaceFirst("^[^a-z]+", ""));
    return near.isEmpty() || near.length() > LONGEST ? EXAMPLE : near;
  }

  /** {@code MyService} of {@code my-service}. */
  String className() {
    return Splitter.on('-')
        .splitToStream(value)
        .map(part -> Ascii.toUpperCase(part.substring(0, 1)) + part.substring(1))
        .collect(Collectors.joining());
  }

  /** {@code myservice} of {@code my-service}, and {@code new_} of {@code new}. */
  String packageName() {
    return packageOf(value);
  }

  /**
   * The Java package of names with dots between, such as {@code io.github.myuser} of {@code
   * io.github.my-user}: without dashes, and with an underscore where Java needs one (JLS 6.1).
   */
  static String packageOf(String names) {
    return Splitter.on('.')
        .splitToStream(names.replace("-", ""))
        .map(part -> SourceVersion.isIdentifier(part) ? part : "_" + part)
        .map(part -> SourceVersion.isKeyword(part) ? part + "_" : part)
        .collect(Collectors.joining("."));
  }
}
