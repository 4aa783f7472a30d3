package dev.mainstay.sdk.local.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request to the v1 API holds: a message, or the answer that refuses it.
 *
 * @param message absent when refused
 * @param refusal absent when there is a message
 */
record RequestBody(@Nullable Message message, @Nullable HttpResponse refusal) {

  static RequestBody read(HttpRequest request, Message.Builder builder) {
    if (!request.method().equals("POST")) {
      return refused(HttpResponse.methodNotAllowed("POST", request.method()));
    }
    Optional<String> contentType = request.header("content-type");
    if (contentType.isEmpty()) {
      return refused(HttpResponse.badRequest("Expecting 'Content-Type' to be present"));
    }
    if (contentType.get().equals(MessageFormat.PROTOBUF.contentType())) {
      return readProtobuf(request.body(), builder);
    }
    if (contentType.get().equals(MessageFormat.JSON.contentType())) {
      return readJson(request.body(), builder);
    }
    return refused(
        HttpResponse.text(
            415, "Expecting 'Content-Type' of application/json or application/x-protobuf"));
  }

  private static RequestBody readProtobuf(ByteString body, Message.Builder builder) {
    try {
      return new RequestBody(builder.mergeFrom(body).build(), null);
    } catch (InvalidProtocolBufferException | com.google.protobuf.UninitializedMessageException e) {
      return refused(HttpResponse.badRequest("Failed to parse body into Call protobuf"));
    }
  }

  private static RequestBody readJson(ByteString body, Message.Builder builder) {
    com.fasterxml.jackson.databind.JsonNode json;
    try {
      json = JsonParser.parse(body.toByteArray());
    } catch (JsonSyntaxException e) {
      return refused(HttpResponse.badRequest("Failed to parse body into JSON: " + e.getMessage()));
    }
    try {
      return new RequestBody(JsonReader.read(json, builder), null);
    } catch (JsonSyntaxException e) {
      return refused(
          HttpResponse.badRequest("Failed to convert JSON into Call protobuf: " + e.getMessage()));
    }
  }

  private static RequestBody refused(HttpResponse response) {
    return new RequestBody(null, response);
  }
}
