package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import dev.mainstay.sdk.http.PodViews.TaskView;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task's output: {@code /v1/logs/{task}?stderr=true&offset=N}, in pieces with the offset of the
 * next one.
 */
final class LogRoutes {

  private final Views views;
  private final TaskLogs logs;

  LogRoutes(Views views, TaskLogs logs) {
    this.views = views;
    this.logs = logs;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get("/v1/logs/{task}", request -> views.with(view -> read(view, request))));
  }

  private ApiResponse read(ServiceView view, ApiRequest request) {
    String name = request.part("task");
    for (PodRecord pod : view.state().pods()) {
      for (TaskRecord task : pod.tasks().values()) {
        if (name.equals(pod.id() + "-" + task.name()) || name.equals(task.taskId().value())) {
          return read(pod, task, request);
        }
      }
    }
    return ApiResponse.notFound("task with output", name, taskNames(view));
  }

  private static ImmutableList<String> taskNames(ServiceView view) {
    return PodViews.of(view).values().stream()
        .flatMap(pod -> pod.tasks().stream())
        .filter(task -> task.record() != null)
        .map(TaskView::name)
        .collect(ImmutableList.toImmutableList());
  }

  private ApiResponse read(PodRecord pod, TaskRecord task, ApiRequest request) {
    @Nullable Long offset = Longs.tryParse(request.parameter("offset").orElse("0"));
    if (offset == null) {
      return ApiResponse.message(
          400, "offset: '" + request.parameter("offset").orElse("") + "' is no number of bytes");
    }
    boolean stderr =
        request.parameter("stderr").filter(value -> !value.equals("false")).isPresent();
    try {
      Optional<TaskLogs.Piece> piece =
          logs.read(
              pod, task.taskId(), stderr ? TaskLogs.Stream.STDERR : TaskLogs.Stream.STDOUT, offset);
      return piece
          .map(
              found ->
                  ApiResponse.json(
                      JsonNodeFactory.instance
                          .objectNode()
                          .put("taskId", task.taskId().value())
                          .put("offset", found.offset())
                          .put("data", found.data())
                          .put("nextOffset", found.nextOffset())))
          .orElseGet(
              () ->
                  ApiResponse.message(
                      404,
                      "task "
                          + pod.id()
                          + "-"
                          + task.name()
                          + " has no output that its agent could show"));
    } catch (IOException e) {
      return ApiResponse.message(
          502,
          "the agent of "
              + pod.id()
              + " could not be asked: "
              + Strings.nullToEmpty(e.getMessage()));
    }
  }
}
