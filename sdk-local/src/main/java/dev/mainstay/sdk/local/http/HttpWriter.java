package dev.mainstay.sdk.local.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes the answers of one connection. */
final class HttpWriter {

  /** Shorter bodies are not compressed: GZIP_MINIMUM_BODY_LENGTH of libprocess. */
  private static final int GZIP_FROM_BYTES = 1024;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final OutputStream out;

  HttpWriter(OutputStream out) {
    this.out = out;
  }

  void whole(HttpRequest request, HttpResponse response) throws IOException {
    byte[] body = response.body().toByteArray();
    StringBuilder head = head(response.status(), response.headers());
    if (body.length >= GZIP_FROM_BYTES && request.acceptsGzip()) {
      body = gzip(body);
      head.append("Content-Encoding: gzip\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    write(head, body);
  }

  /** The head of an answer that is followed by chunks. */
  void streamHead(Map<String, String> headers) throws IOException {
    StringBuilder head = head(200, Map.of("Transfer-Encoding", "chunked"));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    write(head.append("\r\n"), new byte[0]);
  }

  void chunk(byte[] bytes) throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream(bytes.length + 16);
    framed.write(Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    framed.write('\r');
    framed.write('\n');
    framed.write(bytes);
    framed.write('\r');
    framed.write('\n');
    framed.writeTo(out);
    out.flush();
  }

  void lastChunk() throws IOException {
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static StringBuilder head(int status, Map<String, String> headers) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(' ').append(HttpResponse.reason(status));
    head.append("\r\nDate: ").append(DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
    head.append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head;
  }

  private void write(StringBuilder head, byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + body.length);
    all.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    all.write(body);
    all.writeTo(out);
    out.flush();
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }
}
