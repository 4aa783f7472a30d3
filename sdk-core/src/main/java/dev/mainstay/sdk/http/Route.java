package dev.mainstay.sdk.http;

/**
 * One route of the API, as data.
 *
 * @param verb such as {@code GET}
 * @param handler gives the answer; it runs on a thread of the server and must not touch the
 *     scheduler but through what it was given
 */
public record Route(String verb, PathPattern pattern, Handler handler) {

  /** Answers one request. */
  @FunctionalInterface
  public interface Handler {
    ApiResponse answer(ApiRequest request);
  }

  /** A command. */
  public static Route post(String pattern, Handler handler) {
    return new Route("POST", PathPattern.of(pattern), handler);
  }

  /** A read. */
  public static Route get(String pattern, Handler handler) {
    return new Route("GET", PathPattern.of(pattern), handler);
  }
}
