package dev.mainstay.sdk.service;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.ServiceBuilder.accepted;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.ArtifactRoutes;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.DeployPlanner;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step says of a task whose files could not be fetched. */
final class FetchNotesTest {

  private static final Instant LATER = START.plusSeconds(60);
  private static final ArtifactRoutes.Renderer RENDERER =
      (state, task, token, name) -> Optional.of("text");

  private final ServiceState state = failedWith("a.conf");

  @Test
  void a_launch_whose_configuration_files_nobody_asked_for_says_so() {
    ArtifactFetches none = new ArtifactFetches(() -> START);
    assertThat(message(none, task -> Optional.empty()))
        .startsWith("server failed: Command exited with status 1; its agent never fetched")
        .contains("http://10.0.0.1:8080/v1/artifacts")
        .contains("--api-host");
  }

  @Test
  void a_launch_whose_files_were_fetched_failed_for_another_reason() {
    ArtifactFetches some = new ArtifactFetches(() -> START);
    some.counting(RENDERER).render(state, new TaskId("server"), "token", "a.conf");
    assertThat(message(some, task -> Optional.empty()))
        .isEqualTo("server failed: Command exited with status 1", LATER);
  }

  @Test
  void nothing_is_said_of_launches_before_this_scheduler_began() {
    assertThat(message(new ArtifactFetches(() -> LATER), task -> Optional.empty()))
        .isEqualTo("server failed: Command exited with status 1", LATER);
  }

  @Test
  void what_the_fetcher_wrote_on_this_machine_is_the_cause(@TempDir Path sandbox) throws Exception {
    Files.writeString(
        sandbox.resolve("stderr"),
        """
        Fetching 'http://x/y' directly into the sandbox directory
        Failed to fetch 'http://x/y': Error downloading resource, received HTTP return code 404
        """);
    assertThat(message(new ArtifactFetches(() -> LATER), task -> Optional.of(sandbox)))
        .endsWith(
            "; Failed to fetch 'http://x/y': Error downloading resource, received HTTP return code 404");
  }

  private String message(ArtifactFetches fetches, Function<TaskId, Optional<Path>> sandboxes) {
    Plan deploy = DeployPlanner.deploy(CONFIG, state.specOf(CONFIG));
    return new FetchNotes(fetches, "10.0.0.1:8080", sandboxes)
        .addTo(deploy, PlanViews.of(deploy, state, START), state)
        .phases()
        .get(0)
        .steps()
        .get(0)
        .message();
  }

  /** A service whose only task has failed at {@code START}, and is not launched again yet. */
  private static ServiceState failedWith(String config) {
    ServiceSpec spec = hello().pod(pod("hello").task(task("server").config(config, "x"))).build();
    return accepted(spec)
        .apply(
            new StateChange.Put(
                PodRecords.fresh("hello-0")
                    .withTask(PodRecords.task("server", TaskState.FAILED))
                    .withBackoff(
                        new Backoff(
                            2, LATER, "server failed: Command exited with status 1", LATER))));
  }
}
