package dev.mainstay.sdk.local.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Optional;

/** The two forms in which the v1 API speaks. */
enum MessageFormat {
  JSON("application/json"),
  PROTOBUF("application/x-protobuf");

  private final String contentType;

  MessageFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  ByteString write(Message message) {
    return switch (this) {
      case JSON -> ByteString.copyFromUtf8(JsonPrinter.print(message));
      case PROTOBUF -> message.toByteString();
    };
  }

  /** What to answer in: JSON first, as Mesos chooses. Empty if neither is wanted. */
  static Optional<MessageFormat> acceptedBy(HttpRequest request) {
    for (MessageFormat format : values()) {
      if (request.acceptsMediaType(format.contentType)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
