package dev.mainstay.sdk.cli;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Answers as a scheduler's API does, from a table of paths. */
final class FakeScheduler implements AutoCloseable {

  /** An answer. */
  record Answer(int status, String body) {}

  private final HttpServer server;
  private final ImmutableListMultimap<String, Answer> answers;
  private final ConcurrentHashMultiset<String> asked = ConcurrentHashMultiset.create();

  private FakeScheduler(HttpServer server, ImmutableListMultimap<String, Answer> answers) {
    this.server = server;
    this.answers = answers;
  }

  /**
   * Starts it.
   *
   * @param answers by path with its query, and after a space the body that is expected; for one
   *     verb alone, by that and the path, {@code POST /v1/…}
   */
  static FakeScheduler start(ImmutableMap<String, Answer> answers) throws IOException {
    return inTurn(ImmutableListMultimap.copyOf(answers.asMultimap()));
  }

  /** One with several answers for a path: each once, in their order, and the last from then on. */
  static FakeScheduler inTurn(ImmutableListMultimap<String, Answer> answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    FakeScheduler scheduler = new FakeScheduler(server, answers);
    server.createContext("/", scheduler::answer);
    server.start();
    return scheduler;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip();
      String uri = exchange.getRequestURI().toString();
      String path = uri + (given.isEmpty() ? "" : " " + given);
      Answer nothing =
          new Answer(404, "{\"message\": \"there is nothing at " + path.replace("\"", "'") + "\"}");
      Answer answer =
          Stream.of(exchange.getRequestMethod() + " " + uri, path, uri)
              .filter(answers::containsKey)
              .findFirst()
              .map(key -> answers.get(key).get(Math.min(turn(key), answers.get(key).size() - 1)))
              .orElse(nothing);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private int turn(String key) {
    return asked.add(key, 1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
