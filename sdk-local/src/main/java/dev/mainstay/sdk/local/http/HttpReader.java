package dev.mainstay.sdk.local.http;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteStreams;
import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads the requests of one connection, one after the other. */
final class HttpReader {

  /** A request that cannot be answered as such: what to answer instead, before closing. */
  static final class BadRequestException extends Exception {
    private final transient HttpResponse response;

    BadRequestException(HttpResponse response) {
      super("HTTP " + response.status());
      this.response = response;
    }

    HttpResponse response() {
      return response;
    }
  }

  private static final int MAX_LINE_BYTES = 64 * 1024;
  private static final int MAX_HEADERS = 200;

  /** A launch of thousands of tasks has a few MB. */
  private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;

  /** Reads from a buffered {@code in}; {@code out} takes {@code 100 Continue}. */
  HttpReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** The next request, empty at the orderly end of the connection. */
  Optional<HttpRequest> next() throws IOException, BadRequestException {
    Optional<String> first = line();
    while (first.isPresent() && first.get().isEmpty()) {
      first = line();
    }
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = Splitter.on(' ').splitToList(first.get());
    if (parts.size() != 3 || !parts.get(2).startsWith("HTTP/1.")) {
      throw new BadRequestException(HttpResponse.badRequest("400 Bad Request."));
    }
    ImmutableMap<String, String> headers = headers();
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write(CONTINUE);
      out.flush();
    }
    String target = parts.get(1);
    int query = target.indexOf('?');
    return Optional.of(
        new HttpRequest(
            parts.get(0),
            query < 0 ? target : target.substring(0, query),
            query < 0 ? "" : target.substring(query + 1),
            headers,
            ByteString.copyFrom(decoded(headers, body(headers)))));
  }

  private ImmutableMap<String, String> headers() throws IOException, BadRequestException {
    Map<String, String> headers = new HashMap<>();
    for (String line = required(); !line.isEmpty(); line = required()) {
      int colon = line.indexOf(':');
      if (colon <= 0 || headers.size() >= MAX_HEADERS) {
        throw new BadRequestException(HttpResponse.badRequest("400 Bad Request."));
      }
      headers.put(
          line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim());
    }
    return ImmutableMap.copyOf(headers);
  }

  private byte[] body(ImmutableMap<String, String> headers)
      throws IOException, BadRequestException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks();
    }
    String length = headers.getOrDefault("content-length", "0");
    return exactly(number(length, 10));
  }

  private byte[] chunks() throws IOException, BadRequestException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = Splitter.on(';').splitToList(required()).get(0).trim();
      int length = number(size, 16);
      if (length == 0) {
        while (!required().isEmpty()) {} // trailers
        return body.toByteArray();
      }
      if (body.size() + (long) length > MAX_BODY_BYTES) {
        throw new BadRequestException(HttpResponse.text(413, "The request is too large"));
      }
      body.write(exactly(length));
      required();
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended within a request");
    }
    return bytes;
  }

  private static int number(String text, int radix) throws BadRequestException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0 && number <= MAX_BODY_BYTES) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      throw new BadRequestException(HttpResponse.badRequest("400 Bad Request."));
    }
    throw new BadRequestException(HttpResponse.text(413, "The request is too large"));
  }

  private static byte[] decoded(ImmutableMap<String, String> headers, byte[] body)
      throws BadRequestException {
    if (!"gzip".equalsIgnoreCase(headers.get("content-encoding"))) {
      return body;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return ByteStreams.toByteArray(ByteStreams.limit(gzip, MAX_BODY_BYTES));
    } catch (IOException e) {
      throw new BadRequestException(HttpResponse.text(500, "failed to decode body"));
    }
  }

  private String required() throws IOException {
    Optional<String> line = line();
    if (line.isEmpty()) {
      throw new EOFException("the connection ended within a request");
    }
    return line.get();
  }

  /** A line without its end, empty at the end of the stream. */
  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      if (line.size() >= MAX_LINE_BYTES) {
        throw new IOException("a line of a request is longer than " + MAX_LINE_BYTES + " bytes");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
