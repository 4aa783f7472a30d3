package dev.mainstay.sdk.testing.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.testing.mutant.Mutants;
import dev.mainstay.sdk.testing.world.AgentShape;
import dev.mainstay.sdk.testing.world.Behaviour;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.Tampering;
import dev.mainstay.sdk.testing.world.World;
import dev.mainstay.sdk.testing.world.WorldSettings;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A deploy plan of the spec's own that names some of the tasks only. */
final class OwnPlanTest {

  private static final LoadedSpec SPEC =
      SpecLoader.load(
          new ServiceInputs(
              """
              name: own
              pods:
                web:
                  count: 2
                  tasks:
                    server:
                      goal: RUNNING
                      cmd: serve
                      cpus: 0.5
                      memory: 256
                      readiness-check:
                        cmd: ready
                        interval: 5
                        delay: 0
                        timeout: 10
                    extra:
                      goal: FINISH
                      cmd: later
                      cpus: 0.1
                      memory: 32
              plans:
                deploy:
                  strategy: parallel
                  phases:
                    web:
                      strategy: parallel
                      pod: web
                      steps:
                        - default: [[server]]
              """,
              ImmutableMap.of(),
              ImmutableSortedMap.of()));

  private static World world(Behaviour ofServers, Tampering tampering) {
    Behaviours behaviours = new Behaviours(SPEC.spec());
    behaviours.add(".*-server", ofServers);
    World world =
        new World(
            WorldSettings.of(
                    Framework.of(SPEC.spec()),
                    SPEC,
                    ImmutableList.of(AgentShape.usual().agent(1)),
                    behaviours)
                .withTampering(tampering));
    Invariants.watch(world);
    return world;
  }

  private static Tampering mutant() {
    return Objects.requireNonNull(Mutants.all().get("loads every task as having reached its goal"))
        .get();
  }

  @Test
  void is_complete_though_a_task_that_it_does_not_name_never_ran() {
    World world = world(Behaviour.running(), Tampering.NONE);
    world.runFor(Duration.ofMinutes(5));

    assertThat(world.containers().runningTasks()).hasSize(2);
  }

  @Test
  void is_not_complete_while_a_task_that_it_names_is_not_ready() {
    World world = world(Behaviour.running().neverReady(), mutant());
    world.runFor(Duration.ofMinutes(1));
    world.restartScheduler();

    assertThatThrownBy(() -> world.runFor(Duration.ofMinutes(5)))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("deploy is COMPLETE")
        .hasMessageContaining("web-0-server");
  }
}
