package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.cli.FakeScheduler.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands about configurations: what they print, and how they fail. */
final class UpdateCommandTest {

  private static final String CHANGE =
      """
      {"target": "aaaa-1", "configuration": "cccc-3", "changesNothing": false,
       "fields": [
         {"field": "pods.broker.count", "change": "2 → 3"},
         {"field": "pods.broker.placement", "change": "not set → at most 1 for each hostname"},
         {"field": "pods.broker.tasks.server.env.HEAP", "change": "'1g' → '2g'"}],
       "pods": [
         {"name": "broker-0", "change": "restarted", "causes": [
           {"field": "pods.broker.tasks.server.env.HEAP", "change": "'1g' → '2g'"}]},
         {"name": "broker-1", "change": "restarted", "causes": [
           {"field": "pods.broker.tasks.server.env.HEAP", "change": "'1g' → '2g'"}]},
         {"name": "broker-2", "change": "added", "causes": [
           {"field": "pods.broker.count", "change": "2 → 3"}]},
         {"name": "web-0", "change": "unchanged", "causes": []},
         {"name": "web-1", "change": "unchanged", "note": "not placed yet", "causes": []}],
       "plan": {"name": "update", "strategy": "serial", "status": "PENDING", "errors": [],
         "phases": [{"id": "00000000-0000-0000-0000-000000000001", "name": "broker",
           "strategy": "serial", "status": "PENDING", "steps": [
             {"id": "00000000-0000-0000-0000-000000000002", "name": "broker-0:[server]",
              "status": "PENDING", "message": ""}]}]},
       "warnings": [], "message": "configuration cccc-3 is the target"}
      """;

  @Test
  void a_preview_says_which_pods_how_and_why() throws Exception {
    Golden.assertMatches(
        "update-preview.txt", succeed("update", "--set", "broker.count=3", "--preview").out());
  }

  @Test
  void an_update_says_what_the_scheduler_answers() throws Exception {
    assertThat(succeed("update", "--env", "HEAP=2g").out())
        .contains("broker-2  added      pods.broker.count: 2 → 3")
        .endsWith("configuration cccc-3 is the target\n");
  }

  @Test
  void wait_follows_the_plan_to_its_end() throws Exception {
    assertThat(succeed("update", "--set", "broker.count=3", "--wait").out())
        .contains("broker-0:[server]  COMPLETE")
        .contains("Complete after");
  }

  @Test
  void wait_follows_the_pods_that_go_too() throws Exception {
    String plan =
        """
        {"status": "%s", "strategy": "serial", "errors": [], "phases": []}
        """;
    CliRun run =
        ask(
            ImmutableMap.of(
                "/v1/configurations",
                new Answer(
                    200,
                    """
                    {"message": "ok", "plan": {"name": "update"},
                     "pods": [{"name": "broker-2", "change": "decommissioned", "causes": []}]}
                    """),
                "/v1/plans/update",
                new Answer(200, plan.formatted("COMPLETE")),
                "/v1/plans/decommission",
                new Answer(202, plan.formatted("IN_PROGRESS"))),
            "update",
            "--set",
            "broker.count=2",
            "--wait",
            "--timeout",
            "1s");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("'mainstay plan show decommission'");
  }

  @Test
  void wait_ends_when_the_rollout_policy_pauses_the_plan() throws Exception {
    CliRun run =
        ask(
            ImmutableMap.of(
                "/v1/configurations",
                new Answer(200, "{\"message\": \"ok\", \"plan\": {\"name\": \"update\"}}"),
                "/v1/plans/update",
                new Answer(
                    202,
                    """
                    {"status": "WAITING", "strategy": "serial", "errors": [], "phases": [
                      {"id": "00000000-0000-0000-0000-000000000001", "name": "broker",
                       "strategy": "serial", "status": "WAITING", "steps": [
                         {"id": "00000000-0000-0000-0000-000000000002",
                          "name": "broker-0:[server]", "status": "WAITING",
                          "message": "failed: not complete within 10m; the rollout is paused",
                          "stops": true}]}]}
                    """)),
            "update",
            "--set",
            "broker.count=3",
            "--wait");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("plan update stopped at broker-0:[server]: failed: not complete within 10m");
  }

  @Test
  void problems_are_a_line_each_and_exit_code_2() throws Exception {
    CliRun run =
        ask(
            ImmutableMap.of(
                "/v1/configurations",
                new Answer(400, "{\"message\": \"a\", \"problems\": [\"a: one\", \"b: two\"]}")),
            "update",
            "--set",
            "broker.cont=3");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("a: one\nb: two\n");
  }

  @Test
  void what_was_given_is_taken_back() throws Exception {
    CliRun run =
        ask(
            ImmutableMap.of(
                "/v1/configurations {\"unset\":[\"broker.heap\",\"HEAP\"]}",
                new Answer(400, "{\"message\": \"a\", \"problems\": [\"got it\"]}")),
            "update",
            "--unset",
            "broker.heap",
            "--unset",
            "HEAP");
    assertThat(run.err()).isEqualTo("got it\n");
  }

