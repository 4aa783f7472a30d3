package dev.mainstay.sdk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the SDK, as its build wrote it down. */
public final class Version implements IVersionProvider {

  /** For picocli. */
  public Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"mainstay " + sdk()};
  }

  /** As Maven knows it. */
  static String sdk() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
