package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.state.Holding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that asks for all that a spec can ask for. */
final class EverythingTest {

  private static final String EVERYTHING =
      """
      name: team/everything
      web-url: http://everything.example
      scheduler:
        principal: everything-principal
        user: nobody
      pods:
        contained:
          count: 2
          user: daemon
          image: ubuntu:24.04
          networks:
            dcos:
              labels: zone:internal
          rlimits:
            RLIMIT_NOFILE:
              soft: 1024
              hard: 4096
          uris:
            - https://example.com/server.tar.gz
          host-volumes:
            certificates:
              host-path: /etc/ssl
              container-path: ssl
              mode: RO
          external-volumes:
            files:
              type: DOCKER
              driver-name: pxd
              container-path: files
          secrets:
            password:
              secret: everything/password
              env-key: PASSWORD
              file: secrets/password
          share-pid-namespace: true
          ipc-mode: PRIVATE
          shm-size: 64
          seccomp-profile-name: strict.json
          volume:
            path: shared
            type: ROOT
            size: 50
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 0.5
              gpus: 1
              memory: 256
              resource-limits:
                cpus: unlimited
                memory: 512
              ipc-mode: SHARE_PARENT
              ports:
                web:
                  port: 80
                  vip:
                    prefix: web
                    port: 80
                any:
                  port: 0
                  advertise: true
              volume:
                path: data
                type: MOUNT
                size: 500
                profiles: [ssd]
              transport-encryption:
                - name: server
                  type: TLS
              labels: tier:front
              discovery:
                prefix: front
                visibility: EXTERNAL
              kill-grace-period: 30
              readiness-check:
                cmd: ready
                interval: 5
                delay: 0
                timeout: 10
            sidecar:
              goal: RUNNING
              essential: false
              cmd: run
              cpus: 0.1
              memory: 64
        public:
          count: 1
          pre-reserved-role: public
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 0.5
              memory: 256
              ports:
                web:
                  port: 80
                any:
                  port: 0
                  ranges:
                    - begin: 82
                      end: 84
              volume:
                path: data
                type: ROOT
                size: 50
      """;

  private static final ContainerScript FOREVER =
      new ContainerScript() {
        @Override
        public Life lifeOf(TaskInfo task) {
          return Life.FOREVER;
        }

        @Override
        public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
          return 0;
        }
      };

  private static VirtualService deployed() {
    return VirtualService.onEquippedAgents(EVERYTHING, 2, FOREVER).awaitDeployed();
  }

  @Test
  void deploys_in_simulation() {
    VirtualService service = deployed();

    assertThat(service.runningTasks()).hasSize(5);
    assertThat(holdings(service, "contained-0"))
        .filteredOn(holding -> holding.resource().name().equals("ports"))
        .isEmpty();
    assertThat(service.task("contained-1", "server").launch().environment())
        .containsEntry("PORT_WEB", "80")
        .containsEntry("PORT_ANY", "1025");
    assertThat(holdings(service, "public-0"))
        .allSatisfy(
            holding ->
                assertThat(holding.resource().reservations())
                    .extracting(reservation -> reservation.role())
                    .containsExactly("public", "public/team__everything-role"));
    assertThat(service.task("public-0", "server").launch().environment())
        .containsEntry("PORT_ANY", "82");
  }

  @Test
  void comes_back_on_refined_reservations_and_in_the_same_container() {
    VirtualService service = deployed();
    service.advance(Duration.ofSeconds(10));
    List<Holding> before = holdings(service, "public-0");
    ContainerInfo container = containerOf(service, "contained-0");
    String first = service.task("public-0", "server").taskId().value();

    service
        .killProcess("public-0", "server")
        .await(
            "public-0 runs again",
            Duration.ofMinutes(1),
            () ->
                !service.task("public-0", "server").taskId().value().equals(first)
                    && service.task("public-0", "server").condition().ready());

    assertThat(holdings(service, "public-0")).isEqualTo(before);
    assertThat(containerOf(service, "contained-0")).isEqualTo(container);
  }

  private static List<Holding> holdings(VirtualService service, String pod) {
    return service.pod(pod).holdings();
  }

  private static ContainerInfo containerOf(VirtualService service, String pod) {
    ExecutorInfo executor = service.pod(pod).executor();
    assertThat(executor).isNotNull();
    ContainerInfo container = executor == null ? null : executor.container();
    assertThat(container).isNotNull();
    return container == null ? ContainerInfo.mesos() : container;
  }
}
