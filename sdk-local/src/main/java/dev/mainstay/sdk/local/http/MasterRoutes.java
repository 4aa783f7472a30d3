package dev.mainstay.sdk.local.http;

import com.google.protobuf.ByteString;
import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.local.process.TaskSandboxes;
import dev.mainstay.sdk.mesos.Address;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which path is answered by what; the agents' files too, as no agent has a server of its own. As in
 * libprocess a route also takes everything below its path, and {@code /master} may stand before
 * each of the master's own.
 */
final class MasterRoutes implements HttpConnection.Handler {

  private static final Logger LOG = LoggerFactory.getLogger(MasterRoutes.class);

  private static final String MASTER = "/master";

  private final ClusterPort cluster;
  private final SchedulerApi scheduler;
  private final OperatorApi operator;
  private final AgentFiles files;

  MasterRoutes(ClusterPort cluster, SchedulerApi scheduler, TaskSandboxes sandboxes) {
    this.cluster = cluster;
    this.scheduler = scheduler;
    files = new AgentFiles(sandboxes);
    operator = new OperatorApi(cluster);
  }

  @Override
  public SchedulerAnswer answer(HttpRequest request) {
    try {
      return route(request);
    } catch (RuntimeException e) {
      LOG.error("a request failed: method={} path={}", request.method(), request.path(), e);
      return SchedulerAnswer.of(HttpResponse.text(500, "500 Internal Server Error."));
    }
  }

  private SchedulerAnswer route(HttpRequest request) {
    String path = request.path();
    if (path.startsWith(MASTER + "/")) {
      path = path.substring(MASTER.length());
    } else if (isAt(path, "/version")) {
      return SchedulerAnswer.of(json(MasterState::version));
    }
    if (isAt(path, "/api/v1/scheduler")) {
      return scheduler.answer(request);
    } else if (isAt(path, "/api/v1")) {
      return SchedulerAnswer.of(operator.answer(request));
    } else if (isAt(path, "/state")) {
      return SchedulerAnswer.of(json(MasterState::state));
    } else if (isAt(path, "/slaves")) {
      return SchedulerAnswer.of(json(view -> MasterState.agents(view, authority())));
    } else if (isAt(path, "/tasks")) {
      return SchedulerAnswer.of(
          json(view -> MasterState.tasks(view, AgentFiles.parameters(request.query()))));
    } else if (isAt(path, "/files/read")) {
      return SchedulerAnswer.of(files.read(request.query()));
    } else if (isAt(path, "/health")) {
      return SchedulerAnswer.of(HttpResponse.ok());
    } else if (isAt(path, "/redirect")) {
      return SchedulerAnswer.of(HttpResponse.redirect("//" + authority()));
    }
    return SchedulerAnswer.of(HttpResponse.notFound());
  }

  private String authority() {
    Address address = cluster.onModel((model, inputs) -> model.masterInfo()).address();
    String host = address.hostname() == null ? String.valueOf(address.ip()) : address.hostname();
    return host + ":" + address.port();
  }

  /** An answer made of a view of the cluster, on this connection's own thread. */
  private HttpResponse json(Function<ClusterView, String> text) {
    ClusterView view = cluster.onModel((model, inputs) -> model.view());
    return HttpResponse.ok(
        MessageFormat.JSON.contentType(), ByteString.copyFromUtf8(text.apply(view)));
  }

  private static boolean isAt(String path, String route) {
    return path.equals(route) || path.startsWith(route + "/");
  }
}
