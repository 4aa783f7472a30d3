package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Streams;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.http.PodViews.PodView;
import dev.mainstay.sdk.http.PodViews.TaskView;
import dev.mainstay.sdk.planner.RecoveryNotes;
import dev.mainstay.sdk.planner.RecoveryNotes.Outlook;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.spec.SecretWords;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pods: {@code /v1/pod}. Paths and fields as in dcos-commons ({@code PodQueries}, {@code
 * TaskInfoAndStatus}); {@code agent}, {@code downSince}, {@code replacedAt}, {@code side}, {@code
 * ready}, {@code healthy} and {@code message} are additions.
 */
final class PodRoutes {

  private final Views views;
  private final Commands commands;

  PodRoutes(Views views, Commands commands) {
    this.views = views;
    this.commands = commands;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get(
            "/v1/pod",
            request -> views.with(view -> ApiResponse.json(ApiJson.strings(PodViews.names(view))))),
        Route.get("/v1/pod/status", request -> views.with(PodRoutes::statuses)),
        Route.get(
            "/v1/pod/{pod}/status", request -> one(request, view -> pod -> status(view, pod))),
        Route.get("/v1/pod/{pod}/info", request -> one(request, view -> PodRoutes::info)),
        Route.get(
            "/v1/pod/{pod}/why",
            request -> one(request, view -> pod -> PlacementWhy.of(view, pod))),
        Route.post("/v1/pod/{pod}/restart", this::restart),
        Route.post(
            "/v1/pod/{pod}/pause", request -> someTasks(request, OperatorCommand.PausePod::new)),
        Route.post(
            "/v1/pod/{pod}/resume", request -> someTasks(request, OperatorCommand.ResumePod::new)),
        Route.post(
            "/v1/pod/{pod}/replace", request -> command(request, OperatorCommand.ReplacePod::new)));
  }

  /** {@code ?task=NAME} for one of its tasks alone; the predecessor has no such thing. */
  private ApiResponse restart(ApiRequest request) {
    ImmutableSet<String> tasks =
        request.parameter("task").map(ImmutableSet::of).orElse(ImmutableSet.of());
    return command(request, pod -> new OperatorCommand.RestartPod(pod, tasks));
  }

  /** The body lists tasks, as dcos-commons has it: all of the pod's without one. */
  private ApiResponse someTasks(
      ApiRequest request, BiFunction<PodId, ImmutableSet<String>, OperatorCommand> command) {
    ImmutableSet<String> names;
    try {
      names = names(request.body());
    } catch (IllegalArgumentException e) {
      return ApiResponse.message(400, String.valueOf(e.getMessage()));
    }
    return command(
        request,
        pod ->
            command.apply(
                pod,
                names.stream()
                    .map(name -> withoutPod(pod, name))
                    .collect(ImmutableSet.toImmutableSet())));
  }

  private static ImmutableSet<String> names(String body) {
    if (body.isBlank()) {
      return ImmutableSet.of();
    }
    JsonNode list = ApiJson.parse(body);
    if (!list.isArray() || !Streams.stream(list).allMatch(JsonNode::isTextual)) {
      throw new IllegalArgumentException(
          "the body should be a JSON list of names of tasks, such as [\"server\"]");
    }
    return Streams.stream(list).map(JsonNode::asText).collect(ImmutableSet.toImmutableSet());
  }

  /** A task may be called {@code server} or {@code broker-0-server}. */
  private static String withoutPod(PodId pod, String name) {
    String prefix = pod + "-";
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private ApiResponse command(ApiRequest request, Function<PodId, OperatorCommand> command) {
    return one(
        request,
        view -> pod -> commands.run(command.apply(pod.id()), answer -> taken(pod.id(), answer)));
  }

  private static ApiResponse taken(PodId pod, CommandAnswer answer) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("pod", pod.toString());
    ArrayNode tasks = node.putArray("tasks");
    answer.affected().forEach(task -> tasks.add(pod + "-" + task));
    return ApiResponse.json(node.put("message", answer.message()));
  }

  private ApiResponse one(
      ApiRequest request, Function<ServiceView, Function<PodView, ApiResponse>> answer) {
    String name = request.part("pod");
    return views.with(
        view ->
            PodViews.find(view, name)
                .map(pod -> answer.apply(view).apply(pod))
                .orElseGet(() -> ApiResponse.notFound("pod", name, PodViews.names(view))));
  }

  private static ApiResponse statuses(ServiceView view) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("service", view.target().map(ServiceSpec::name).orElse(""));
    ArrayNode types = node.putArray("pods");
    Map<String, ArrayNode> instances = new LinkedHashMap<>();
    ImmutableMap<PodId, Outlook> outlooks =
        RecoveryNotes.outlooks(view.snapshot().sight(), view.state());
    for (PodView pod : PodViews.of(view).values()) {
      instances
          .computeIfAbsent(
              pod.id().type(), type -> types.addObject().put("name", type).putArray("instances"))
          .add(statusJson(pod, outlooks.get(pod.id())));
    }
    return ApiResponse.json(node);
  }

  private static ApiResponse status(ServiceView view, PodView pod) {
    return ApiResponse.json(
        statusJson(
            pod,
            RecoveryNotes.outlook(pod.id(), view.snapshot().sight(), view.state()).orElse(null)));
  }

  private static ObjectNode statusJson(PodView pod, @Nullable Outlook outlook) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", pod.id().toString());
    PodRecord record = pod.record();
    if (record != null && record.place() != null) {
      node.putObject("agent")
          .put("id", record.place().agentId().value())
          .put("hostname", record.place().hostname())
          .put("address", record.place().address());
    }
    if (outlook != null) {
      PlacementWhy.add(node, outlook);
    }
    ArrayNode tasks = node.putArray("tasks");
    pod.tasks().forEach(task -> tasks.add(taskStatus(task, record)));
    return node;
  }

  /**
   * What a task is at: Mesos's state of it, or what an operator's pause makes of that. dcos-commons
   * has STARTING for a task that is being resumed, which a reader cannot tell from a launch.
   */
  private static String shown(TaskRecord task, @Nullable PodRecord pod) {
    boolean wanted = pod != null && pod.paused().contains(task.name());
    if (wanted) {
      return task.idles() && task.endWanted() == null ? "PAUSED" : "PAUSING";
    }
    return task.launch().paused() ? "RESUMING" : task.state().name();
  }

  private static ObjectNode taskStatus(TaskView task, @Nullable PodRecord pod) {
    TaskRecord record = task.record();
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", record == null ? "" : record.taskId().value())
            .put("name", task.name());
    if (task.side()) {
      node.put("side", true);
    }
    if (record != null) {
      TaskCondition condition = record.condition();
      // Of a task that cannot be reached the condition keeps what the last check said.
      node.put("status", shown(record, pod)).put("ready", record.isRunning() && condition.ready());
      if (condition.healthy() != null) {
        node.put("healthy", condition.healthy());
      }
      if (!condition.message().isEmpty()) {
        node.put("message", condition.message());
      }
    }
    return node;
  }

  private static ApiResponse info(PodView pod) {
    ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
    PodRecord podRecord = pod.record();
    for (TaskView task : pod.tasks()) {
      TaskRecord record = task.record();
      if (record != null && podRecord != null) {
        ObjectNode node = tasks.addObject();
        node.set("info", taskInfo(task.name(), record, podRecord));
        node.set("status", mesosStatus(record));
      }
    }
    return ApiResponse.json(tasks);
  }

  private static ObjectNode taskInfo(String name, TaskRecord record, PodRecord pod) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
    node.putObject("taskId").put("value", record.taskId().value());
    if (pod.place() != null) {
      node.putObject("agentId").put("value", pod.place().agentId().value());
      node.put("hostname", pod.place().hostname());
    }
    if (pod.executor() != null) {
      node.putObject("executor")
          .putObject("executorId")
          .put("value", pod.executor().executorId().value());
    }
    node.put("configuration", record.launch().config().value());
    node.put("launchedAt", record.launch().launchedAt().toString());
    ArrayNode variables = node.putObject("command").putObject("environment").putArray("variables");
    record
        .launch()
        .environment()
        .forEach(
            (key, value) ->
                variables
                    .addObject()
                    .put("name", key)
                    .put(
                        "value",
                        record.launch().parameters().containsKey(key)
                            ? SecretWords.shown(key, value)
                            : value));
    return node;
  }

  private static ObjectNode mesosStatus(TaskRecord record) {
    TaskCondition condition = record.condition();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.putObject("taskId").put("value", record.taskId().value());
    node.put("state", "TASK_" + condition.state().name());
    put(node, "message", condition.message().isEmpty() ? null : condition.message());
    put(node, "reason", condition.reason() == null ? null : "REASON_" + condition.reason().name());
    if (condition.healthy() != null) {
      node.put("healthy", condition.healthy());
    }
    return node.put("ready", condition.ready()).put("since", condition.since().toString());
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }
}
