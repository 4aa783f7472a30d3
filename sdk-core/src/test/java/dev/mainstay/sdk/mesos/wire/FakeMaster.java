package dev.mainstay.sdk.mesos.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.sdk.mesos.MesosEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/** A master that records what it is asked and answers what the test says. */
final class FakeMaster implements AutoCloseable {

  /** A call with the stream id that it came with. */
  record Received(Call call, @Nullable String streamId) {}

  /** An open event stream. */
  static final class Stream {
    private final OutputStream body;
    private final CountDownLatch over = new CountDownLatch(1);

    private Stream(OutputStream body) {
      this.body = body;
    }

    void send(MesosEvent event) throws IOException {
      send(EventWire.toProto(event));
    }

    /** Also an event that no record can hold. */
    void send(Event event) throws IOException {
      body.write(RecordIoDecoder.encode(event.toByteArray()));
      body.flush();
    }

    void end() {
      over.countDown();
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Received> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();

  private volatile int status;
  private volatile String message = "";
  private volatile @Nullable MasterAddress leader;

  FakeMaster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/scheduler", this::handle);
    server.start();
  }

  MasterAddress address() {
    return new MasterAddress("127.0.0.1", server.getAddress().getPort());
  }

  /** From now on every call is answered so. */
  void answer(int newStatus, String newMessage) {
    status = newStatus;
    message = newMessage;
  }

  void redirectTo(MasterAddress newLeader) {
    leader = newLeader;
  }

  Received nextCall() throws InterruptedException {
    return present(calls.poll(10, TimeUnit.SECONDS), "no call came");
  }

  Stream nextStream() throws InterruptedException {
    return present(streams.poll(10, TimeUnit.SECONDS), "no SUBSCRIBE came");
  }

  @Override
  public void close() {
    streams.forEach(Stream::end);
    threads.shutdownNow();
    server.stop(0);
  }

  private static <T> T present(@Nullable T value, String otherwise) {
    if (value == null) {
      throw new AssertionError(otherwise);
    }
    return value;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = Call.parseFrom(exchange.getRequestBody().readAllBytes());
      calls.add(new Received(call, exchange.getRequestHeaders().getFirst("Mesos-Stream-Id")));
      MasterAddress other = leader;
      if (other != null) {
        exchange.getResponseHeaders().add("Location", "//" + other + "/api/v1/scheduler");
        exchange.sendResponseHeaders(307, -1);
      } else if (status != 0) {
        byte[] body = message.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      } else if (call.getType() == Call.Type.SUBSCRIBE) {
        stream(exchange);
      } else {
        exchange.sendResponseHeaders(202, -1);
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Mesos-Stream-Id", "stream-" + exchange.hashCode());
    exchange.sendResponseHeaders(200, 0);
    Stream stream = new Stream(exchange.getResponseBody());
    streams.add(stream);
    try {
      stream.over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the test is over
    }
  }
}
