package dev.mainstay.sdk.http;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteStreams;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.sdk.scheduler.CommandPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's API over HTTP. It reads published snapshots only and never waits for the
 * scheduler, so that it answers whatever the scheduler does.
 */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  /** Requests answered at once; more wait for their turn. */
  private static final int THREADS = 16;

  /** Bytes of a request's body: a spec with its templates is far smaller. */
  private static final int LARGEST_BODY = 4 * 1024 * 1024;

  /** Bytes after those that are thrown away, so that the client comes to read what is wrong. */
  private static final long LARGEST_REST = 64L * 1024 * 1024;

  /** Connections that wait to be taken; the system refuses more. */
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Router router;

  /**
   * What the routes read and call.
   *
   * @param source the service's views
   * @param endpoints the framework's own endpoints by name
   * @param artifacts renders the configuration files that agents fetch
   * @param logs reads the output of tasks
   * @param commands takes what operators command
   * @param updates makes configurations of what operators change
   */
  public record Sources(
      ServiceView.Source source,
      ImmutableMap<String, EndpointProducer> endpoints,
      ArtifactRoutes.Renderer artifacts,
      TaskLogs logs,
      CommandPort commands,
      SpecUpdates updates) {}

  private ApiServer(HttpServer server, ExecutorService threads, Router router) {
    this.server = server;
    this.threads = threads;
    this.router = router;
  }

  /**
   * Starts to listen.
   *
   * @param address port 0 for any free one
   * @throws IOException when the address cannot be bound, a {@link java.net.BindException} when it
   *     is in use
   */
  public static ApiServer start(InetSocketAddress address, Sources sources) throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS, new ThreadFactoryBuilder().setNameFormat("api-%d").setDaemon(true).build());
    ApiServer api = new ApiServer(server, threads, new Router(routes(sources)));
    server.setExecutor(threads);
    server.createContext("/", api::handle);
    server.start();
    return api;
  }

  static ImmutableList<Route> routes(Sources sources) {
    Views views = new Views(sources.source());
    Commands commands = new Commands(sources.commands());
    return ImmutableList.<Route>builder()
        .addAll(new PlanRoutes(views, commands).routes())
        .addAll(new PodRoutes(views, commands).routes())
        .addAll(new UninstallRoutes(commands).routes())
        .addAll(new LeftoverRoutes(views, commands).routes())
        .addAll(new EndpointRoutes(views, sources.endpoints()).routes())
        .addAll(new ConfigurationRoutes(views).routes())
        .addAll(new UpdateRoutes(views, commands, sources.updates()).routes())
        .addAll(new StateRoutes(views).routes())
        .addAll(new HistoryRoutes(views).routes())
        .addAll(new ArtifactRoutes(views, sources.artifacts()).routes())
        .addAll(new LogRoutes(views, sources.logs()).routes())
        .addAll(new DebugRoutes(views).routes())
        .build();
  }

  /** Where it listens, with the port that was found for 0. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String accept = Strings.nullToEmpty(exchange.getRequestHeaders().getFirst("Accept"));
      boolean head = exchange.getRequestMethod().equals("HEAD");
      byte[] given = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      if (given.length > LARGEST_BODY) {
        long unused =
            ByteStreams.exhaust(ByteStreams.limit(exchange.getRequestBody(), LARGEST_REST));
      }
      ApiResponse response =
          given.length > LARGEST_BODY
              ? ApiResponse.message(413, "the body is larger than " + LARGEST_BODY + " bytes")
              : answer(
                  head ? "GET" : exchange.getRequestMethod(),
                  exchange,
                  accept,
                  new String(given, StandardCharsets.UTF_8));
      byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", response.contentType());
      response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(response.status(), head || body.length == 0 ? -1 : body.length);
      if (!head && body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** A mistake in a route is answered and logged: the server goes on. */
  private ApiResponse answer(String verb, HttpExchange exchange, String accept, String body) {
    try {
      return router.answer(verb, exchange.getRequestURI(), accept, body);
    } catch (RuntimeException e) {
      LOG.error("request failed verb={} path={}", verb, exchange.getRequestURI().getPath(), e);
      return ApiResponse.message(500, "internal error: " + e);
    }
  }
}
