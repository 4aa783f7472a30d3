package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever a service is at, its scheduler may die at any point of it. */
final class CrashEverywhereTest {

  private static final String SERVICE =
      """
          name: store
          pods:
            data:
              count: 2
              placement: '[["hostname", "UNIQUE"]]'
              volume:
                path: shared
                type: ROOT
                size: 20
              tasks:
                init:
                  goal: ONCE
                  cmd: prepare
                  cpus: 0.1
                  memory: 32
                server:
                  goal: RUNNING
                  cmd: run
                  cpus: 1
                  memory: 256
                  ports:
                    main:
                      port: 0
                  volume:
                    path: data
                    type: ROOT
                    size: 50
                  readiness-check:
                    cmd: probe
                    interval: 5
                    delay: 0
                    timeout: 5
                sidecar:
                  goal: RUNNING
                  essential: false
                  cmd: watch
                  cpus: 0.1
                  memory: 32
          plans:
            deploy:
              strategy: serial
              phases:
                data:
                  strategy: serial
                  pod: data
                  steps:
                    - default: [[init], [server, sidecar]]
          """;

  private static final ServiceSpec STORE = Simulation.specOf(SERVICE);

  private static void deploy(Simulation sim) {
    sim.awaitPlan("deploy").complete().advance(Duration.ofMinutes(1));
  }

  private static void hasPlaces(ImmutableMap<KillPoint, Integer> places, int each) {
    assertThat(places).containsKeys(KillPoint.values());
    assertThat(places.get(KillPoint.COMMITTED)).isGreaterThanOrEqualTo(each);
    assertThat(places.get(KillPoint.PERFORMED)).isGreaterThanOrEqualTo(each);
  }

  @Test
  void the_deployment_comes_to_the_same_end() {
    hasPlaces(CrashEverywhere.of(STORE, sim -> sim.awaitPlan("deploy").complete()).check(), 20);
  }

  @Test
  void a_restart_of_the_scheduler_comes_to_the_same_end() {
    CrashEverywhere restart =
        CrashEverywhere.of(STORE, Simulation::restartScheduler)
            .preparedBy(CrashEverywhereTest::deploy);

    assertThat(restart.check()).containsEntry(KillPoint.LOADED, 1);
  }

  @Test
  void the_restart_of_a_pod_comes_to_the_same_end() {
    hasPlaces(
        CrashEverywhere.of(
                STORE,
                sim -> {
                  sim.pod("data-1").restart();
                  sim.restartScheduler();
                })
            .preparedBy(CrashEverywhereTest::deploy)
            .check(),
        8);
  }

  @Test
  void the_replacement_of_a_pod_comes_to_the_same_end() {
    hasPlaces(
        CrashEverywhere.of(
                STORE,
                sim -> {
                  sim.pod("data-1").replace();
                  sim.restartScheduler();
                })
            .preparedBy(CrashEverywhereTest::deploy)
            .check(),
        8);
  }

  @Test
  void the_move_from_an_agent_that_is_gone_comes_to_the_same_end() {
    hasPlaces(
        CrashEverywhere.of(
                STORE,
                sim -> {
                  sim.agentOf("data-1").markGone();
                  sim.restartScheduler();
                })
            .preparedBy(CrashEverywhereTest::deploy)
            .check(),
        8);
  }

  @Test
  void the_replacement_of_a_pod_by_the_policy_comes_to_the_same_end() {
    String policy = "replacement-failure-policy: {permanent-failure-timeout-secs: 300}\n";
    hasPlaces(
        CrashEverywhere.of(
                Simulation.specOf(SERVICE + policy),
                sim -> {
                  SimulatedAgent agent = sim.agentOf("data-1").partition();
                  sim.advance(Duration.ofMinutes(10));
                  agent.heal();
                  sim.advance(Duration.ofMinutes(1)).restartScheduler();
                })
            .preparedBy(CrashEverywhereTest::deploy)
            .check(),
        8);
  }

  @Test
  void recovery_comes_to_the_same_end() {
    hasPlaces(
        CrashEverywhere.of(
                STORE,
                sim -> {
                  sim.task("data-0", "server").kill().advance(Duration.ofSeconds(30));
                  sim.task("data-1", "sidecar").kill().advance(Duration.ofSeconds(30));
                  sim.restartScheduler();
                })
            .preparedBy(CrashEverywhereTest::deploy)
            .check(),
        8);
  }

  @Test
  void another_end_is_told_with_the_place() {
    CrashEverywhere once =
        CrashEverywhere.of(
            STORE,
            sim -> {
              sim.advance(Duration.ofMinutes(10));
              if (sim.scheduler().number() > 1) {
                sim.pod("data-1").replace();
                sim.advance(Duration.ofSeconds(1)).agentOf("data-0").drain();
              }
            });

    assertThatThrownBy(() -> once.check(KillPoint.COMMITTED, 3))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("check(KillPoint.COMMITTED, 3)");
  }
}
