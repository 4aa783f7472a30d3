package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskSpec.ConfigSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Configuration files: raw templates, and those rendered for one launch of a task, which agents
 * fetch.
 */
public final class ArtifactRoutes {

  private final Views views;
  private final Renderer renderer;
  private final String bootstrap;

  /** Renders a configuration file for one launch of a task. */
  @FunctionalInterface
  public interface Renderer {
    /**
     * The text; absent when there is no such task, its launch has another token, or it has no such
     * file.
     */
    Optional<String> render(ServiceState state, TaskId task, String token, String name);
  }

  ArtifactRoutes(Views views, Renderer renderer) {
    this.views = views;
    this.renderer = renderer;
    this.bootstrap = bootstrap();
  }

  /** The helper that tasks call as {@code ./bootstrap}: a shell script. */
  private static String bootstrap() {
    try {
      return Resources.toString(
          Resources.getResource(ArtifactRoutes.class, "bootstrap"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("bootstrap is not in the jar", e);
    }
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get("/v1/artifacts/bootstrap", request -> ApiResponse.text(bootstrap)),
        Route.get(
            "/v1/artifacts/template/{configId}/{podType}/{task}/{template}",
            request -> views.with(view -> template(view, request))),
        Route.get(
            "/v1/artifacts/task/{taskId}/{token}/{name}",
            // An agent asks at once, within the age that a view may have.
            request -> views.withNewest(view -> rendered(view, request))));
  }

  private static ApiResponse template(ServiceView view, ApiRequest request) {
    String id = request.part("configId");
    Optional<ConfigurationRecord> configuration =
        id.isEmpty() ? Optional.empty() : view.state().configuration(new ConfigId(id));
    if (configuration.isEmpty()) {
      return ApiResponse.notFound(
          "configuration",
          id,
          view.state().configurations().stream().map(record -> record.id().value()).toList());
    }
    PodSpec pod = configuration.get().spec().pods().get(request.part("podType"));
    if (pod == null) {
      return ApiResponse.notFound(
          "pod type", request.part("podType"), configuration.get().spec().pods().keySet().asList());
    }
    TaskSpec task = pod.tasks().get(request.part("task"));
    if (task == null) {
      return ApiResponse.notFound("task", request.part("task"), pod.tasks().keySet().asList());
    }
    return task.configs().stream()
        .filter(config -> config.name().equals(request.part("template")))
        .findFirst()
        .map(config -> ApiResponse.text(config.text()))
        .orElseGet(
            () ->
                ApiResponse.notFound(
                    "template",
                    request.part("template"),
                    task.configs().stream().map(ConfigSpec::name).toList()));
  }

  /** What was wrong is not told: the token is a secret. */
  private ApiResponse rendered(ServiceView view, ApiRequest request) {
    return renderer
        .render(
            view.state(),
            new TaskId(request.part("taskId")),
            request.part("token"),
            request.part("name"))
        .map(ApiResponse::text)
        .orElseGet(
            () ->
                ApiResponse.message(
                    404, "no such configuration file of a task that is launched now"));
  }
}
