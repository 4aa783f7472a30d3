package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.local.process.TaskSandboxes;
import dev.mainstay.sdk.mesos.MesosEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded master's HTTP API, in front of a cluster: the v1 scheduler and operator APIs, and
 * {@code /state}, {@code /slaves}, {@code /tasks}, {@code /files/read}, {@code /version}, {@code
 * /health} and {@code /redirect}.
 *
 * <p>It is bound when made, so that its port is known to the cluster, and answers from {@link
 * #start} on.
 */
public final class MasterHttpServer implements EventSink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MasterHttpServer.class);

  private static final int BACKLOG = 128;

  private final ServerSocket server;
  private final ExecutorService threads;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<StreamId, EventStreamQueue> streams = new ConcurrentHashMap<>();

  private @Nullable ClusterPort cluster;

  /**
   * Binds to an address; port 0 for any free one.
   *
   * @throws IOException if the port is in use
   */
  public MasterHttpServer(InetSocketAddress address) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(address, BACKLOG);
    AtomicInteger count = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "master-http-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The port that it is bound to. */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * Begins to answer. To be called once.
   *
   * @param ids of event streams
   * @param sandboxes what the files API shows
   */
  public void start(ClusterPort newCluster, IdSource ids, TaskSandboxes sandboxes) {
    cluster = newCluster;
    MasterRoutes routes =
        new MasterRoutes(
            newCluster,
            new SchedulerApi(newCluster, ids, queue -> streams.put(queue.id(), queue)),
            sandboxes);
    threads.execute(() -> acceptConnections(routes));
  }

  @Override
  public void event(StreamId stream, MesosEvent event) {
    EventStreamQueue queue = streams.get(stream);
    if (queue != null && !queue.add(event)) {
      LOG.warn("a scheduler does not read its events, its stream ends: stream={}", stream);
      queue.end();
    }
  }

  @Override
  public void close(StreamId stream) {
    EventStreamQueue queue = streams.remove(stream);
    if (queue != null) {
      queue.end();
    }
  }

  /** Closes every connection at once, as the end of a master's process does, and stays bound. */
  public void dropConnections() {
    streams.clear();
    connections.forEach(MasterHttpServer::closeQuietly);
  }

  @Override
  public void close() {
    closeQuietly(server);
    dropConnections();
    threads.shutdownNow();
  }

  private void acceptConnections(MasterRoutes routes) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.add(socket);
        threads.execute(() -> serve(socket, routes));
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("cannot accept a connection: {}", e.toString());
        }
      }
    }
  }

  private void serve(Socket socket, MasterRoutes routes) {
    try {
      new HttpConnection(socket, routes, threads, this::streamGone).run();
    } finally {
      connections.remove(socket);
      closeQuietly(socket);
    }
  }

  /** A stream that the model closed is not in the map any more, and needs no word. */
  private void streamGone(StreamId stream) {
    ClusterPort told = cluster;
    if (streams.remove(stream) != null && told != null && !server.isClosed()) {
      told.onModel((model, inputs) -> inputs.handle(new ClusterInput.StreamClosed(stream)));
    }
  }

  private static void closeQuietly(java.io.Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.debug("closing: {}", e.toString());
    }
  }
}
