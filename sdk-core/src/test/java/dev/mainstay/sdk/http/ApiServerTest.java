package dev.mainstay.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.state.HistoryRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskRecord;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The operator's API, asked over HTTP. */
final class ApiServerTest {

  private static final ServiceView DEPLOYED =
      SampleService.view(
          SampleService.pod(0, TaskState.RUNNING, true),
          SampleService.pod(1, TaskState.RUNNING, true));
  private static final ServiceView HALF_DEPLOYED =
      SampleService.view(SampleService.pod(0, TaskState.RUNNING, true));

  @Test
  void a_plan_is_200_when_complete_and_202_before() throws Exception {
    assertThat(get(DEPLOYED, "/v1/plans/deploy").statusCode()).isEqualTo(200);
    HttpResponse<String> working = get(HALF_DEPLOYED, "/v1/plans/deploy");
    assertThat(working.statusCode()).isEqualTo(202);
    JsonNode plan = json(working);
    assertThat(plan.at("/phases/0/steps/0/name").asText()).isEqualTo("web-0:[server]");
    assertThat(plan.at("/phases/0/steps/0/status").asText()).isEqualTo("COMPLETE");
    assertThat(plan.at("/phases/0/strategy").asText()).isEqualTo("serial");
    assertThat(plan.at("/status").asText()).isEqualTo("IN_PROGRESS");
  }

  @Test
  void a_plan_with_errors_is_417() throws Exception {
    ServiceView broken =
        SampleService.view(SampleService.pod(0, TaskState.ERROR, false).withError("no such image"));
    HttpResponse<String> plan = get(broken, "/v1/plans/deploy");
    assertThat(plan.statusCode()).isEqualTo(417);
    assertThat(json(plan).path("errors").toString()).contains("no such image");
  }

  @Test
  void an_unknown_name_is_404_and_lists_what_exists() throws Exception {
    assertThat(message(404, get(DEPLOYED, "/v1/plans/update")))
        .isEqualTo("no plan 'update'; there are: deploy, recovery, backup");
    assertThat(message(404, get(DEPLOYED, "/v1/pod/web-7/status")))
        .isEqualTo("no pod 'web-7'; there are: web-0, web-1");
    assertThat(message(404, get(DEPLOYED, "/v1/endpoints/admin"))).contains("there are: http, own");
  }

