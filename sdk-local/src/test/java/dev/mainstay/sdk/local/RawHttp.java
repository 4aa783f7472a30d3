package dev.mainstay.sdk.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/** Speaks HTTP byte by byte, so that tests see what is on the wire. */
final class RawHttp implements AutoCloseable {

  private static final int TIMEOUT_MS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawHttp(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a request; {@code head} has its lines but for the length. */
  RawHttp send(String head, byte[] body) throws IOException {
    String all = head.replace("\n", "\r\n") + "\r\nContent-Length: " + body.length + "\r\n\r\n";
    socket.getOutputStream().write(Bytes.concat(all.getBytes(UTF_8), body));
    return this;
  }

  /** The lines of an answer's head, without the date. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (!line.startsWith("Date: ")) {
        head.append(line).append('\n');
      }
    }
    return head.toString();
  }

  /** So many bytes of the body. */
  byte[] bytes(int length) throws IOException {
    return in.readNBytes(length);
  }

  /** A whole answer, whose length its head tells. */
  String answer() throws IOException {
    String head = head();
    int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
    int length = Integer.parseInt(head.substring(at, head.indexOf('\n', at)));
    return head + "\n" + new String(bytes(length), UTF_8);
  }

  /** The next chunk of a stream, empty for the last. */
  byte[] chunk() throws IOException {
    byte[] chunk = bytes(Integer.parseInt(line(), 16));
    line();
    return chunk;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server closed the connection after '" + line + "'");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
