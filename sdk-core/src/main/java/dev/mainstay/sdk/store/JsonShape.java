package dev.mainstay.sdk.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How values of one Java type look in JSON. */
interface JsonShape {

  void write(Object value, JsonGenerator out) throws IOException;

  /**
   * The value that {@code node} is.
   *
   * @param where path of the node, for errors
   * @throws BadJsonException when it is none of this type
   */
  Object read(JsonNode node, String where);

  /**
   * The value that a record leaves out when it writes, and takes for what is left out; null for
   * none.
   */
  default @Nullable Object absent() {
    return null;
  }

  /** JSON is not what it should be. */
  final class BadJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadJsonException(String where, String what) {
      super((where.isEmpty() ? "" : where + ": ") + what);
    }
  }
}
