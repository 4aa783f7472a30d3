package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pods that an operator pauses and resumes. */
final class PauseLifeTest {

  private static final ServiceSpec STORE =
      Simulation.specOf(
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
          """);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Simulation deployed() {
    return Simulation.of(STORE).agents(3).start().awaitPlan("deploy").complete().advance(MINUTE);
  }

  private static boolean idles(Simulation sim, String pod, String task) {
    return sim.task(pod, task).hasProcess()
        && sim.task(pod, task).record().map(TaskRecord::idles).orElse(false);
  }

  @Test
  void a_paused_pod_keeps_its_data_and_comes_back_on_resume() {
    Simulation sim = deployed();
    var holdings = sim.pod("data-1").record().orElseThrow().holdings();

    assertThat(sim.pod("data-1").pause().affected()).containsExactly("server", "sidecar");
    sim.advance(MINUTE);
    assertThat(idles(sim, "data-1", "server")).isTrue();
    assertThat(idles(sim, "data-1", "sidecar")).isTrue();
    assertThat(sim.pod("data-0")).isRunning();

    sim.restartScheduler().advance(MINUTE);
    assertThat(idles(sim, "data-1", "server")).isTrue();

    sim.pod("data-1").resume();
    sim.advance(MINUTE);
    assertThat(sim.pod("data-1")).isRunning().onTheSameAgent();
    assertThat(sim.pod("data-1").record().orElseThrow().holdings()).isEqualTo(holdings);
  }

  @Test
  void others_recover_while_a_pod_is_paused_and_it_idles_again_when_it_dies() {
    Simulation sim = deployed();
    sim.pod("data-1").pause("server");
    sim.advance(MINUTE);

    sim.task("data-1", "server").kill();
    sim.task("data-0", "server").kill();
    sim.advance(MINUTE);

    assertThat(sim.pod("data-0")).isRunning();
    assertThat(idles(sim, "data-1", "server")).isTrue();
    assertThat(sim.task("data-1", "sidecar").isAtItsGoal()).isTrue();
  }

  @Test
  void a_pause_that_is_taken_back_at_once_leaves_the_task_at_work() {
    Simulation sim = deployed();
    sim.pod("data-1").pause();
    sim.pod("data-1").resume();
    sim.advance(MINUTE);
    assertThat(sim.pod("data-1")).isRunning().onTheSameAgent();
    assertThat(sim.pod("data-1").pause("sever").outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void a_pause_comes_to_the_same_end_wherever_the_scheduler_dies() {
    CrashEverywhere.of(STORE, sim -> sim.pod("data-1").pause())
        .preparedBy(sim -> sim.awaitPlan("deploy").complete().advance(MINUTE))
        .check();
  }

  @Test
  void a_resumption_comes_to_the_same_end_wherever_the_scheduler_dies() {
    CrashEverywhere.of(STORE, sim -> sim.pod("data-1").resume())
        .preparedBy(
            sim -> {
              sim.awaitPlan("deploy").complete().advance(MINUTE);
              sim.pod("data-1").pause("server");
              sim.advance(MINUTE);
            })
        .check();
  }
}
