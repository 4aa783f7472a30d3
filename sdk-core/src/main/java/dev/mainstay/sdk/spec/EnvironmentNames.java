package dev.mainstay.sdk.spec;

import java.util.Locale;

/** How a name becomes part of an environment variable's. */
public final class EnvironmentNames {

  private EnvironmentNames() {}

  /**
   * Capitals and digits stay, letters become capitals, everything else {@code _}: {@code my-port}
   * to {@code MY_PORT}.
   */
  public static String of(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
