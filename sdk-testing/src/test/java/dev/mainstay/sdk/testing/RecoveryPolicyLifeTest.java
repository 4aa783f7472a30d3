package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A framework whose recovery has a phase of its own, and the page that shows it. */
final class RecoveryPolicyLifeTest {

  private static final String RING =
      """
      name: ring
      pods:
        data:
          count: 3
          placement: '[["hostname", "UNIQUE"]]'
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 1
              memory: 256
              volume:
                path: data
                type: ROOT
                size: 50
      """;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Simulation begun() {
    return Simulation.of(Framework.of(Simulation.specOf(RING)).recovery(new RingRecovery()))
        .agents(5)
        .start();
  }

  private static void deploy(Simulation sim) {
    sim.awaitPlan("deploy").complete().advance(MINUTE);
  }

  private static ImmutableMap<String, String> environmentOf(Simulation sim, String pod) {
    return ImmutableMap.copyOf(
        sim.task(pod, "server").record().orElseThrow().launch().environment());
  }

  @Test
  void a_replaced_member_is_told_whom_it_replaces_and_after_a_seed_the_others_restart() {
    Simulation sim = begun();
    deploy(sim);
    TaskId first = sim.task("data-1", "server").id();
    TaskId second = sim.task("data-2", "server").id();

    sim.pod("data-0").replace();
    sim.advance(MINUTE.multipliedBy(3));

    assertThat(sim.pod("data-0")).isRunning().withFreshVolume();
    assertThat(environmentOf(sim, "data-0")).containsKey("REPLACE_ADDRESS");
    assertThat(sim.pod("data-1")).isRunning().onTheSameAgent();
    assertThat(sim.pod("data-2")).isRunning().onTheSameAgent();
    assertThat(sim.task("data-1", "server").id()).isNotEqualTo(first);
    assertThat(sim.task("data-2", "server").id()).isNotEqualTo(second);
    assertThat(environmentOf(sim, "data-1")).doesNotContainKey("REPLACE_ADDRESS");
  }

  @Test
  void a_member_that_is_no_seed_comes_back_alone() {
    Simulation sim = begun();
    deploy(sim);
    TaskId seed = sim.task("data-0", "server").id();

    sim.pod("data-1").replace();
    sim.advance(MINUTE.multipliedBy(3));

    assertThat(environmentOf(sim, "data-1")).containsKey("REPLACE_ADDRESS");
    assertThat(sim.task("data-0", "server").id()).isEqualTo(seed);
  }

  @Test
  void what_a_replaced_pod_held_is_given_back_at_once() {
    Simulation sim = begun();
    deploy(sim);
    sim.pod("data-1").replace();
    sim.advance(MINUTE.multipliedBy(2));
    assertThat(sim).hasNothingToCleanUp();
  }

  @Test
  void a_scheduler_that_dies_anywhere_in_it_comes_to_the_same_end() {
    ImmutableMap<KillPoint, Integer> places =
        CrashEverywhere.of(
                RecoveryPolicyLifeTest::begun,
                sim -> {
                  sim.pod("data-0").replace();
                  sim.advance(MINUTE).restartScheduler();
                })
            .preparedBy(RecoveryPolicyLifeTest::deploy)
            .check();
    assertThat(places.get(KillPoint.COMMITTED)).isGreaterThanOrEqualTo(15);
  }

  @Test
  void the_page_shows_the_policy_of_this_test() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/mainstay/sdk/testing/RingRecovery.java"));
    String shown = source.substring(source.indexOf("final class RingRecovery"));
    assertThat(Files.readString(Path.of("../docs/recovery.md"))).contains(shown);
  }
}
