package dev.mainstay.sdk.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.HistoryRecord;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.UninstallRecord;
import dev.mainstay.sdk.store.JsonShape.BadJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Records to bytes and back: {@code {"format":1,"record":{…}}} in UTF-8.
 *
 * <p>Any change to the fields of a record is a new format, once a version was released: a field
 * that this version does not know is refused rather than forgotten at the next write. A version
 * reads its own format and the one before. See {@link JsonShapes} for how a value looks.
 */
final class RecordCodec {

  /** The format that is written. */
  static final int FORMAT = 1;

  private static final String FORMAT_FIELD = "format";
  private static final String RECORD_FIELD = "record";

  private final JsonShapes shapes = new JsonShapes();
  private final JsonFactory json = new JsonFactory();
  private final JsonMapper mapper =
      JsonMapper.builder(json)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  byte[] encode(StateRecord record) {
    return encodeValue(record);
  }

  /** The same wrapping for what the store keeps for itself. */
  byte[] encodeValue(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField(FORMAT_FIELD, FORMAT);
      out.writeFieldName(RECORD_FIELD);
      shapes.of(value.getClass()).write(value, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The record of this kind that the bytes are.
   *
   * @param where the place of the bytes, for errors
   */
  StateRecord decode(RecordKey.Kind kind, byte[] bytes, String where) {
    return switch (kind) {
      case FRAMEWORK -> decodeValue(FrameworkRecord.class, bytes, where);
      case TARGET -> decodeValue(TargetRecord.class, bytes, where);
      case CONFIGURATION -> decodeValue(ConfigurationRecord.class, bytes, where);
      case POD -> decodeValue(PodRecord.class, bytes, where);
      case RELEASED -> decodeValue(ReleasedRecord.class, bytes, where);
      case PLAN_RUN -> decodeValue(PlanRunRecord.class, bytes, where);
      case UNINSTALL -> decodeValue(UninstallRecord.class, bytes, where);
      case HISTORY -> decodeValue(HistoryRecord.class, bytes, where);
    };
  }

  <T> T decodeValue(Class<T> type, byte[] bytes, String where) {
    JsonNode root = parse(bytes, where);
    int format = root.path(FORMAT_FIELD).asInt();
    if (format > FORMAT) {
      throw new StoreException(
          StoreException.Failure.NEWER_FORMAT,
          "%s has format %d, written by a newer version; this one reads up to format %d"
              .formatted(where, format, FORMAT));
    }
    JsonNode record = root.get(RECORD_FIELD);
    if (format < 1 || record == null) {
      throw new StoreException(
          StoreException.Failure.INTERNAL, where + " is no record: no format or no content");
    }
    try {
      return type.cast(shapes.of(type).read(record, ""));
    } catch (BadJsonException e) {
      throw new StoreException(
          StoreException.Failure.INTERNAL,
          "%s is no %s of format %d: %s"
              .formatted(where, type.getSimpleName(), format, e.getMessage()),
          e);
    }
  }

  private JsonNode parse(byte[] bytes, String where) {
    try {
      return mapper.readTree(bytes);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Failure.INTERNAL, where + " is not JSON: " + e.getMessage(), e);
    }
  }
}
