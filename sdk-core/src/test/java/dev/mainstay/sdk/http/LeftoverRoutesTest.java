package dev.mainstay.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.scheduler.UnclaimedResource;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What belongs to no pod, over the API. */
final class LeftoverRoutesTest {

  private static final Resource VOLUME =
      Resource.of("disk", new ResourceValue.Amount(Scalar.of(100)))
          .withDisk(
              new DiskInfo(
                  new DiskInfo.Persistence("P-1", null),
                  new Volume("data", Volume.Mode.RW, null, null),
                  null));

  private static ServiceView view(boolean doubt) {
    ServiceView known = SampleService.view();
    ServiceSnapshot snapshot = known.snapshot();
    ServiceState state =
        snapshot
            .state()
            .apply(
                new StateChange.Put(
                    ReleasedRecord.unclaimed(
                        new ResourceId("R-2"),
                        new AgentId("A2"),
                        "agent-2",
                        VOLUME,
                        "an operator said so")));
    FrameworkRecord framework = new FrameworkRecord(new FrameworkId("F-0001"));
    if (doubt) {
      state = state.apply(new StateChange.Put(framework.doubtful(SampleService.NOW)));
    }
    UnclaimedResource unclaimed =
        new UnclaimedResource(
            new ResourceId("R-1"),
            new AgentId("A1"),
            "agent-1",
            ImmutableList.of(VOLUME),
            "hello",
            "F-0000",
            "web-0",
            SampleService.NOW);
    return new ServiceView(
        new ServiceSnapshot(
            state,
            true,
            true,
            snapshot.deploy(),
            ImmutableList.of(),
            ImmutableList.of(unclaimed),
            ImmutableMap.of()),
        ImmutableMap.of(),
        SampleService.NOW);
  }

  private static CompletionStage<CommandAnswer> told(OperatorCommand command) {
    return CompletableFuture.completedFuture(
        new CommandAnswer(Outcome.TAKEN, command.toString(), ImmutableList.of("R-1")));
  }

  private static ApiResponse ask(boolean doubt, String verb, String path, String body) {
    Views views = new Views(FixedSource.of(view(doubt)));
    Router router =
        new Router(
            ImmutableList.<Route>builder()
                .addAll(new LeftoverRoutes(views, new Commands(LeftoverRoutesTest::told)).routes())
                .addAll(new StateRoutes(views).routes())
                .build());
    return router.answer(verb, URI.create(path), "", body);
  }

  @Test
  void what_nobody_claims_is_shown_with_all_that_is_known_of_it() {
    JsonNode node = ApiJson.parse(ask(false, "GET", "/v1/leftovers", "").body());
    JsonNode unclaimed = node.at("/unclaimed/0");
    assertThat(unclaimed.path("id").asText()).isEqualTo("R-1");
    assertThat(unclaimed.path("service").asText()).isEqualTo("hello");
    assertThat(unclaimed.path("pod").asText()).isEqualTo("web-0");
    assertThat(unclaimed.path("frameworkId").asText()).isEqualTo("F-0000");
    assertThat(unclaimed.at("/agent/hostname").asText()).isEqualTo("agent-1");
    assertThat(unclaimed.at("/resources/0/value").asText()).isEqualTo("100");
    assertThat(unclaimed.at("/resources/0/volume/path").asText()).isEqualTo("data");
    assertThat(unclaimed.path("lastSeen").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(node.at("/released/0/id").asText()).isEqualTo("R-2");
    assertThat(node.at("/released/0/agent").toString())
        .isEqualTo("{\"id\":\"A2\",\"hostname\":\"agent-2\"}");
    assertThat(node.at("/released/0/cause").asText()).isEqualTo("an operator said so");
    assertThat(node.path("stateLost").asBoolean()).isFalse();
  }

  @Test
  void a_lost_state_is_told_loudly() {
    JsonNode leftovers = ApiJson.parse(ask(true, "GET", "/v1/leftovers", "").body());
    assertThat(leftovers.path("message").asText()).isEqualTo(FrameworkRecord.IN_DOUBT);
    ApiResponse health = ask(true, "GET", "/v1/health", "");
    assertThat(health.status()).isEqualTo(200);
    assertThat(ApiJson.parse(health.body()).path("problem").asText()).startsWith("state lost?");
    assertThat(ApiJson.parse(ask(true, "GET", "/v1/ready", "").body()).path("missing").toString())
        .contains("state lost?");
  }

  @Test
  void ids_or_all_of_them_are_released() {
    assertThat(ask(false, "POST", "/v1/leftovers/release", "{\"resources\": [\"R-1\"]}").body())
        .contains("resources=[R-1], all=false");
    assertThat(ask(false, "POST", "/v1/leftovers/release", "{\"all\": true}").body())
        .contains("resources=[], all=true");
    assertThat(ask(false, "POST", "/v1/leftovers/keep", "").body()).contains("KeepLeftovers");
  }

  @Test
  void a_body_that_is_not_understood_is_refused() {
    for (String body :
        new String[] {
          "",
          "[]",
          "{\"resources\": \"R-1\"}",
          "{\"resources\": [7]}",
          "{\"al\": true}",
          "{\"all\": \"yes\"}",
          "{"
        }) {
      assertThat(ask(false, "POST", "/v1/leftovers/release", body).status())
          .as(body)
          .isEqualTo(400);
    }
  }
}
