package dev.mainstay.sdk.local.http;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import dev.mainstay.sdk.local.model.StreamId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: answers its requests in order, until it ends or becomes an event stream. */
final class HttpConnection implements Runnable {

  /** Makes an answer of a request. */
  interface Handler {

    SchedulerAnswer answer(HttpRequest request);
  }

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private final Socket socket;
  private final Handler handler;
  private final Executor threads;
  private final Consumer<StreamId> onStreamGone;

  /**
   * A connection that is to be run on a thread of its own.
   *
   * @param threads for the second thread of a stream
   * @param onStreamGone told when the scheduler closed its stream
   */
  HttpConnection(
      Socket socket, Handler handler, Executor threads, Consumer<StreamId> onStreamGone) {
    this.socket = socket;
    this.handler = handler;
    this.threads = threads;
    this.onStreamGone = onStreamGone;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      HttpReader reader = new HttpReader(in, socket.getOutputStream());
      HttpWriter writer = new HttpWriter(socket.getOutputStream());
      boolean open = true;
      while (open) {
        open = answerNext(reader, writer, in);
      }
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    }
  }

  private boolean answerNext(HttpReader reader, HttpWriter writer, InputStream in)
      throws IOException, InterruptedException {
    Optional<HttpRequest> request;
    try {
      request = reader.next();
    } catch (HttpReader.BadRequestException e) {
      writer.whole(NO_REQUEST, e.response());
      return false;
    }
    if (request.isEmpty()) {
      return false;
    }
    SchedulerAnswer answer = handler.answer(request.get());
    HttpResponse whole = answer.whole();
    if (whole != null) {
      writer.whole(request.get(), whole);
      return !request.get().wantsClose();
    }
    EventStreamQueue stream = answer.stream();
    if (stream != null) {
      follow(stream, writer, in);
    }
    return false;
  }

  /** Stands for the request when there is none that could be read. */
  private static final HttpRequest NO_REQUEST =
      new HttpRequest("", "", "", ImmutableMap.of(), ByteString.EMPTY);

  private void follow(EventStreamQueue stream, HttpWriter writer, InputStream in)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(SchedulerApi.STREAM_ID, stream.id().toString());
    headers.put("Content-Type", stream.format().contentType());
    try {
      writer.streamHead(headers);
      threads.execute(() -> watch(stream, in));
      for (Optional<byte[]> record = stream.next(); record.isPresent(); record = stream.next()) {
        writer.chunk(record.get());
      }
      writer.lastChunk();
    } finally {
      onStreamGone.accept(stream.id());
    }
  }

  /** A scheduler sends nothing more into its stream: what is read is its end. */
  private void watch(EventStreamQueue stream, InputStream in) {
    try {
      while (in.read() >= 0) {} // whatever it sends
    } catch (IOException e) {
      LOG.debug("stream {} broke: {}", stream.id(), e.toString());
    }
    onStreamGone.accept(stream.id());
    stream.end();
  }
}
