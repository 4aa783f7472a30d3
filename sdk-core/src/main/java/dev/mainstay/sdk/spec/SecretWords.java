package dev.mainstay.sdk.spec;

import java.util.regex.Pattern;

/**
 * What looks like a secret by its name, and so is not shown. A guess: real secrets belong in the
 * cluster's secret store, and the spec names only their paths there.
 */
public final class SecretWords {

  /** Stands where a value is not shown. */
  public static final String HIDDEN = "<hidden>";

  private static final String WORDS =
      "passw(?:or)?d|passphrase|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key";

  private static final Pattern NAME = Pattern.compile("(?i)(?:" + WORDS + "|(?:^|[-_.])key$)");

  /** A name with such a word, {@code =} or {@code :}, and what follows to the end of the line. */
  private static final Pattern GIVEN =
      Pattern.compile("(?i)([\\w.-]{0,60}(?:" + WORDS + ")[\\w.-]{0,60}[\"']?\\s*[=:]\\s*)\\S.*");

  /** The password in an address. */
  private static final Pattern ADDRESS = Pattern.compile("(://[^/\\s:@]{1,80}:)[^/\\s@]{1,200}@");

  private SecretWords() {}

  /** Whether a variable, key or option of this name may hold a secret. */
  public static boolean isSecret(String name) {
    return NAME.matcher(name).find();
  }

  /** The value, or {@link #HIDDEN} for a name that may hold a secret. */
  public static String shown(String name, String value) {
    return isSecret(name) ? HIDDEN : masked(value);
  }

  /** One line of a file or command without what looks like a secret in it. */
  public static String masked(String line) {
    return ADDRESS
        .matcher(GIVEN.matcher(line).replaceAll("$1" + HIDDEN))
        .replaceAll("$1" + HIDDEN + "@");
  }
}
