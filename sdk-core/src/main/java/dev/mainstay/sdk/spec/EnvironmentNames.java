package dev.mainstay.sdk.spec;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of environment variables, and how another name becomes part of one. */
public final class EnvironmentNames {

  /** As POSIX has them (IEEE 1003.1, 8.1). */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private EnvironmentNames() {}

  /**
   * Capitals and digits stay, letters become capitals, everything else {@code _}: {@code my-port}
   * to {@code MY_PORT}.
   */
  public static String of(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** Whether a variable may have this name in any shell. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
