package dev.mainstay.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Plans over the API: each is listed and shown as what it is. */
final class PlanRoutesTest {

  private static final ServiceView SAMPLE =
      SampleService.view(SampleService.pod(0, TaskState.RUNNING, true));

  /** The plan of the target is called {@code update}, as after the first deployment. */
  private static ServiceView updating() {
    PlanView deploy = SAMPLE.plan(Plan.DEPLOY).orElseThrow();
    PlanView update =
        new PlanView(
            Plan.UPDATE, deploy.status(), deploy.strategy(), deploy.errors(), deploy.phases());
    return new ServiceView(
        SAMPLE.snapshot(), ImmutableMap.of(Plan.UPDATE, () -> update), SAMPLE.now());
  }

  private static ApiResponse ask(ServiceView.Source source, String path) {
    Commands commands =
        new Commands(
            command ->
                CompletableFuture.completedFuture(
                    new CommandAnswer(CommandAnswer.Outcome.TAKEN, "taken", ImmutableList.of())));
    return new Router(new PlanRoutes(new Views(source), commands).routes())
        .answer("GET", URI.create(path), "", "");
  }

  private static JsonNode json(ServiceView view, String path) {
    return ApiJson.parse(ask(FixedSource.of(view), path).body());
  }

  @Test
  void a_first_deployment_is_listed_and_shown_as_deploy() {
    assertThat(json(SAMPLE, "/v1/plans").toString())
        .startsWith("[\"deploy\",\"recovery\"")
        .doesNotContain("update");
    assertThat(json(SAMPLE, "/v1/plans/deploy").path("name").asText()).isEqualTo("deploy");
    assertThat(ask(FixedSource.of(SAMPLE), "/v1/plans/update").status()).isEqualTo(404);
  }

  @Test
  void an_update_says_its_name_where_the_tools_of_dcos_commons_wait_for_deploy() {
    assertThat(json(updating(), "/v1/plans").toString()).isEqualTo("[\"update\"]");
    JsonNode asked = json(updating(), "/v1/plans/deploy");
    assertThat(asked.path("name").asText()).isEqualTo("update");
    assertThat(asked).isEqualTo(json(updating(), "/v1/plans/update"));
  }

  @Test
  void a_plan_that_no_operator_started_says_so() {
    PlanView deploy = SAMPLE.plan(Plan.DEPLOY).orElseThrow();
    PlanView backup =
        new PlanView("backup", Status.WAITING, deploy.strategy(), deploy.errors(), deploy.phases());
    ServiceView view =
        new ServiceView(SAMPLE.snapshot(), ImmutableMap.of("backup", () -> backup), SAMPLE.now());
    JsonNode shown = json(view, "/v1/plans/backup");
    assertThat(shown.path("status").asText()).isEqualTo("WAITING");
    assertThat(shown.path("started").asBoolean(true)).isFalse();
    assertThat(json(SAMPLE, "/v1/plans/deploy").has("started")).isFalse();
  }

  @Test
  void what_is_uninstalled_is_410_with_what_the_scheduler_said_at_its_end() {
    ApiResponse response =
        ask(new FixedSource(null, "service hello is uninstalled"), "/v1/plans/uninstall");
    assertThat(response.status()).isEqualTo(410);
    assertThat(ApiJson.parse(response.body()).path("message").asText())
        .isEqualTo("service hello is uninstalled");
    assertThat(ask(new FixedSource(null, null), "/v1/plans/uninstall").status()).isEqualTo(503);
  }
}
