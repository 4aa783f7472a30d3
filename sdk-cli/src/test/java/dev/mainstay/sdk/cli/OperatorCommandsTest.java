package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.mainstay.sdk.cli.FakeScheduler.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Commands that talk to a running scheduler: what they print, and how they fail. */
final class OperatorCommandsTest {

  @Test
  void plan_show_draws_the_tree() throws Exception {
    Golden.assertMatches("plan-show.txt", succeed("plan", "show", "deploy").out());
  }

  @Test
  void plan_show_tells_what_a_start_may_give() throws Exception {
    Golden.assertMatches("plan-show-parameters.txt", succeed("plan", "show", "save").out());
  }

  @Test
  void a_start_that_is_refused_tells_all_that_is_wrong_and_exits_with_2() throws Exception {
    CliRun run = ask("plan", "start", "save", "-p", "KEP=many");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            """
            mainstay: plan save is not started:
            - no parameter 'KEP'; did you mean 'KEEP'?
            - 'TARGET' is missing: An absolute path on every agent.
            """);
  }

  @Test
  void plan_show_says_that_another_plan_answers_for_a_deployment_that_is_done() throws Exception {
    String update = resource("plan-deploy.json").replaceFirst("\\{", "{\"name\": \"update\", ");
    try (FakeScheduler scheduler =
        FakeScheduler.start(ImmutableMap.of("/v1/plans/deploy", new Answer(202, update)))) {
      CliRun run =
          CliRun.of(ImmutableMap.of("MAINSTAY_API", scheduler.url()), "plan", "show", "deploy");
      assertThat(run.out())
          .startsWith(
              """
              Plan deploy is done; there was another target since, and its plan is update:
              update (serial strategy) (IN_PROGRESS)
              """);
    }
  }

  @Test
  void a_plan_that_would_do_nothing_by_itself_is_not_said_to_wait() throws Exception {
    String idle =
        """
        {"name": "%s", "status": "WAITING", "strategy": "serial", "errors": [], "phases": [], %s}
        """;
    ImmutableMap<String, Answer> answers =
        ImmutableMap.of(
            "/v1/plans",
            ok("[\"backup\", \"repair\", \"deploy\"]"),
            "/v1/plans/backup",
            new Answer(202, idle.formatted("backup", "\"started\": false")),
            "/v1/plans/repair",
            new Answer(
                202,
                idle.formatted(
                    "repair", "\"started\": true, \"runs\": [{\"outcome\": \"STOPPED\"}]")),
            "/v1/plans/deploy",
            new Answer(202, idle.formatted("deploy", "\"x\": 1")));
    try (FakeScheduler scheduler = FakeScheduler.start(answers)) {
      ImmutableMap<String, String> environment = ImmutableMap.of("MAINSTAY_API", scheduler.url());
      assertThat(CliRun.of(environment, "plan", "list").out())
          .isEqualTo(
              """
              PLAN    STATUS       STEPS
              backup  NOT STARTED  0/0
              repair  STOPPED      0/0
              deploy  WAITING      0/0
              """);
      assertThat(CliRun.of(environment, "plan", "show", "backup").out())
          .isEqualTo("backup (serial strategy) (NOT STARTED)\n");
    }
  }

  @Test
  void plan_list_counts_steps() throws Exception {
    Golden.assertMatches("plan-list.txt", succeed("plan", "list").out());
  }

  @Test
  void pod_status_is_a_table() throws Exception {
    Golden.assertMatches("pod-status.txt", succeed("pod", "status").out());
    assertThat(succeed("pod", "list").out()).isEqualTo("broker-0\nbroker-1\n");
  }

  @Test
  void why_tells_the_rule_and_what_each_agent_lacked() throws Exception {
    Golden.assertMatches("why.txt", succeed("why", "broker-1").out());
    assertThat(succeed("why", "broker-1", "--json").out()).startsWith("{\"pod\": \"broker-1\",");
    assertThat(succeed("why", "broker-0").out())
        .isEqualTo("broker-0 has its place on agent-1.\nNo agent has offered anything of late.\n");
  }

  @Test
  void endpoints_lists_every_address() throws Exception {
    Golden.assertMatches("endpoints.txt", succeed("endpoints").out());
    assertThat(succeed("endpoints", "client").out()).isEqualTo("127.0.0.2:9092\n127.0.0.3:9092\n");
  }

  @Test
  void json_is_that_of_the_api() throws Exception {
    assertThat(succeed("plan", "show", "deploy", "--json").out())
        .isEqualTo(resource("plan-deploy.json"));
  }

  @Test
  void logs_prints_all_pieces() throws Exception {
    assertThat(succeed("logs", "broker-0-server").out()).isEqualTo("first\nsecond\n");
  }

  @Test
  void a_command_prints_what_the_scheduler_will_do() throws Exception {
    assertThat(succeed("pod", "restart", "broker-0", "--task", "server").out())
        .isEqualTo("ends server of pod broker-0 and launches it again\n");
    assertThat(succeed("pod", "replace", "broker-1").out()).startsWith("gives up pod broker-1");
    CliRun refused = ask("pod", "replace", "broker-7");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).isEqualTo("mainstay: no pod 'broker-7'; there are: broker-0\n");
  }

  @Test
  void some_tasks_of_a_pod_are_paused_and_all_of_them_resumed() throws Exception {
    assertThat(succeed("pod", "pause", "broker-0", "--task", "server", "-t", "sidecar").out())
        .isEqualTo("pauses server, sidecar of pod broker-0\n");
    assertThat(succeed("pod", "resume", "broker-0").out()).isEqualTo("resumes server\n");
  }

  @Test
  void what_happened_is_a_table_with_the_newest_last() throws Exception {
    assertThat(succeed("history", "-n", "2").out())
        .isEqualTo(
            """
            TIME                  KIND     SUBJECT          TEXT
            2026-01-02T03:04:05Z  FAILURE  broker-0-server  failed: exited with status 1
            2026-01-02T03:04:06Z  COMMAND  broker-0         ends server (by operator)
            """);
    assertThat(succeed("history", "-n", "2", "--json").out()).startsWith("{\"history\": [{");
  }

  @Test
  void an_unknown_name_is_one_line_and_exit_code_1() throws Exception {
    CliRun run = ask("plan", "show", "update");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("mainstay: no plan 'update'; there are: deploy, recovery\n");
  }

  @Test
  void no_scheduler_is_one_line_and_exit_code_4() {
    // Nothing listens on the port that discards.
    CliRun run = CliRun.of(ImmutableMap.of(), "plan", "list", "--api", "http://127.0.0.1:9");
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .isEqualTo(
            "mainstay: no scheduler answers at http://127.0.0.1:9; start one with 'mainstay run', or name it with"
                + " --api or MAINSTAY_API\n");
  }

  @Test
  void an_api_behind_a_proxy_has_a_path_of_its_own() throws Exception {
    try (FakeScheduler scheduler =
        FakeScheduler.start(ImmutableMap.of("/service/kafka/v1/pod", ok("[\"broker-0\"]")))) {
      for (String end : new String[] {"", "/"}) {
        CliRun run =
            CliRun.of(
                ImmutableMap.of(),
                "pod",
                "list",
                "--api",
                scheduler.url() + "/service/kafka" + end);
        assertThat(run.out()).isEqualTo("broker-0\n");
      }
    }
  }

  @Test
  void an_address_of_an_api_that_is_none_is_bad_input() {
    for (String address :
        new String[] {"http://127.0.0.1:99999", "ftp://x", "http://a b", "http:///x", "x:0"}) {
      CliRun run = CliRun.of(ImmutableMap.of(), "pod", "list", "--api", address);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .startsWith("mainstay: --api: '")
          .endsWith("; it would be like http://127.0.0.1:8080\n");
    }
    assertThat(CliRun.of(ImmutableMap.of("MAINSTAY_API", "ftp://x"), "pod", "list").err())
        .isEqualTo(
            "mainstay: MAINSTAY_API: 'ftp://x' is no http or https URL; it would be like http://127.0.0.1:8080\n");
  }

  @Test
  void bad_arguments_are_one_line_and_exit_code_2() {
    for (String[] arguments :
        new String[][] {{"frob"}, {"plan", "show"}, {"run", "--timeout", "3x"}, {"run"}}) {
      CliRun run = CliRun.of(ImmutableMap.of(), arguments);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).startsWith("mainstay: ");
    }
  }

  @Test
  void an_argument_that_is_not_known_gets_the_nearest_one_that_is() {
    assertThat(CliRun.of(ImmutableMap.of(), "plann", "list").err())
        .isEqualTo(
            "mainstay: mainstay has no command 'plann'; did you mean 'plan'? See 'mainstay help'\n");
    assertThat(CliRun.of(ImmutableMap.of(), "nosuchcommand").err())
        .startsWith(
            "mainstay: mainstay has no command 'nosuchcommand'; there are cluster, config, endpoints,");
    assertThat(CliRun.of(ImmutableMap.of(), "run", "x", "--untildeployed").err())
        .contains("mainstay run has no option '--untildeployed'; did you mean '--until-deployed'?")
        .endsWith("See 'mainstay help run'\n");
    assertThat(CliRun.of(ImmutableMap.of(), "plan", "show", "deploy", "too", "much").err())
        .contains("mainstay plan show takes no further argument: 'too'");
  }

  @Test
  void nobody_waits_for_a_plan_whose_run_was_stopped() throws Exception {
    ImmutableMap<String, Answer> answers =
        ImmutableMap.of(
            "/v1/plans/repair/restart",
            ok("{\"message\": \"restarted plan repair\"}"),
            "/v1/plans/repair",
            new Answer(
                202,
                """
                {"name": "repair", "status": "WAITING", "strategy": "serial", "errors": [],
                 "phases": [], "started": true, "runs": [{"outcome": "STOPPED"}]}
                """));
    try (FakeScheduler scheduler = FakeScheduler.start(answers)) {
      ImmutableMap<String, String> environment = ImmutableMap.of("MAINSTAY_API", scheduler.url());
      CliRun run = CliRun.of(environment, "plan", "restart", "repair", "--wait");
      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.code());
      assertThat(run.err())
          .contains("plan repair is STOPPED; 'mainstay plan start repair' begins a run");
    }
    assertThat(CliRun.of(ImmutableMap.of(), "plan", "stop", "repair", "--wait").err())
        .contains("mainstay plan stop has no option '--wait'");
    assertThat(CliRun.of(ImmutableMap.of(), "plan", "stop", "repair", "--phase", "p").err())
        .contains("mainstay plan stop has no option '--phase'");
  }

  @Test
  void plans_are_started_with_parameters_and_followed_to_their_end() throws IOException {
    assertThat(succeed("plan", "start", "backup", "-p", "BUCKET=s3://b", "--wait").out())
        .startsWith("started plan backup\n")
        .contains("Complete after");
  }

  @Test
  void parts_of_plans_are_operated() throws IOException {
    assertThat(
            succeed("plan", "resume", "deploy", "--phase", "broker", "--step", "broker-0:[server]")
                .out())
        .isEqualTo("it goes on\n");
    assertThat(succeed("plan", "pause", "deploy").out()).isEqualTo("plan deploy is interrupted\n");
  }

  @Test
  void leftovers_are_a_table_and_released_by_name_or_all() throws IOException {
    assertThat(succeed("leftovers", "list").out())
        .isEqualTo(
            """
            state lost? look
            ID   STATUS     SERVICE  POD       AGENT         RESOURCES               LAST SEEN OR CAUSE
            R-1  UNCLAIMED  kafka    broker-1  agent-1 (A1)  disk 100 (volume data)  2026-01-02T03:04:05Z
            R-2  RELEASED            broker-2  A2            mem 32                  replaced
            """);
    assertThat(succeed("leftovers", "release", "R-1", "R-3", "--yes").out())
        .isEqualTo("gives back 2\n");
    assertThat(succeed("leftovers", "release", "--all", "--yes").out()).isEqualTo("gives back 5\n");
    assertThat(succeed("leftovers", "keep").out()).isEqualTo("goes on\n");
    for (String[] unclear :
        new String[][] {
          {"leftovers", "release", "--yes"},
          {"leftovers", "release", "R-1", "--all", "--yes"},
          {"leftovers", "release", "--all"}
        }) {
      CliRun run = ask(unclear);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  private static CliRun succeed(String... arguments) throws IOException {
    CliRun run = ask(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    return run;
  }

  private static CliRun ask(String... arguments) throws IOException {
    ImmutableMap<String, Answer> answers =
        ImmutableMap.<String, Answer>builder()
            .put("/v1/plans", ok("[\"deploy\", \"recovery\"]"))
            .put("/v1/plans/deploy", new Answer(202, resource("plan-deploy.json")))
            .put("/v1/plans/recovery", ok(resource("plan-recovery.json")))
            .put(
                "/v1/plans/update",
                new Answer(404, "{\"message\": \"no plan 'update'; there are: deploy, recovery\"}"))
            .put(
                "/v1/plans/backup/start",
                ok("{\"message\": \"Received cmd: start\", \"detail\": \"started plan backup\"}"))
            .put("/v1/plans/backup", ok(resource("plan-recovery.json")))
            .put("/v1/plans/save", new Answer(202, resource("plan-save.json")))
            .put(
                "/v1/plans/save/start {\"KEP\":\"many\"}",
                new Answer(
                    400,
                    """
                    {"message": "plan save is not started:\\n- no parameter 'KEP'; did you mean 'KEEP'?\\n\
                    - 'TARGET' is missing: An absolute path on every agent."}
                    """))
            .put(
                "/v1/plans/deploy/continue?phase=broker&step=broker-0%3A%5Bserver%5D",
                ok("{\"message\": \"Received cmd: continue\", \"detail\": \"it goes on\"}"))
            .put(
                "/v1/plans/deploy/interrupt",
                new Answer(208, "{\"message\": \"plan deploy is interrupted\"}"))
            .put("/v1/pod", ok("[\"broker-0\", \"broker-1\"]"))
            .put("/v1/pod/status", ok(resource("pod-status.json")))
            .put("/v1/pod/broker-1/why", ok(WHY))
            .put(
                "/v1/pod/broker-0/why",
                ok("{\"place\": {\"hostname\": \"agent-1\"}, \"offers\": []}"))
            .put(
                "/v1/pod/broker-0/restart?task=server",
                ok("{\"message\": \"ends server of pod broker-0 and launches it again\"}"))
            .put(
                "/v1/pod/broker-0/pause [\"server\",\"sidecar\"]",
                ok("{\"message\": \"pauses server, sidecar of pod broker-0\"}"))
            .put("/v1/pod/broker-0/resume []", ok("{\"message\": \"resumes server\"}"))
            .put(
                "/v1/leftovers",
                ok(
                    """
                    {"stateLost": true, "message": "state lost? look", "unclaimed": [
                      {"id": "R-1", "service": "kafka", "frameworkId": "F", "pod": "broker-1",
                       "agent": {"id": "A1", "hostname": "agent-1"},
                       "resources": [{"name": "disk", "value": "100",
                         "volume": {"id": "P-1", "path": "data"}}],
                       "lastSeen": "2026-01-02T03:04:05Z"}],
                     "released": [{"id": "R-2", "pod": "broker-2", "agent": {"id": "A2"},
                       "resources": [{"name": "mem", "value": "32"}], "cause": "replaced"}]}
                    """))
            .put(
                "/v1/leftovers/release {\"resources\":[\"R-1\",\"R-3\"]}",
                ok("{\"message\": \"gives back 2\"}"))
            .put("/v1/leftovers/release {\"all\":true}", ok("{\"message\": \"gives back 5\"}"))
            .put("/v1/leftovers/keep", ok("{\"message\": \"goes on\"}"))
            .put(
                "/v1/history?limit=2&since=0",
                ok(
                    """
                    {"history": [{"number": 7, "at": "2026-01-02T03:04:05.123Z", "kind": "FAILURE",
                      "subject": "broker-0-server", "text": "failed: exited with status 1"},
                     {"number": 8, "at": "2026-01-02T03:04:06Z", "kind": "COMMAND",
                      "subject": "broker-0", "text": "ends server", "by": "operator"}]}
                    """))
            .put(
                "/v1/pod/broker-1/replace",
                ok("{\"message\": \"gives up pod broker-1 with its volumes\"}"))
            .put(
                "/v1/pod/broker-7/replace",
                new Answer(404, "{\"message\": \"no pod 'broker-7'; there are: broker-0\"}"))
            .put("/v1/endpoints", ok("[\"bootstrap-servers\", \"client\"]"))
            .put("/v1/endpoints/client", ok("127.0.0.2:9092\n127.0.0.3:9092\n"))
            .put("/v1/endpoints/bootstrap-servers", ok("127.0.0.2:9092,127.0.0.3:9092\n"))
            .put("/v1/logs/broker-0-server?stderr=false&offset=0", piece("first\\n", 6))
            .put("/v1/logs/broker-0-server?stderr=false&offset=6", piece("second\\n", 13))
            .put("/v1/logs/broker-0-server?stderr=false&offset=13", piece("", 13))
            .buildOrThrow();
    try (FakeScheduler scheduler = FakeScheduler.start(answers)) {
      return CliRun.of(ImmutableMap.of("MAINSTAY_API", scheduler.url()), arguments);
    }
  }

  private static final String WHY =
      """
      {"pod": "broker-1", "placement": "hostname UNIQUE", "lastFailure": "exited with status 1",
       "downSince": "2026-01-02T03:04:05.1Z", "replacedAt": "2026-01-02T04:04:05Z", "offers": [
        {"at": "2026-01-02T03:04:05.1Z", "agent": "A0", "hostname": "agent-1",
         "outcome": "refused", "reason": "", "failures": [
           {"rule": "hostname UNIQUE", "asked": "no broker", "available": "broker-0"},
           {"rule": "mem", "asked": "64 MB", "available": "32 MB"}]},
        {"at": "2026-01-02T03:04:06Z", "agent": "A1", "hostname": "agent-2",
         "outcome": "refused", "reason": "nothing is wanted", "failures": []},
        {"at": "2026-01-02T03:04:07Z", "agent": "A2", "hostname": "agent-3",
         "outcome": "used", "reason": "", "failures": []}]}
      """;

  private static Answer piece(String data, int next) {
    return ok("{\"taskId\": \"t\", \"data\": \"%s\", \"nextOffset\": %d}".formatted(data, next));
  }

  private static Answer ok(String body) {
    return new Answer(200, body);
  }

  private static String resource(String name) throws IOException {
    return Resources.toString(Resources.getResource("api/" + name), StandardCharsets.UTF_8);
  }
}
