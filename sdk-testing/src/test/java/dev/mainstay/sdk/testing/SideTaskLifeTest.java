package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.testing.world.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks of a plan of the service's own that fail beside its servers: they hold up nobody else. */
final class SideTaskLifeTest {

  private static final Path SHOP =
      Path.of("src/test/resources/dev/mainstay/sdk/testing/shop/svc.yml");

  /** Deployed, and its plan {@code backup} has failed for an hour. */
  private static Simulation withBackupsThatFail() {
    Simulation sim =
        Simulation.of(SHOP)
            .env("COUNT=2", "PORTION=small")
            .agents(3)
            .start()
            .awaitPlan("deploy")
            .complete();
    sim.script("web-.*-backup", Behaviour.crashing());
    sim.operator().startPlan("backup", "TO=tape");
    sim.advance(Duration.ofHours(1));
    assertThat(backup(sim).status()).isEqualTo(Status.DELAYED);
    return sim;
  }

  /** The first step of the plan. */
  private static PlanView.StepView backup(Simulation sim) {
    return sim.plan("backup").phases().get(0).steps().get(0);
  }

  private static Backoff ownFailures(Simulation sim) {
    Backoff own = sim.task("web-0", "backup").record().orElseThrow().backoff();
    return own == null ? Backoff.NONE : own;
  }

  @Test
  void its_failures_are_its_own_and_told_in_its_step() {
    Simulation sim = withBackupsThatFail();
    assertThat(sim.pod("web-0").record().orElseThrow().backoff()).isEqualTo(Backoff.NONE);
    assertThat(ownFailures(sim).failures()).isGreaterThan(3);
    assertThat(backup(sim).message()).startsWith("backup failed");
    assertThat(backup(sim).delayedUntil()).isEqualTo(ownFailures(sim).notBefore());
  }

  @Test
  void the_server_beside_it_is_recovered_without_delay() {
    Simulation sim = withBackupsThatFail();
    sim.task("web-0", "server").kill().advance(Duration.ofSeconds(10));
    assertThat(sim.pod("web-0").task("server").hasProcess()).isTrue();
    assertThat(backup(sim).status()).isEqualTo(Status.DELAYED);
  }

  @Test
  void an_update_beside_it_goes_on_without_delay() {
    Simulation sim = withBackupsThatFail();
    sim.operator().updateEnv("PORTION=large");
    sim.await(
        "the update", Duration.ofMinutes(1), () -> sim.plan("update").status() == Status.COMPLETE);
  }

  @Test
  void a_new_run_begins_without_what_became_of_the_last_one() {
    Simulation sim = withBackupsThatFail();
    sim.operator().plan(PlanAction.STOP, "backup");
    sim.script("web-.*-backup", Behaviour.finishing());
    sim.operator().startPlan("backup", "TO=disk");
    assertThat(backup(sim).status()).isNotEqualTo(Status.DELAYED);
    assertThat(backup(sim).message()).doesNotContain("failed");
    sim.await(
        "the backup", Duration.ofMinutes(1), () -> sim.plan("backup").status() == Status.COMPLETE);
    assertThat(ownFailures(sim)).isEqualTo(Backoff.NONE);
  }

  @Test
  void a_restarted_run_and_another_scheduler_know_the_same_of_it() {
    Simulation sim = withBackupsThatFail();
    Backoff failures = ownFailures(sim);
    sim.restartScheduler();
    sim.await("the plan is known", () -> sim.isLoaded());
    assertThat(ownFailures(sim).failures()).isGreaterThanOrEqualTo(failures.failures());

    sim.operator().plan(PlanAction.RESTART, "backup");
    assertThat(backup(sim).status()).isNotEqualTo(Status.DELAYED);
  }
}
