package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service finds what an earlier one of its name has left. */
final class LeftoverLifeTest {

  private static ServiceSpec spec() {
    return Simulation.specOf(
        """
        name: store
        pods:
          data:
            count: 2
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
        """);
  }

  /**
   * It was uninstalled while an agent was away, which is back with what was left there; its state
   * is gone, and no scheduler of it runs.
   */
  private static Simulation leftBehind() {
    Simulation sim = Simulation.of(spec()).agents(3).start();
    sim.awaitPlan("deploy").complete().advance(Duration.ofMinutes(1));
    SimulatedAgent away = sim.agentOf("data-1");
    away.partition();
    sim.command(new OperatorCommand.Uninstall());
    sim.await(
        "the end of the service",
        Duration.ofMinutes(40),
        () ->
            sim.scheduler().end().filter(end -> end.cause() == ExitCause.UNINSTALLED).isPresent());
    away.heal();
    sim.advance(Duration.ofMinutes(1));
    assertThat(reservations(sim)).as("left on the agent").isPositive();
    sim.world().storage().lose();
    return sim;
  }

  private static long reservations(Simulation sim) {
    return sim.world().cluster().image().agents().stream()
        .map(ClusterImage.Agent::checkpointed)
        .mapToLong(resources -> resources.size())
        .sum();
  }

  private static void startAnew(Simulation sim) {
    sim.world().startScheduler();
    sim.await(
        "what was left is seen",
        () -> sim.isLoaded() && !sim.snapshot().unclaimed().isEmpty() && sim.state().isInDoubt());
  }

  @Test
  void it_launches_nothing_until_it_is_told_that_they_are_leftovers() {
    Simulation sim = leftBehind();
    long left = reservations(sim);
    startAnew(sim);
    sim.advance(Duration.ofHours(1));
    assertThat(sim.processes()).isEmpty();
    assertThat(sim.plan("deploy").status()).isEqualTo(Status.ERROR);
    assertThat(reservations(sim)).isEqualTo(left);
    sim.command(new OperatorCommand.ReleaseLeftovers(ImmutableSet.of(), true));
    sim.awaitPlan("deploy").complete();
    sim.await("the clean-up", Duration.ofMinutes(15), () -> sim.state().released().isEmpty());
    assertThat(sim.snapshot().unclaimed()).isEmpty();
    assertThat(sim.processes()).hasSize(2);
  }

  @Test
  void it_goes_on_beside_them_when_told_so() {
    Simulation sim = leftBehind();
    long left = reservations(sim);
    startAnew(sim);
    sim.command(new OperatorCommand.KeepLeftovers());
    sim.awaitPlan("deploy").complete();
    sim.advance(Duration.ofHours(1));
    assertThat(reservations(sim)).isGreaterThan(left);
    assertThat(sim.snapshot().unclaimed()).hasSize((int) left);
  }

  @Test
  void what_an_operator_says_is_done_once_wherever_the_scheduler_is_killed() {
    ImmutableMap<KillPoint, Integer> tried =
        CrashEverywhere.of(
                LeftoverLifeTest::leftBehind,
                sim -> {
                  startAnew(sim);
                  // A scheduler that has just started has to see them again.
                  while (sim.state().isInDoubt()) {
                    sim.command(new OperatorCommand.ReleaseLeftovers(ImmutableSet.of(), true));
                    sim.advance(Duration.ofSeconds(10));
                  }
                })
            .check();
    assertThat(tried.get(KillPoint.COMMITTED)).isGreaterThan(3);
  }
}
