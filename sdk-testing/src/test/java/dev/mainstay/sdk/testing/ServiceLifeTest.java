package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.testing.world.Behaviour;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The core's stories: a service is deployed, fails, comes back, and survives its scheduler. */
final class ServiceLifeTest {

  private static final String HELLO =
      """
      name: hello
      pods:
        hello:
          count: 2
          placement: '[["hostname", "UNIQUE"]]'
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 0.5
              memory: 256
              ports:
                web:
                  port: 0
              volume:
                path: data
                type: ROOT
                size: 50
        world:
          count: 2
          tasks:
            init:
              goal: FINISH
              cmd: init
              cpus: 0.1
              memory: 32
            server:
              goal: RUNNING
              cmd: run
              cpus: 0.5
              memory: 256
              readiness-check:
                cmd: ready
                interval: 5
                delay: 0
                timeout: 10
      plans:
        deploy:
          strategy: serial
          phases:
            hello:
              strategy: parallel
              pod: hello
            world:
              strategy: serial
              pod: world
              steps:
                - default: [[init], [server]]
      """;

  private static Simulation hello() {
    return Simulation.ofText(HELLO).agents(3).start();
  }

  private static Simulation deployed() {
    return hello().awaitPlan("deploy").complete();
  }

  @Test
  void deploys_in_the_order_of_the_plan() {
    Simulation sim = deployed();

    assertThat(sim.plan("deploy").completeSteps()).isEqualTo(6);
    assertThat(sim.processes()).hasSize(4);
    assertThat(launchOf(sim, "world-0", "init")).isAfter(launchOf(sim, "hello-1", "server"));
    assertThat(launchOf(sim, "world-1", "init")).isAfter(launchOf(sim, "world-0", "server"));
    assertThat(sim.pods("hello")).areOnDifferentAgents();
  }

  private static Instant launchOf(Simulation sim, String pod, String task) {
    return sim.task(pod, task).record().orElseThrow().launch().launchedAt();
  }

  @Test
  void asks_after_its_tasks_every_hour_once_deployed_and_is_silent_else() {
    Simulation sim = deployed().advance(Duration.ofMinutes(5));
    CallLog calls = CallLog.of(sim);

    sim.advance(Duration.ofHours(24));

    assertThat(calls.all()).hasSize(24).hasOnlyElementsOfType(MesosCall.Reconcile.class);
  }

  @Test
  void a_killed_process_comes_back_on_its_reservations_and_volume() {
    Simulation sim = deployed();
    PodRecord before = sim.pod("hello-1").record().orElseThrow();

    sim.task("hello-1", "server").kill().advance(Duration.ofMinutes(1));

    assertThat(sim.pod("hello-1")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pod("hello-1").record().orElseThrow().holdings()).isEqualTo(before.holdings());
    assertThat(sim.task("hello-1", "server").id())
        .isNotEqualTo(before.task("server").orElseThrow().taskId());
    assertThat(sim).hasCompleted("deploy");
  }

  @Test
  void a_crash_loop_backs_off() {
    Simulation sim =
        Simulation.ofText(HELLO)
            .agents(3)
            .behaviour("world-0-init", Behaviour.crashing())
            .start()
            .advance(Duration.ofMinutes(30));

    assertThat(sim).hasPlan("deploy", Status.DELAYED);
    assertThat(sim.pod("world-0").record().orElseThrow().backoff().failures()).isBetween(8, 20);
  }

  @Test
  void a_clock_that_is_set_back_holds_nothing_up() {
    Simulation sim =
        Simulation.ofText(HELLO)
            .agents(3)
            .behaviour("world-0-init", Behaviour.crashing(), 6)
            .start()
            .awaitPlan("deploy")
            .status(Status.DELAYED);
    sim.world().jumpClock(Duration.ofHours(-5));
    sim.awaitPlan("deploy").within(Duration.ofMinutes(10)).complete();
  }

  @Test
  void a_scheduler_that_starts_with_its_clock_set_back_waits_no_longer_than_a_back_off() {
    Simulation sim =
        Simulation.ofText(HELLO)
            .agents(3)
            .behaviour("world-0-init", Behaviour.crashing(), 6)
            .start()
            .awaitPlan("deploy")
            .status(Status.DELAYED);
    sim.world().jumpClock(Duration.ofHours(-5));
    sim.restartScheduler();
    sim.awaitPlan("deploy").within(Duration.ofMinutes(30)).complete();
  }

  @Test
  void a_restarted_scheduler_goes_on_wherever_the_old_one_was() {
    for (int millis = 0; millis < 15_000; millis += 50) {
      Simulation sim =
          hello()
              .advance(Duration.ofMillis(millis))
              .restartScheduler()
              .awaitPlan("deploy")
              .complete();

      assertThat(sim.processes()).as("after a restart at %s ms", millis).hasSize(4);
      sim.advance(Duration.ofMinutes(30));
      assertThat(sim.processes()).hasSize(4);
      assertThat(sim).hasNothingToCleanUp();
    }
  }

  @Test
  void replaying_the_records_gives_the_live_state() {
    Simulation sim = deployed().advance(Duration.ofSeconds(1));

    assertThat(ServiceState.of(sim.world().storage().records().values()).pods())
        .containsExactlyElementsOf(sim.state().pods());
  }

  @Test
  void a_task_that_has_finished_is_not_run_again_when_its_pod_fails() {
    Simulation sim = deployed();
    var init = sim.task("world-1", "init").id();

    sim.task("world-1", "server").kill().advance(Duration.ofMinutes(1));

    assertThat(sim.pod("world-1")).isRunning();
    assertThat(sim.task("world-1", "init").id()).isEqualTo(init);
  }

  @Test
  void a_thousand_pods_are_deployed_with_few_calls() {
    String many =
        """
        name: many
        pods:
          node:
            count: 1000
            tasks:
              server:
                goal: RUNNING
                cmd: run
                cpus: 0.1
                memory: 256
                ports:
                  web:
                    port: 0
                volume:
                  path: data
                  type: ROOT
                  size: 50
        plans:
          deploy:
            strategy: parallel
            phases:
              node:
                strategy: parallel
                pod: node
        """;
    Simulation sim = Simulation.ofText(many).agents(100).start();
    CallLog calls = CallLog.of(sim);

    sim.awaitPlan("deploy").complete();

    assertThat(sim.processes()).hasSize(1000);
    assertThat(calls.all().stream().filter(MesosCall.Accept.class::isInstance).count())
        .isLessThan(1000);
  }
}
