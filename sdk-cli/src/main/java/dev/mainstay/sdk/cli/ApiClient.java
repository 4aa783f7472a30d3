package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.CharMatcher;
import com.google.common.base.Strings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a scheduler's HTTP API. */
final class ApiClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int BAD_REQUEST = 400;
  private static final int BAD_GATEWAY = 502;

  /** Nothing that could be relied on is known at the moment. */
  static final int UNAVAILABLE = 503;

  private static final int GATEWAY_TIMEOUT = 504;

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI api;

  /** Without a slash at its end. */
  private final String base;

  /**
   * For one scheduler.
   *
   * @param api with a host; what it has as a path goes before that of each request, as behind a
   *     proxy
   */
  ApiClient(URI api) {
    this.api = api;
    this.base =
        api.getScheme()
            + "://"
            + api.getRawAuthority()
            + CharMatcher.is('/').trimTrailingFrom(Strings.nullToEmpty(api.getRawPath()));
  }

  /** An answer. */
  record Answer(int status, String body) {}

  /**
   * The body of a good answer, or of 417 with a plan's errors.
   *
   * @throws CommandFailure when the scheduler is not reachable, or says no
   */
  String get(String accept, String... path) {
    return body(ask(accept, path));
  }

  /**
   * The body of a good answer, or of 417 with a plan's errors.
   *
   * @throws CommandFailure for any other: {@code BAD_INPUT} for 400, else {@code FAILED}
   */
  String body(Answer answer) {
    boolean good = answer.status() / 100 == 2 || answer.status() == 417;
    if (!good) {
      throw new CommandFailure(
          answer.status() == BAD_REQUEST ? ExitCode.BAD_INPUT : ExitCode.FAILED, message(answer));
    }
    return answer.body();
  }

  JsonNode json(String... path) {
    return parse(get("application/json", path));
  }

  /**
   * Commands something; the body of a good answer.
   *
   * @throws CommandFailure when the scheduler is not reachable, or says no
   */
  String post(String... path) {
    return post(HttpRequest.BodyPublishers.noBody(), path);
  }

  /** The same with a body. */
  String postBody(String body, String... path) {
    return post(HttpRequest.BodyPublishers.ofString(body), path);
  }

  private String post(HttpRequest.BodyPublisher body, String... path) {
    HttpRequest.Builder request =
        request("application/json", path).header("Content-Type", "application/json");
    return body(send(request.POST(body).build()));
  }

  /**
   * Hands something over; any answer. Throws {@link CommandFailure} when there is none.
   *
   * @param body sent as JSON
   */
  Answer post(JsonNode body, String... path) {
    return send(
        request("application/json", path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  /** Makes and reads JSON. */
  ObjectMapper mapper() {
    return mapper;
  }

  /** Any answer. Throws {@link CommandFailure} when there is none. */
  Answer ask(String accept, String... path) {
    return send(request(accept, path).build());
  }

  private HttpRequest.Builder request(String accept, String... path) {
    return HttpRequest.newBuilder(URI.create(base + encoded(path)))
        .header("Accept", accept)
        .timeout(ANSWER_TIMEOUT);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "no scheduler answers at %s; start one with 'mainstay run', or name it with --api or MAINSTAY_API"
              .formatted(api),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted while asking " + api, e);
    }
  }

  JsonNode parse(String body) {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "what answers at " + api + " is no Mainstay scheduler; name it with --api",
          e);
    }
  }

  /** What a refusal says. */
  String message(Answer answer) {
    String message = said(answer);
    return message.isEmpty() ? api + " answered " + answer.status() : message;
  }

  /** A proxy's own answer, which does not reach the scheduler behind it. */
  boolean isOfProxy(Answer answer) {
    return switch (answer.status()) {
      case BAD_GATEWAY, GATEWAY_TIMEOUT -> true;
      case UNAVAILABLE -> said(answer).isEmpty();
      default -> false;
    };
  }

  /** The message of a scheduler's answer; empty for what is none, as a page of a proxy's. */
  private String said(Answer answer) {
    try {
      return mapper.readTree(answer.body()).path("message").asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** Each element is one segment of the path; the last may carry a query after a question mark. */
  private static String encoded(String... path) {
    StringBuilder encoded = new StringBuilder("/v1");
    for (String segment : path) {
      int query = segment.indexOf('?');
      String name = query < 0 ? segment : segment.substring(0, query);
      encoded
          .append('/')
          .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
          .append(query < 0 ? "" : segment.substring(query));
    }
    return encoded.toString();
  }
}
