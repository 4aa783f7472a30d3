package dev.mainstay.sdk.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the SDK, as the jar's manifest says it; a build that was not packed has none. */
public final class Version implements IVersionProvider {

  /** For picocli. */
  public Version() {}

  @Override
  public String[] getVersion() {
    String packed = Version.class.getPackage().getImplementationVersion();
    return new String[] {"mainstay " + (packed == null ? "(built from source)" : packed)};
  }
}
