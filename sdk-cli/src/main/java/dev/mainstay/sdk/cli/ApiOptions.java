package dev.mainstay.sdk.cli;

import com.google.common.base.Strings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds a running scheduler. */
final class ApiOptions {

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

  ApiClient client(Terminal terminal) {
    String address =
        !Strings.isNullOrEmpty(api)
            ? api
            : terminal.environment().getOrDefault("MAINSTAY_API", "http://127.0.0.1:8080");
    String url = address.contains("://") ? address : "http://" + address;
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "--api: '" + url + "' is no URL; it would be like http://127.0.0.1:8080",
          e);
    }
    if (uri.getHost() == null) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "--api: '" + url + "' names no host; it would be like http://127.0.0.1:8080");
    }
    return new ApiClient(uri);
  }
}
