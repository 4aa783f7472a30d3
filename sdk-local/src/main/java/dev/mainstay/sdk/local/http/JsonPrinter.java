package dev.mainstay.sdk.local.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.util.Base64;
import java.util.List;
import org.apache.mesos.v1.Protos;

/**
 * Prints messages as Mesos does (stout's {@code json(ObjectWriter*, const Protobuf&)}): fields in
 * the order of their declaration under their proto names, enums by name, bytes in base64, and
 * fields that are not set but have a default that is written down, unless they are deprecated.
 */
final class JsonPrinter {

  /** A master's capability that the messages of Mesos 1.11 do not name: see FrameworkWire. */
  private static final long QUOTA_V2 = 3;

  private final JsonText text = new JsonText();

  private JsonPrinter() {}

  static String print(Message message) {
    JsonPrinter printer = new JsonPrinter();
    printer.message(message);
    return printer.text.toString();
  }

  private void message(MessageOrBuilder message) {
    text.beginObject();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        if (message.getRepeatedFieldCount(field) > 0) {
          map(message, field);
        }
      } else if (field.isRepeated()) {
        if (message.getRepeatedFieldCount(field) > 0) {
          text.name(field.getName());
          array(message, field);
        }
      } else if (message.hasField(field)
          || (field.hasDefaultValue() && !field.getOptions().getDeprecated())) {
        text.name(field.getName());
        value(field, message.getField(field));
      }
    }
    if (isQuotaV2(message)) {
      text.name("type").string("QUOTA_V2");
    }
    text.endObject();
  }

  private void array(MessageOrBuilder message, FieldDescriptor field) {
    text.beginArray();
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      text.element();
      value(field, message.getRepeatedField(field, i));
    }
    text.endArray();
  }

  private void map(MessageOrBuilder message, FieldDescriptor field) {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    text.name(field.getName()).beginObject();
    for (Object entry : (List<?>) message.getField(field)) {
      text.name(String.valueOf(((Message) entry).getField(key)));
      value(value, ((Message) entry).getField(value));
    }
    text.endObject();
  }

  private void value(FieldDescriptor field, Object value) {
    switch (field.getJavaType()) {
      case MESSAGE -> message((Message) value);
      case ENUM -> text.string(((EnumValueDescriptor) value).getName());
      case STRING -> text.string((String) value);
      case BYTE_STRING ->
          text.string(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case BOOLEAN -> text.raw(value.toString());
      case DOUBLE, FLOAT -> text.number(((Number) value).doubleValue());
      case INT -> text.raw(integer(field, (Integer) value));
      case LONG -> text.raw(integer(field, (Long) value));
    }
  }

  private static String integer(FieldDescriptor field, int value) {
    return field.getType() == FieldDescriptor.Type.UINT32
        ? Integer.toUnsignedString(value)
        : Integer.toString(value);
  }

  private static String integer(FieldDescriptor field, long value) {
    return field.getType() == FieldDescriptor.Type.UINT64
        ? Long.toUnsignedString(value)
        : Long.toString(value);
  }

  private static boolean isQuotaV2(MessageOrBuilder message) {
    return message instanceof Protos.MasterInfo.Capability capability
        && capability
            .getUnknownFields()
            .getField(Protos.MasterInfo.Capability.TYPE_FIELD_NUMBER)
            .getVarintList()
            .contains(QUOTA_V2);
  }
}
