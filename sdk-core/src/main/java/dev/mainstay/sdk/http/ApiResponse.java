package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableMap;
import java.util.Collection;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param headers beside the content type
 * @param body text, sent as UTF-8
 */
public record ApiResponse(
    int status, String contentType, ImmutableMap<String, String> headers, String body) {

  public static final String JSON = "application/json";
  public static final String TEXT = "text/plain";

  public static ApiResponse json(JsonNode body) {
    return json(200, body);
  }

  public static ApiResponse json(int status, JsonNode body) {
    return new ApiResponse(status, JSON, ImmutableMap.of(), ApiJson.print(body));
  }

  public static ApiResponse text(String body) {
    return new ApiResponse(200, TEXT + "; charset=utf-8", ImmutableMap.of(), body);
  }

  /** {@code {"message": …}}. */
  public static ApiResponse message(int status, String message) {
    return json(status, JsonNodeFactory.instance.objectNode().put("message", message));
  }

  /** 404 that names what was asked for and lists what exists. */
  public static ApiResponse notFound(String kind, String name, Collection<String> existing) {
    return message(
        404,
        "no "
            + kind
            + " '"
            + name
            + "'; "
            + (existing.isEmpty()
                ? "there is none yet"
                : "there are: " + String.join(", ", existing)));
  }

  ApiResponse withHeader(String name, String value) {
    return new ApiResponse(
        status,
        contentType,
        ImmutableMap.<String, String>builder().putAll(headers).put(name, value).buildOrThrow(),
        body);
  }
}
