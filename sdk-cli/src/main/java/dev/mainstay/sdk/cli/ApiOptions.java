package dev.mainstay.sdk.cli;

import com.google.common.base.Ascii;
import com.google.common.base.Strings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds a running scheduler. */
final class ApiOptions {

  private static final String LOCAL = "http://127.0.0.1:8080";
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "The scheduler's HTTP API; else MAINSTAY_API, else http://127.0.0.1:8080.")
  private @Nullable String api;

  @Option(names = "--json", description = "Print the API's JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** Where a plan is followed to: with {@code --json} not where the answer is. */
  Terminal following(Terminal terminal) {
    return json ? terminal.onStandardError() : terminal;
  }

  /** Throws {@link CommandFailure} for an address that is none. */
  ApiClient client(Terminal terminal) {
    if (!Strings.isNullOrEmpty(api)) {
      return new ApiClient(parsed("--api", api));
    }
    String ofEnvironment = terminal.environment().get("MAINSTAY_API");
    return new ApiClient(
        Strings.isNullOrEmpty(ofEnvironment)
            ? URI.create(LOCAL)
            : parsed("MAINSTAY_API", ofEnvironment));
  }

  private static URI parsed(String from, String address) {
    String url = address.contains("://") ? address : "http://" + address;
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw wrong(from, url, "is no URL");
    }
    String scheme = Ascii.toLowerCase(Strings.nullToEmpty(uri.getScheme()));
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong(from, url, "is no http or https URL");
    }
    if (uri.getHost() == null) {
      throw wrong(from, url, "names no host");
    }
    if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      throw wrong(from, url, "names a port that is none");
    }
    return uri;
  }

  private static CommandFailure wrong(String from, String url, String what) {
    return new CommandFailure(
        ExitCode.BAD_INPUT, "%s: '%s' %s; it would be like %s".formatted(from, url, what, LOCAL));
  }
}
