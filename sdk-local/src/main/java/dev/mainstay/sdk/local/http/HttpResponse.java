package dev.mainstay.sdk.local.http;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;

/** A whole answer, but for the headers that every answer has. The texts are those of libprocess. */
record HttpResponse(int status, ImmutableMap<String, String> headers, ByteString body) {

  private static final String TEXT = "text/plain; charset=utf-8";

  static HttpResponse ok() {
    return new HttpResponse(200, ImmutableMap.of(), ByteString.EMPTY);
  }

  static HttpResponse ok(String contentType, ByteString body) {
    return new HttpResponse(200, ImmutableMap.of("Content-Type", contentType), body);
  }

  static HttpResponse accepted() {
    return new HttpResponse(202, ImmutableMap.of(), ByteString.EMPTY);
  }

  static HttpResponse text(int status, String text) {
    return new HttpResponse(
        status, ImmutableMap.of("Content-Type", TEXT), ByteString.copyFromUtf8(text));
  }

  static HttpResponse badRequest(String text) {
    return text(400, text);
  }

  static HttpResponse notFound() {
    return text(404, "404 Not Found.");
  }

  static HttpResponse notImplemented() {
    return text(501, "501 Not Implemented.");
  }

  static HttpResponse methodNotAllowed(String allowed, String received) {
    String body =
        "405 Method Not Allowed. Expecting one of { '"
            + allowed
            + "' }, but received '"
            + received
            + "'.";
    return new HttpResponse(
        405,
        ImmutableMap.of("Allow", allowed, "Content-Type", TEXT),
        ByteString.copyFromUtf8(body));
  }

  static HttpResponse redirect(String location) {
    return new HttpResponse(307, ImmutableMap.of("Location", location), ByteString.EMPTY);
  }

  /** The status line's words. */
  static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 307 -> "Temporary Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 413 -> "Request Entity Too Large";
      case 415 -> "Unsupported Media Type";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      default -> "Unknown";
    };
  }
}
