package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of JSON as Mesos does (stout's {@code protobuf::parse}), with the words of its
 * errors: unknown fields and unknown names of optional enums are passed over, null is absent.
 */
final class JsonReader {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private JsonReader() {}

  /** Fills {@code builder} and sees that nothing required is missing. */
  static Message read(JsonNode json, Message.Builder builder) throws JsonSyntaxException {
    if (!json.isObject()) {
      throw new JsonSyntaxException("Expecting a JSON object");
    }
    readObject(json, builder);
    if (!builder.isInitialized()) {
      throw new JsonSyntaxException(
          "Missing required fields: " + String.join(", ", builder.findInitializationErrors()));
    }
    return builder.build();
  }

  private static void readObject(JsonNode json, Message.Builder builder)
      throws JsonSyntaxException {
    TreeSet<String> names = new TreeSet<>();
    json.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      FieldDescriptor field = builder.getDescriptorForType().findFieldByName(name);
      JsonNode value = json.get(name);
      if (field != null && value != null) {
        readField(value, builder, field);
      }
    }
  }

  private static void readField(JsonNode json, Message.Builder builder, FieldDescriptor field)
      throws JsonSyntaxException {
    if (json.isNull()) {
      return;
    } else if (json.isArray()) {
      readArray(json, builder, field);
    } else if (json.isObject()) {
      readMessage(json, builder, field);
    } else {
      Object value = scalar(json, field);
      if (value != null) {
        put(builder, field, value);
      }
    }
  }

  private static void readArray(JsonNode json, Message.Builder builder, FieldDescriptor field)
      throws JsonSyntaxException {
    if (!field.isRepeated()) {
      throw notExpecting("array", field);
    }
    for (JsonNode element : json) {
      readField(element, builder, field);
    }
  }

  private static void readMessage(JsonNode json, Message.Builder builder, FieldDescriptor field)
      throws JsonSyntaxException {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      throw notExpecting("object", field);
    }
    if (field.isMapField()) {
      readMap(json, builder, field);
    } else if (field.isRepeated()) {
      Message.Builder inner = builder.newBuilderForField(field);
      readObject(json, inner);
      builder.addRepeatedField(field, inner.buildPartial());
    } else {
      Message.Builder inner = ((Message) builder.getField(field)).toBuilder();
      readObject(json, inner);
      builder.setField(field, inner.buildPartial());
    }
  }

  private static void readMap(JsonNode json, Message.Builder builder, FieldDescriptor field)
      throws JsonSyntaxException {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    TreeSet<String> names = new TreeSet<>();
    json.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      Message.Builder entry = builder.newBuilderForField(field);
      entry.setField(key, name);
      readField(json.get(name), entry, value);
      builder.addRepeatedField(field, entry.buildPartial());
    }
  }

  private static void put(Message.Builder builder, FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      builder.addRepeatedField(field, value);
    } else {
      builder.setField(field, value);
    }
  }

  /** The value of a string, number or boolean; null if it is to be passed over. */
  private static @Nullable Object scalar(JsonNode json, FieldDescriptor field)
      throws JsonSyntaxException {
    if (json.isBoolean()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.BOOLEAN) {
        throw notExpecting("boolean", field);
      }
      return json.booleanValue();
    }
    return json.isNumber() ? number(json, field) : text(json.textValue(), field);
  }

  private static Object number(JsonNode json, FieldDescriptor field) throws JsonSyntaxException {
    return switch (field.getJavaType()) {
      case INT -> (int) json.longValue();
      case LONG -> json.longValue();
      case DOUBLE -> json.doubleValue();
      case FLOAT -> json.floatValue();
      case BOOLEAN, STRING, BYTE_STRING, ENUM, MESSAGE -> throw notExpecting("number", field);
    };
  }

  private static @Nullable Object text(String text, FieldDescriptor field)
      throws JsonSyntaxException {
    return switch (field.getJavaType()) {
      case STRING -> text;
      case BYTE_STRING -> base64(text, field);
      case ENUM -> enumValue(text, field);
      case DOUBLE, FLOAT ->
          text.equals("Infinity") || text.equals("-Infinity")
              ? (Object) Double.valueOf(text)
              : parsed(text, field, "number");
      case INT, LONG -> parsed(text, field, "number");
      case BOOLEAN -> parsed(text, field, "boolean");
      case MESSAGE -> throw notExpecting("string", field);
    };
  }

  private static @Nullable Object enumValue(String text, FieldDescriptor field)
      throws JsonSyntaxException {
    EnumValueDescriptor value = field.getEnumType().findValueByName(text);
    if (value == null && field.isRequired()) {
      throw new JsonSyntaxException("Failed to find enum for '" + text + "'");
    }
    return value;
  }

  private static @Nullable Object parsed(String text, FieldDescriptor field, String kind)
      throws JsonSyntaxException {
    String prefix =
        "Failed to parse '"
            + text
            + "' as a JSON "
            + kind
            + " for field '"
            + field.getName()
            + "': ";
    JsonNode inner;
    try {
      inner = JsonParser.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new JsonSyntaxException(prefix + e.getMessage());
    }
    if (kind.equals("number") ? !inner.isNumber() : !inner.isBoolean()) {
      throw new JsonSyntaxException(prefix + "Unexpected JSON type parsed");
    }
    return scalar(inner, field);
  }

  /** Stops at padding, passes over white space, and does not mind a wrong length. */
  private static ByteString base64(String text, FieldDescriptor field) throws JsonSyntaxException {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      if (" \t\n\r\f\u000b".indexOf(c) >= 0) {
        continue;
      }
      if (ALPHABET.indexOf(c) < 0) {
        throw new JsonSyntaxException(
            "Failed to base64 decode bytes field '"
                + field.getName()
                + "': Invalid character '"
                + c
                + "'");
      }
      plain.append(c);
    }
    if (plain.length() % 4 == 1) {
      plain.setLength(plain.length() - 1);
    }
    return ByteString.copyFrom(Base64.getDecoder().decode(plain.toString()));
  }

  private static JsonSyntaxException notExpecting(String what, FieldDescriptor field) {
    return new JsonSyntaxException(
        "Not expecting a JSON " + what + " for field '" + field.getName() + "'");
  }
}
