package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The core's stories on the cluster's model: real decisions, real Mesos semantics, virtual time.
 */
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

  /** Tasks named init end well after a second; servers are ready after three. */
  private static final ContainerScript SCRIPT =
      new ContainerScript() {
        @Override
        public Life lifeOf(TaskInfo task) {
          return task.name().endsWith("init")
              ? Life.endingAfter(Duration.ofSeconds(1), 0)
              : Life.FOREVER;
        }

        @Override
        public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
          return sinceStart.compareTo(Duration.ofSeconds(3)) >= 0 ? 0 : 1;
        }
      };

  private static VirtualService hello() {
    return VirtualService.of(HELLO, 3, SCRIPT);
  }

  @Test
  void deploys_in_the_order_of_the_plan() {
    VirtualService service = hello().awaitDeployed();

    assertThat(service.deploy().completeSteps()).isEqualTo(6);
    assertThat(service.runningTasks()).hasSize(4);
    assertThat(service.task("world-0", "init").launch().launchedAt())
        .isAfter(service.task("hello-1", "server").launch().launchedAt());
    assertThat(service.task("world-1", "init").launch().launchedAt())
        .isAfter(service.task("world-0", "server").launch().launchedAt());
    assertThat(service.pod("hello-0").place()).isNotEqualTo(service.pod("hello-1").place());
  }

  @Test
  void is_silent_once_deployed() {
    VirtualService service = hello().awaitDeployed().advance(Duration.ofMinutes(5));
    int before = service.calls().size();

    service.advance(Duration.ofHours(24));

    assertThat(service.calls().subList(before, service.calls().size())).isEmpty();
  }

  @Test
  void a_killed_process_comes_back_on_its_reservations_and_volume() {
    VirtualService service = hello().awaitDeployed();
    PodRecord before = service.pod("hello-1");

    service
        .killProcess("hello-1", "server")
        .await("hello-1 runs again", Duration.ofMinutes(1), () -> runsAnew(service, before));

    assertThat(service.pod("hello-1").holdings()).isEqualTo(before.holdings());
    assertThat(service.pod("hello-1").place()).isEqualTo(before.place());
    assertThat(service.deploy().status()).isEqualTo(Status.COMPLETE);
  }

  private static boolean runsAnew(VirtualService service, PodRecord before) {
    TaskRecord task = service.task(before.id().toString(), "server");
    TaskRecord old = before.task("server").orElseThrow();
    return task.condition().ready() && !task.taskId().equals(old.taskId());
  }

  @Test
  void a_crash_loop_backs_off() {
    VirtualService service =
        VirtualService.of(HELLO, 3, crashing()).advance(Duration.ofMinutes(30));

    assertThat(service.deploy().status()).isEqualTo(Status.DELAYED);
    assertThat(service.pod("world-0").backoff().failures()).isBetween(8, 20);
  }

  private static ContainerScript crashing() {
    return new ContainerScript() {
      @Override
      public Life lifeOf(TaskInfo task) {
        return task.name().equals("world-0-init")
            ? Life.endingAfter(Duration.ofSeconds(1), 1)
            : Life.FOREVER;
      }

      @Override
      public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
        return 0;
      }
    };
  }

  @Test
  void a_restarted_scheduler_goes_on_wherever_the_old_one_was() {
    for (int millis = 0; millis < 15_000; millis += 50) {
      VirtualService service =
          hello().advance(Duration.ofMillis(millis)).restartScheduler().awaitDeployed();

      assertThat(service.runningTasks()).as("after a restart at %s ms", millis).hasSize(4);
      service.advance(Duration.ofMinutes(30));
      assertThat(service.runningTasks()).hasSize(4);
      assertThat(service.state().released()).isEmpty();
    }
  }

  @Test
  void replaying_the_records_gives_the_live_state() {
    VirtualService service = hello().awaitDeployed();

    assertThat(ServiceState.of(service.records()).pods())
        .containsExactlyElementsOf(service.state().pods());
  }

  @Test
  void an_executor_that_dies_takes_its_pod_along_and_it_comes_back() {
    VirtualService service = hello().awaitDeployed();
    PodRecord before = service.pod("world-1");

    service
        .killProcess("world-1", "server")
        .await("world-1 runs again", Duration.ofMinutes(1), () -> runsAnew(service, before));

    assertThat(service.task("world-1", "init").taskId())
        .isEqualTo(before.task("init").orElseThrow().taskId());
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
    VirtualService service = VirtualService.of(many, 100, SCRIPT).awaitDeployed();

    assertThat(service.runningTasks()).hasSize(1000);
    assertThat(service.calls().stream().filter(MesosCall.Accept.class::isInstance).count())
        .isLessThan(1000);
  }
}
