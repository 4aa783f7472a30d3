package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A service gets other targets while it lives, and its scheduler may die at any point of it. */
final class UpdateLifeTest {

  /** Two pods with data and one type without. */
  private static ServiceSpec spec(
      int count, String dataCpus, String value, String webMemory, String plans) {
    return Simulation.specOf(
        """
        name: store
        pods:
          data:
            count: %d
            tasks:
              init:
                goal: FINISH
                cmd: prepare %s
                resource-set: main
              server:
                goal: RUNNING
                cmd: run %s
                resource-set: main
                readiness-check:
                  cmd: probe
                  interval: 5
                  delay: 0
                  timeout: 5
            resource-sets:
              main:
                cpus: %s
                memory: 256
                ports:
                  main:
                    port: 0
                volume:
                  path: data
                  type: ROOT
                  size: 50
          web:
            count: 2
            tasks:
              server:
                goal: RUNNING
                cmd: serve
                cpus: 0.5
                memory: %s
        plans:
          deploy:
            strategy: serial
            phases:
              data:
                strategy: serial
                pod: data
                steps:
                  - default: [[init], [server]]
              web:
                strategy: parallel
                pod: web
        %s
        """
            .formatted(count, value, value, dataCpus, webMemory, plans));
  }

  private static final ServiceSpec BEFORE = spec(2, "1", "a", "128", "");

  private static void deploy(Simulation sim) {
    sim.awaitPlan("deploy").complete().advance(Duration.ofMinutes(1));
  }

  private static ConfigurationRecord configuration(String id, ServiceSpec spec) {
    return new ConfigurationRecord(
        new ConfigId(id),
        Instant.EPOCH,
        "a test",
        new ServiceInputs("text of " + id, ImmutableMap.of(), ImmutableSortedMap.of()),
        spec);
  }

  private static void target(Simulation sim, ConfigId base, ConfigurationRecord next) {
    sim.command(new OperatorCommand.SetTarget(base, next));
  }

  private static PodRecord pod(ServiceState state, String name) {
    return state.pod(PodId.parse(name)).orElseThrow();
  }

  /**
   * Plays it once undisturbed, to look at it, and then with a death of the scheduler at each point.
   *
   * @param change gets the first configuration
   */
  private static void survivesCrashes(
      BiConsumer<Simulation, ConfigurationRecord> change,
      BiConsumer<Simulation, ServiceState> expected) {
    Simulation sim = Simulation.of(BEFORE).agents(5).start();
    deploy(sim);
    ServiceState before = sim.state();
    change.accept(sim, sim.state().target().orElseThrow());
    sim.awaitPlan("deploy").complete();
    expected.accept(sim, before);

    AtomicReference<ConfigurationRecord> first = new AtomicReference<>();
    ImmutableMap<KillPoint, Integer> tried =
        CrashEverywhere.of(
                BEFORE,
                again -> {
                  change.accept(again, first.get());
                  again.awaitPlan("deploy").complete();
                })
            .preparedBy(
                again -> {
                  deploy(again);
                  first.set(again.state().target().orElseThrow());
                })
            .check();
    assertThat(tried.get(KillPoint.COMMITTED)).isGreaterThan(5);
  }

  @Test
  void a_changed_command_rolls_through_pod_by_pod_on_their_volumes() {
    survivesCrashes(
        (sim, first) -> target(sim, first.id(), configuration("b", spec(2, "1", "b", "128", ""))),
        (sim, before) -> {
          assertThat(pod(sim.state(), "data-0").holdings())
              .isEqualTo(pod(before, "data-0").holdings());
          assertThat(pod(sim.state(), "data-1").config()).isEqualTo(new ConfigId("b"));
          assertThat(pod(sim.state(), "web-0")).isEqualTo(pod(before, "web-0"));
        });
  }

  @Test
  void pods_with_data_are_resized_in_place_and_others_are_placed_anew() {
    survivesCrashes(
        (sim, first) -> target(sim, first.id(), configuration("b", spec(2, "2", "a", "256", ""))),
        (sim, before) -> {
          assertThat(pod(sim.state(), "data-0").place()).isEqualTo(pod(before, "data-0").place());
          assertThat(volumes(pod(sim.state(), "data-0"))).isEqualTo(volumes(pod(before, "data-0")));
          assertThat(pod(sim.state(), "web-0").holdings())
              .doesNotContainAnyElementsOf(pod(before, "web-0").holdings());
        });
  }

  private static List<Holding> volumes(PodRecord pod) {
    return pod.holdings().stream().filter(Holding::isVolume).toList();
  }

  @Test
  void new_instances_leave_the_others_alone() {
    survivesCrashes(
        (sim, first) -> target(sim, first.id(), configuration("b", spec(3, "1", "a", "128", ""))),
        (sim, before) -> {
          assertThat(pod(sim.state(), "data-0")).isEqualTo(pod(before, "data-0"));
          assertThat(pod(sim.state(), "data-2").hasActiveTask()).isTrue();
        });
  }

  @Test
  void an_update_is_taken_back_while_it_rolls() {
    survivesCrashes(
        (sim, first) -> {
          target(sim, first.id(), configuration("b", spec(2, "1", "b", "128", "")));
          sim.advance(Duration.ofSeconds(20));
          target(sim, new ConfigId("b"), first);
        },
        (sim, before) -> {
          assertThat(pod(sim.state(), "data-0").config()).isEqualTo(pod(before, "data-0").config());
          assertThat(pod(sim.state(), "data-1").config()).isEqualTo(pod(before, "data-1").config());
        });
  }

  @Test
  void the_second_update_supersedes_the_first_from_a_mix_of_configurations() {
    survivesCrashes(
        (sim, first) -> {
          target(sim, first.id(), configuration("b", spec(2, "1", "b", "128", "")));
          sim.advance(Duration.ofSeconds(30));
          target(sim, new ConfigId("b"), configuration("c", spec(2, "1", "c", "128", "")));
        },
        (sim, before) -> {
          assertThat(pod(sim.state(), "data-0").config()).isEqualTo(new ConfigId("c"));
          assertThat(pod(sim.state(), "data-1").config()).isEqualTo(new ConfigId("c"));
        });
  }
}