  @Test
  void options_that_are_no_json_are_told_with_their_place(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("options.json"), "{\n  \"a\": tru\n}");
    CliRun run = ask(ImmutableMap.of(), "update", "--options", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(file + ":2:8: ");
    Files.writeString(file, " []");
    assertThat(ask(ImmutableMap.of(), "update", "--options", file.toString()).err())
        .isEqualTo(file + ":1:2: the options are no JSON object; write {\"name\": …}\n");
  }

  @Test
  void an_update_of_nothing_is_bad_input() throws Exception {
    CliRun run = ask(ImmutableMap.of(), "update", "--preview");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("mainstay: nothing to change is given; give --set");
  }

  @Test
  void the_folder_of_a_project_means_what_its_build_has_left(@TempDir Path project)
      throws Exception {
    Path built = Files.createDirectories(project.resolve("target/dist"));
    Path written = Files.createDirectories(project.resolve("src/main/dist"));
    Files.writeString(
        built.resolve("svc.yml"), "name: built # template: a.txt, uri: archive.tgz, dest: b.txt");
    Files.writeString(built.resolve("a.txt"), "one");
    Files.writeString(built.resolve("b.txt"), "two");
    Files.write(built.resolve("archive.tgz"), new byte[] {(byte) 0x8b, (byte) 0xff});
    Files.writeString(written.resolve("svc.yml"), "name: written");
    UpdateArguments arguments =
        CommandLine.populateCommand(new UpdateArguments(), "--spec", project.toString());

    ObjectNode body = arguments.body(new ObjectMapper());

    assertThat(body.path("spec").asText()).startsWith("name: built");
    assertThat(body.path("templates").toString())
        .isEqualTo("{\"a.txt\":\"one\",\"b.txt\":\"two\"}");
    assertThat(Path.of(body.path("folder").asText())).isEqualTo(built);
  }

  @Test
  void another_update_in_between_is_exit_code_1() throws Exception {
    CliRun run =
        ask(
            ImmutableMap.of(
                "/v1/configurations", new Answer(409, "{\"message\": \"the target became b\"}")),
            "rollback");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("mainstay: the target became b\n");
  }

  @Test
  void configurations_are_listed_and_compared() throws Exception {
    Golden.assertMatches("config-list.txt", succeed("config", "list").out());
    assertThat(succeed("config", "diff").out())
        .isEqualTo(
            "pods.broker.count: 2 → 3\n\nWhat they were made from:\n  COUNT was '2', is '3'\n");
    assertThat(succeed("config", "show", "bbb").out()).isEqualTo("{\"name\":\"kiosk\"}");
    CliRun unknown = ask(answers(), "config", "show", "x");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err())
        .isEqualTo("mainstay: no configuration 'x'; there are: aaaa-1, bbbb-2\n");
  }

  private static CliRun succeed(String... arguments) throws IOException {
    CliRun run = ask(answers(), arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    return run;
  }

  private static ImmutableMap<String, Answer> answers() {
    return ImmutableMap.<String, Answer>builder()
        .put("/v1/configurations/preview", ok(CHANGE))
        .put("POST /v1/configurations", ok(CHANGE))
        .put("/v1/configurations", ok("[\"aaaa-1\", \"bbbb-2\"]"))
        .put("/v1/configurations/targetId", ok("[\"bbbb-2\"]"))
        .put(
            "/v1/configurations/history",
            ok(
                """
                [{"id": "bbbb-2", "acceptedAt": "2026-02-03T04:05:06.123456789Z", "origin": "update",
                  "target": true, "deployed": false, "previous": false, "pods": ["broker-0"]},
                 {"id": "aaaa-1", "acceptedAt": "2026-01-02T03:04:05Z", "origin": "start",
                  "target": false, "deployed": true, "previous": false, "rollback": true,
                  "pods": ["broker-1", "broker-2"]}]
                """))
        .put(
            "/v1/configurations/aaaa-1/diff/bbbb-2",
            ok(
                """
                {"fields": [{"field": "pods.broker.count", "change": "2 → 3"}],
                 "inputs": ["COUNT was '2', is '3'"]}
                """))
        .put("/v1/configurations/bbbb-2", ok("{\"name\":\"kiosk\"}"))
        .put(
            "/v1/plans/update",
            ok(
                """
                {"strategy": "serial", "status": "COMPLETE", "errors": [], "phases": [
                  {"id": "00000000-0000-0000-0000-000000000001", "name": "broker",
                   "strategy": "serial", "status": "COMPLETE", "steps": [
                     {"id": "00000000-0000-0000-0000-000000000002", "name": "broker-0:[server]",
                      "status": "COMPLETE", "message": ""}]}]}
                """))
        .buildOrThrow();
  }

  private static CliRun ask(ImmutableMap<String, Answer> answers, String... arguments)
      throws IOException {
    try (FakeScheduler scheduler = FakeScheduler.start(answers)) {
      return CliRun.of(ImmutableMap.of("MAINSTAY_API", scheduler.url()), arguments);
    }
  }

  private static Answer ok(String body) {
    return new Answer(200, body);
  }
}
