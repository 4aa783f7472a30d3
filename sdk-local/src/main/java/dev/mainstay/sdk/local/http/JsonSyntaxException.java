package dev.mainstay.sdk.local.http;

/** A body that is no JSON, or not the JSON of the message that it should be. */
final class JsonSyntaxException extends Exception {

  JsonSyntaxException(String message) {
    super(message);
  }
}