  @Test
  void a_plan_tells_the_parameters_that_it_declares() throws Exception {
    assertThat(json(get(DEPLOYED, "/v1/plans/backup")).path("parameters"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    [{"name": "BUCKET", "about": "Where it goes.", "required": true,
                      "pattern": "s3://.+"},
                     {"name": "STORE_TOKEN", "required": false, "default": "<hidden>"}]
                    """));
    assertThat(json(get(DEPLOYED, "/v1/plans/deploy")).has("parameters")).isFalse();
  }

  @Test
  void plans_are_operated_with_the_words_of_dcos_commons() throws Exception {
    try (ApiServer api = start(DEPLOYED)) {
      HttpResponse<String> started =
          post(api, "/v1/plans/backup/start", "{\"BUCKET\": \"b\", \"KEEP\": 3}");
      assertThat(started.statusCode()).isEqualTo(200);
      assertThat(json(started).path("message").asText()).isEqualTo("Received cmd: start");
      assertThat(json(started).path("detail").asText())
          .isEqualTo("START backup {BUCKET=b, KEEP=3}");
      assertThat(post(api, "/v1/plans/deploy/forceComplete?phase=web", "").statusCode())
          .isEqualTo(200);
      assertThat(post(api, "/v1/plans/deploy/continue?phase=done", "").statusCode()).isEqualTo(208);
      assertThat(message(400, post(api, "/v1/plans/backup/start", "[1]")))
          .contains("no JSON object");
      assertThat(message(400, post(api, "/v1/plans/backup/start", "{\"A\": {}}")))
          .contains("parameter 'A' is no text");
      assertThat(message(400, post(api, "/v1/plans/backup/start", "{\"A\"")))
          .contains("the body is no JSON");
    }
  }

  private static HttpResponse<String> post(ApiServer api, String path, String body)
      throws IOException, InterruptedException {
    return send(
        api, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), path);
  }

  @Test
  void a_body_that_is_too_large_is_read_to_its_end_and_413() throws Exception {
    String body = "x".repeat(20 * 1024 * 1024);
    assertThat(message(413, post(DEPLOYED, "/v1/configurations", body)))
        .isEqualTo("the body is larger than 4194304 bytes");
  }

  @Test
  void another_path_is_404_and_another_verb_405() throws Exception {
    assertThat(message(404, get(DEPLOYED, "/v2/plans"))).contains("there is nothing at /v2/plans");
    try (ApiServer api = start(DEPLOYED)) {
      HttpResponse<String> response = send(api, HttpRequest.newBuilder().DELETE(), "/v1/plans");
      assertThat(message(405, response)).contains("this path takes GET");
      assertThat(response.headers().firstValue("Allow")).contains("GET");
    }
  }

  @Test
  void pods_show_launched_and_unlaunched_tasks() throws Exception {
    assertThat(get(HALF_DEPLOYED, "/v1/pod").body()).contains("web-0").contains("web-1");
    JsonNode all = json(get(HALF_DEPLOYED, "/v1/pod/status"));
    assertThat(all.path("service").asText()).isEqualTo("hello");
    JsonNode instances = all.at("/pods/0/instances");
    assertThat(instances.at("/0/tasks/0/name").asText()).isEqualTo("web-0-server");
    assertThat(instances.at("/0/tasks/0/status").asText()).isEqualTo("RUNNING");
    assertThat(instances.at("/1/tasks/0/id").asText()).isEmpty();
    JsonNode info = json(get(HALF_DEPLOYED, "/v1/pod/web-0/info"));
    assertThat(info.at("/0/info/taskId/value").asText()).isEqualTo("hello__web-0-server__00000");
    assertThat(info.at("/0/status/state").asText()).isEqualTo("TASK_RUNNING");
  }

  @Test
  void a_task_that_cannot_be_reached_is_not_shown_as_ready() throws Exception {
    ServiceView partitioned = SampleService.view(SampleService.pod(0, TaskState.UNREACHABLE, true));
    JsonNode task = json(get(partitioned, "/v1/pod/web-0/status")).at("/tasks/0");
    assertThat(task.path("status").asText()).isEqualTo("UNREACHABLE");
    assertThat(task.path("ready").asBoolean(true)).isFalse();
  }

  @Test
  void a_waiting_pod_says_what_each_offer_lacked() throws Exception {
    JsonNode why = json(get(HALF_DEPLOYED, "/v1/pod/web-1/why"));
    assertThat(why.at("/offers/0/hostname").asText()).isEqualTo("agent-2");
    assertThat(why.at("/offers/0/failures/0").toString())
        .isEqualTo("{\"rule\":\"mem\",\"asked\":\"64 MB\",\"available\":\"32 MB\"}");
  }

  @Test
  void an_endpoint_lists_its_addresses_as_json_or_text() throws Exception {
    JsonNode endpoint = json(get(DEPLOYED, "/v1/endpoints/http"));
    assertThat(endpoint.toString())
        .isEqualTo(
            "{\"address\":[\"127.0.0.2:1025\",\"127.0.0.3:1026\"],"
                + "\"dns\":[\"agent-1:1025\",\"agent-2:1026\"],\"vip\":\"web:80\"}");
    try (ApiServer api = start(DEPLOYED)) {
      HttpRequest.Builder text = HttpRequest.newBuilder().header("Accept", "text/plain");
      assertThat(send(api, text, "/v1/endpoints/http").body())
          .isEqualTo("127.0.0.2:1025\n127.0.0.3:1026\n");
    }
    assertThat(get(DEPLOYED, "/v1/endpoints/own").body()).isEqualTo("F-0001\n");
  }

  @Test
  void configurations_are_listed_and_shown() throws Exception {
    String id = SampleService.CONFIG.value();
    assertThat(json(get(DEPLOYED, "/v1/configurations/targetId")).toString())
        .isEqualTo("[\"" + id + "\"]");
    JsonNode target = json(get(DEPLOYED, "/v1/configurations/target"));
    assertThat(target.at("/pods/web/placement").toString())
        .isEqualTo("{\"@type\":\"MaxPer\",\"field\":\"hostname\",\"max\":1}");
    assertThat(target.at("/pods/web/resourceSets/server-resource-set/cpus").toString())
        .isEqualTo("0.5");
    assertThat(json(get(DEPLOYED, "/v1/configurations/" + id))).isEqualTo(target);
    assertThat(json(get(DEPLOYED, "/v1/state/frameworkId")).toString()).isEqualTo("[\"F-0001\"]");
  }

  @Test
  void a_change_of_the_target_is_previewed_pod_by_pod() throws Exception {
    JsonNode preview =
        json(post(DEPLOYED, "/v1/configurations/preview", "{\"set\": {\"web.count\": 3}}"));
    assertThat(preview.path("target").asText()).isEqualTo(SampleService.CONFIG.value());
    assertThat(preview.path("changesNothing").asBoolean()).isFalse();
    assertThat(preview.path("fields").toString())
        .isEqualTo("[{\"field\":\"pods.web.count\",\"change\":\"2 → 3\"}]");
    assertThat(preview.at("/pods/0").toString())
        .isEqualTo("{\"name\":\"web-0\",\"change\":\"unchanged\",\"causes\":[]}");
    assertThat(preview.at("/pods/2/name").asText()).isEqualTo("web-2");
    assertThat(preview.at("/pods/2/change").asText()).isEqualTo("added");
    assertThat(preview.at("/plan/phases/0/steps/2/name").asText()).isEqualTo("web-2:[server]");
    String same = "{\"set\": {\"web.count\": 2}}";
    assertThat(json(post(DEPLOYED, "/v1/configurations/preview", same)).path("changesNothing"))
        .hasToString("true");
    assertThat(message(400, post(DEPLOYED, "/v1/configurations/preview", "")))
        .startsWith("nothing to change is given");
  }

  @Test
  void a_change_is_handed_to_the_scheduler_and_a_conflict_is_409() throws Exception {
    assertThat(message(409, post(DEPLOYED, "/v1/configurations", "{\"set\": {\"web.count\": 3}}")))
        .isEqualTo("the target stays");
  }

  @Test
  void what_is_the_target_already_does_not_become_it_once_more() throws Exception {
    JsonNode answer = json(post(DEPLOYED, "/v1/configurations", "{\"set\": {\"web.count\": 2}}"));
    assertThat(answer.path("configuration").asText()).isEqualTo(SampleService.CONFIG.value());
    assertThat(answer.path("message").asText()).endsWith("is the target already");
  }

  @Test
  void a_change_that_is_not_right_is_400_and_says_what_is_wrong() throws Exception {
    HttpResponse<String> response =
        post(DEPLOYED, "/v1/configurations", "{\"set\": {\"web.cont\": 3, \"x\": 1}}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("problems")).hasSize(2);
    assertThat(message(400, post(DEPLOYED, "/v1/configurations", "{\"sett\": {}}")))
        .startsWith("unknown field 'sett'")
        .contains("set");
    assertThat(message(400, post(DEPLOYED, "/v1/configurations", "{\"set\": 3}")))
        .isEqualTo("field 'set' is no JSON object");
    assertThat(message(400, post(DEPLOYED, "/v1/configurations", "{")))
        .startsWith("the body is no JSON");
  }

  @Test
  void a_rollback_needs_a_configuration_that_there_is() throws Exception {
    assertThat(message(409, post(DEPLOYED, "/v1/configurations", "{\"rollback\": true}")))
        .startsWith("no configuration was rolled out completely before");
    assertThat(message(404, post(DEPLOYED, "/v1/configurations", "{\"rollback\": \"x\"}")))
        .isEqualTo("no configuration 'x'; there are: " + SampleService.CONFIG.value());
  }

  @Test
  void the_history_of_configurations_says_which_is_the_target() throws Exception {
    String id = SampleService.CONFIG.value();
    assertThat(json(get(DEPLOYED, "/v1/configurations/history")).toString())
        .contains("\"id\":\"" + id + "\"")
        .contains("\"origin\":\"start\",\"target\":true")
        .contains("\"pods\":[\"web-0\",\"web-1\"]");
    assertThat(json(get(DEPLOYED, "/v1/configurations/" + id + "/diff/" + id)).toString())
        .isEqualTo("{\"fields\":[],\"inputs\":[]}");
  }

  @Test
  void a_template_is_served_raw_and_rendered() throws Exception {
    String raw = "/v1/artifacts/template/" + SampleService.CONFIG.value() + "/web/server/page";
    assertThat(get(DEPLOYED, raw).body()).isEqualTo("Hello {{NAME}}");
    assertThat(get(DEPLOYED, "/v1/artifacts/task/T1/secret/page").body()).isEqualTo("Hello world");
    assertThat(get(DEPLOYED, "/v1/artifacts/task/T1/wrong/page").statusCode()).isEqualTo(404);
    assertThat(get(DEPLOYED, "/v1/artifacts/bootstrap").body()).startsWith("#!/bin/sh\n");
  }

  @Test
  void the_service_is_ready_when_every_task_runs_and_is_ready() throws Exception {
    assertThat(get(DEPLOYED, "/v1/ready").statusCode()).isEqualTo(200);
    HttpResponse<String> response = get(HALF_DEPLOYED, "/v1/ready");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).path("missing").toString())
        .contains("task web-1-server has not been launched");
    ServiceView recovering =
        SampleService.view(
            SampleService.pod(0, TaskState.RUNNING, true),
            SampleService.pod(1, TaskState.RUNNING, false));
    assertThat(json(get(recovering, "/v1/ready")).path("missing").toString())
        .contains("task web-1-server is not ready");
    assertThat(get(HALF_DEPLOYED, "/v1/health").statusCode()).isEqualTo(200);
  }

  @Test
  void output_of_a_task_is_read_in_pieces() throws Exception {
    JsonNode piece = json(get(DEPLOYED, "/v1/logs/web-0-server?offset=2"));
    assertThat(piece.path("data").asText()).isEqualTo("llo");
    assertThat(piece.path("nextOffset").asInt()).isEqualTo(5);
    assertThat(message(400, get(DEPLOYED, "/v1/logs/web-0-server?offset=x")))
        .contains("offset: 'x'");
    assertThat(message(404, get(DEPLOYED, "/v1/logs/db-0-server")))
        .contains("web-0-server, web-1-server");
  }

  @Test
  void a_command_is_answered_with_what_it_concerns_or_why_not() throws Exception {
    assertThat(json(post("/v1/pod/web-0/restart")).toString())
        .isEqualTo(
            """
            {"pod":"web-0","tasks":["web-0-server","web-0-sidecar"],"message":"ends them"}\
            """);
    assertThat(json(post("/v1/pod/web-0/restart?task=sidecar")).path("tasks").toString())
        .isEqualTo("[\"web-0-sidecar\"]");
    assertThat(message(409, post("/v1/pod/web-0/replace"))).isEqualTo("pod web-0 stays");
    assertThat(message(404, post("/v1/pod/wbe-0/restart"))).contains("web-0, web-1");
    assertThat(message(405, get(DEPLOYED, "/v1/pod/web-0/restart"))).contains("takes POST");
  }

  @Test
  void a_pause_names_tasks_in_a_list_with_or_without_their_pod() throws Exception {
    assertThat(json(post("/v1/pod/web-0/pause", "[\"web-0-server\", \"sidecar\"]")).toString())
        .isEqualTo(
            """
            {"pod":"web-0","tasks":["web-0-server","web-0-sidecar"],"message":"pauses them"}\
            """);
    assertThat(json(post("/v1/pod/web-0/resume", "")).path("message").asText())
        .isEqualTo("resumes them");
    assertThat(message(400, post("/v1/pod/web-0/pause", "{\"server\": true}")))
        .contains("a JSON list of names of tasks");
    assertThat(message(400, post("/v1/pod/web-0/pause", "server"))).contains("no JSON");
    assertThat(message(404, post("/v1/pod/wbe-0/pause", "[]"))).contains("web-0, web-1");
  }

  @Test
  void a_paused_task_is_shown_as_such_on_its_way_there_and_back() throws Exception {
    assertThat(statusOf(SampleService.pod(0, TaskState.RUNNING, true), true)).isEqualTo("PAUSING");
    assertThat(statusOf(idling(), true)).isEqualTo("PAUSED");
    assertThat(statusOf(idling(), false)).isEqualTo("RESUMING");
    assertThat(json(get(SampleService.view(idling()), "/v1/ready")).path("missing").toString())
        .contains("task web-0-server is paused by the operator");
  }

  private static PodRecord idling() {
    PodRecord pod = SampleService.pod(0, TaskState.RUNNING, false);
    TaskRecord task = pod.task("server").orElseThrow();
    TaskLaunch launch = task.launch();
    TaskLaunch idle =
        new TaskLaunch(
            launch.taskId(),
            launch.config(),
            launch.launchedAt(),
            launch.token(),
            launch.environment(),
            launch.peers(),
            launch.mark(),
            launch.parameters(),
            true);
    return pod.withTask(new TaskRecord(task.name(), idle, task.condition(), task.goal(), null));
  }

  private static String statusOf(PodRecord pod, boolean paused) throws Exception {
    PodRecord told =
        pod.withPaused(paused ? ImmutableSortedSet.of("server") : ImmutableSortedSet.of());
    return json(get(SampleService.view(told), "/v1/pod/web-0/status"))
        .at("/tasks/0/status")
        .asText();
  }

  @Test
  void the_history_is_read_from_a_number_on_or_its_newest_alone() throws Exception {
    ServiceView view = SampleService.view(ImmutableList.of(entry(7), entry(8), entry(9)));
    assertThat(get(view, "/v1/history").body())
        .contains("thing 7")
        .contains("\"by\" : \"operator\"");
    assertThat(json(get(view, "/v1/history?limit=1")).findValuesAsText("number"))
        .containsExactly("9");
    assertThat(json(get(view, "/v1/history?since=8")).findValuesAsText("number"))
        .containsExactly("8", "9");
    assertThat(message(400, get(view, "/v1/history?limit=few"))).contains("limit: 'few'");
  }

  private static HistoryRecord entry(long number) {
    return new HistoryRecord(
        number,
        SampleService.NOW,
        HistoryRecord.Kind.COMMAND,
        "web-0",
        "thing " + number,
        "operator");
  }

  @Test
  void insides_are_shown() throws Exception {
    assertThat(json(get(DEPLOYED, "/v1/debug/offers")).at("/offers/0/explanation/0").asText())
        .isEqualTo("mem: asked 64 MB, available 32 MB");
    assertThat(json(get(HALF_DEPLOYED, "/v1/debug/plans")).path("schedulerState").asText())
        .isEqualTo("DEPLOYING");
    assertThat(json(get(DEPLOYED, "/v1/debug/taskStatuses")).findValue("taskStatus").toString())
        .contains("TASK_RUNNING");
    assertThat(get(DEPLOYED, "/v1/debug/reservations").body()).contains("agent-1");
  }

  @Test
  void before_the_state_is_loaded_every_route_answers_503() throws Exception {
    try (ApiServer api = start(Optional.empty())) {
      assertThat(message(503, send(api, HttpRequest.newBuilder(), "/v1/plans")))
          .contains("is starting");
    }
  }

  @Test
  void a_port_in_use_is_told_apart() throws Exception {
    try (ApiServer api = start(DEPLOYED)) {
      Assertions.assertThatExceptionOfType(BindException.class)
          .isThrownBy(() -> ApiServer.start(api.address(), sources(Optional.empty())).close());
    }
  }

  private static HttpResponse<String> post(String path) throws Exception {
    return post(path, "");
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    try (ApiServer api = start(DEPLOYED)) {
      return send(
          api, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), path);
    }
  }

  private static HttpResponse<String> get(ServiceView view, String path) throws Exception {
    try (ApiServer api = start(view)) {
      return send(api, HttpRequest.newBuilder(), path);
    }
  }

  private static HttpResponse<String> post(ServiceView view, String path, String body)
      throws Exception {
    try (ApiServer api = start(view)) {
      return send(
          api, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), path);
    }
  }

  private static HttpResponse<String> send(ApiServer api, HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + api.address().getPort() + path);
    return HttpClient.newHttpClient()
        .send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static ApiServer start(ServiceView view) throws IOException {
    return start(Optional.of(view));
  }

  private static ApiServer start(Optional<ServiceView> view) throws IOException {
    return ApiServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), sources(view));
  }

  /** A scheduler that restarts everything, and replaces nothing. */
  private static CompletionStage<CommandAnswer> answer(OperatorCommand command) {
    return CompletableFuture.completedFuture(
        command.accept(
            new OperatorCommand.Visitor<CommandAnswer>() {
              @Override
              public CommandAnswer restartPod(OperatorCommand.RestartPod restart) {
                ImmutableSet<String> tasks = restart.tasks();
                return new CommandAnswer(
                    Outcome.TAKEN,
                    "ends them",
                    tasks.isEmpty() ? ImmutableList.of("server", "sidecar") : tasks.asList());
              }

              @Override
              public CommandAnswer pausePod(OperatorCommand.PausePod pause) {
                return new CommandAnswer(Outcome.TAKEN, "pauses them", pause.tasks().asList());
              }

              @Override
              public CommandAnswer resumePod(OperatorCommand.ResumePod resume) {
                return new CommandAnswer(Outcome.TAKEN, "resumes them", resume.tasks().asList());
              }

              @Override
              public CommandAnswer replacePod(OperatorCommand.ReplacePod replace) {
                return new CommandAnswer(
                    Outcome.CONFLICT, "pod " + replace.pod() + " stays", ImmutableList.of());
              }

              @Override
              public CommandAnswer uninstall(OperatorCommand.Uninstall uninstall) {
                return new CommandAnswer(Outcome.TAKEN, "removes it", ImmutableList.of());
              }

              @Override
              public CommandAnswer setTarget(OperatorCommand.SetTarget target) {
                return new CommandAnswer(Outcome.CONFLICT, "the target stays", ImmutableList.of());
              }

              @Override
              public CommandAnswer operatePlan(OperatorCommand.OperatePlan operate) {
                return new CommandAnswer(
                    operate.phase().equals("done") ? Outcome.ALREADY : Outcome.TAKEN,
                    operate.action() + " " + operate.plan() + " " + operate.parameters(),
                    ImmutableList.of());
              }

              @Override
              public CommandAnswer releaseLeftovers(OperatorCommand.ReleaseLeftovers release) {
                return new CommandAnswer(
                    release.all() ? Outcome.TAKEN : Outcome.CONFLICT,
                    "release of " + release.resources(),
                    ImmutableList.of("R-1"));
              }

              @Override
              public CommandAnswer keepLeftovers(OperatorCommand.KeepLeftovers keep) {
                return new CommandAnswer(Outcome.ALREADY, "nothing waits", ImmutableList.of());
              }
            }));
  }

  private static ApiServer.Sources sources(Optional<ServiceView> view) {
    return new ApiServer.Sources(
        new FixedSource(view.orElse(null), null),
        ImmutableMap.of("own", state -> state.frameworkId().map(id -> id.value()).orElse("")),
        (state, task, token, name) ->
            token.equals("secret") ? Optional.of("Hello world") : Optional.empty(),
        (pod, task, stream, offset) ->
            Optional.of(new TaskLogs.Piece(offset, "hello".substring((int) offset), 5)),
        ApiServerTest::answer,
        new SampleUpdates());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  private static String message(int status, HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    return json(response).path("message").asText();
  }
}
