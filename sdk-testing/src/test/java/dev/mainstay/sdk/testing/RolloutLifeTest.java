package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.plan.Availability;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.testing.world.Behaviour;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rollout policies hold, whenever the scheduler dies. */
final class RolloutLifeTest {

  private static ServiceSpec spec(String value, String rollout) {
    return Simulation.specOf(
        """
        name: store
        pods:
          data:
            count: 3
            rollout: {%s}
            tasks:
              server:
                goal: RUNNING
                cmd: run %s
                cpus: 1
                memory: 256
                volume:
                  path: data
                  type: ROOT
                  size: 50
                readiness-check:
                  cmd: probe
                  interval: 5
                  delay: 0
                  timeout: 5
        plans:
          deploy:
            strategy: serial
            phases:
              data:
                strategy: parallel
                pod: data
        """
            .formatted(rollout, value));
  }

  private static final String LIMIT = "max-unavailable: 1, bake-time: 30s";
  private static final String GOES_BACK =
      "max-unavailable: 34%, deadline: 2m, on-failure: rollback";
  private static final String PAUSES = "max-unavailable: 1, bake-time: 10s, deadline: 2m";

  private static void deploy(Simulation sim) {
    sim.awaitPlan("deploy").complete().advance(Duration.ofMinutes(1));
  }

  private static void target(Simulation sim, String id, ServiceSpec spec) {
    ConfigurationRecord next =
        new ConfigurationRecord(
            new ConfigId(id),
            Instant.EPOCH,
            "a test",
            new ServiceInputs("text of " + id, ImmutableMap.of(), ImmutableSortedMap.of()),
            spec);
    sim.command(new OperatorCommand.SetTarget(target(sim).started(), next));
  }

  private static TargetRecord target(Simulation sim) {
    return sim.state().targetRecord().orElseThrow();
  }

  private static Status plan(Simulation sim) {
    return sim.plan("deploy").status();
  }

  private static long away(ServiceState state) {
    return state.podsOf("data").stream().filter(pod -> Availability.isDown(pod, state)).count();
  }

  /** Plays it once undisturbed, then with a death of the scheduler at each point. */
  private static void survivesCrashes(
      ServiceSpec before, Consumer<Simulation> scenario, Consumer<Simulation> expected) {
    Simulation sim = Simulation.of(before).agents(5).start();
    deploy(sim);
    scenario.accept(sim);
    expected.accept(sim);

    ImmutableMap<KillPoint, Integer> tried =
        CrashEverywhere.of(before, scenario).preparedBy(RolloutLifeTest::deploy).check();
    assertThat(tried.get(KillPoint.COMMITTED)).isGreaterThan(5);
  }

  @Test
  void no_more_pods_are_away_than_may_be_at_once() {
    survivesCrashes(
        spec("a", LIMIT),
        sim -> {
          target(sim, "b", spec("b", LIMIT));
          Instant begun = sim.now();
          while (!sim.isLoaded() || plan(sim) != Status.COMPLETE) {
            sim.advance(Duration.ofSeconds(1));
            if (sim.isLoaded()) {
              assertThat(away(sim.state())).as("pods away at %s", sim.now()).isLessThanOrEqualTo(1);
            }
            assertThat(sim.now()).isBefore(begun.plus(Duration.ofHours(1)));
          }
          assertThat(Duration.between(begun, sim.now()))
              .as("each of three pods proves itself")
              .isGreaterThan(Duration.ofSeconds(90));
        },
        sim ->
            assertThat(sim.state().pods())
                .allMatch(pod -> pod.config().equals(new ConfigId("b")))
                .allMatch(pod -> pod.rollout() == null));
  }

  @Test
  void a_rollout_that_fails_goes_back_by_itself() {
    survivesCrashes(
        spec("a", LIMIT),
        sim -> {
          sim.behaviours().add("data-1-server", Behaviour.running().neverReady(), 1);
          target(sim, "bad", spec("b", GOES_BACK));
          sim.await(
              "the way back",
              Duration.ofHours(1),
              () -> sim.isLoaded() && target(sim).configId().equals(target(sim).started()));
          sim.awaitPlan("deploy").complete();
        },
        sim -> {
          ConfigId first = target(sim).started();
          assertThat(target(sim).deployed()).isEqualTo(first);
          assertThat(sim.state().pods()).allMatch(pod -> pod.config().equals(first));
          assertThat(sim.state().history())
              .anyMatch(
                  entry ->
                      entry.subject().equals("data-1:[server]")
                          && entry
                              .text()
                              .equals(
                                  "failed its rollout policy: not complete within 2m: server running, not ready: readiness check exited with status 1; goes back"))
              .anyMatch(entry -> entry.by().equals("rollout policy"));
        });
  }

  @Test
  void a_rollout_that_fails_stops_until_an_operator_says_so() {
    survivesCrashes(
        spec("a", PAUSES),
        sim -> {
          sim.behaviours().add("data-1-server", Behaviour.running().neverReady(), 1);
          target(sim, "b", spec("b", PAUSES));
          sim.await(
              "the plan to stop",
              Duration.ofHours(1),
              () -> sim.isLoaded() && plan(sim) == Status.WAITING);
          sim.advance(Duration.ofMinutes(10));
          assertThat(plan(sim)).isEqualTo(Status.WAITING);
          sim.behaviours().forget("data-1-server");
          sim.world().containers().probesMayDiffer(sim.now());
          sim.command(
              new OperatorCommand.OperatePlan(
                  PlanAction.CONTINUE, "update", "", "", ImmutableSortedMap.of()));
          sim.awaitPlan("update").complete();
        },
        sim ->
            assertThat(sim.state().pods()).allMatch(pod -> pod.config().equals(new ConfigId("b"))));
  }
}
