package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.testing.world.AgentShape;
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

  /** GPUs, a disk of its own, and resources that are reserved for {@code public}. */
  private static final AgentShape EQUIPPED =
      AgentShape.usual()
          .gpus(2)
          .mount(5000, "ssd")
          .reservedFor("public", AgentShape.usual().cpus(2).memory(2048).disk(4096).ports(80, 89));

  private static Simulation deployed() {
    return Simulation.ofText(EVERYTHING)
        .agentShape(EQUIPPED)
        .agents(2)
        .start()
        .awaitPlan("deploy")
        .complete();
  }

  @Test
  void deploys_in_simulation() {
    Simulation sim = deployed();

    assertThat(sim.processes()).hasSize(5);
    assertThat(holdings(sim, "contained-0"))
        .filteredOn(holding -> holding.resource().name().equals("ports"))
        .isEmpty();
    assertThat(sim.task("contained-1", "server").environment())
        .containsEntry("PORT_WEB", "80")
        .containsEntry("PORT_ANY", "1025");
    assertThat(holdings(sim, "public-0"))
        .allSatisfy(
            holding ->
                assertThat(holding.resource().reservations())
                    .extracting(reservation -> reservation.role())
                    .containsExactly("public", "public/team__everything-role"));
    assertThat(sim.task("public-0", "server").environment()).containsEntry("PORT_ANY", "82");
  }

  @Test
  void comes_back_on_refined_reservations_and_in_the_same_container() {
    Simulation sim = deployed();
    sim.advance(Duration.ofSeconds(10));
    List<Holding> before = holdings(sim, "public-0");
    ContainerInfo container = containerOf(sim, "contained-0");
    TaskId first = sim.task("public-0", "server").id();

    sim.task("public-0", "server").kill().advance(Duration.ofMinutes(1));

    assertThat(sim.pod("public-0")).isRunning();
    assertThat(sim.task("public-0", "server").id()).isNotEqualTo(first);
    assertThat(holdings(sim, "public-0")).isEqualTo(before);
    assertThat(containerOf(sim, "contained-0")).isEqualTo(container);
  }

  private static List<Holding> holdings(Simulation sim, String pod) {
    return sim.pod(pod).record().orElseThrow().holdings();
  }

  private static ContainerInfo containerOf(Simulation sim, String pod) {
    ExecutorInfo executor = sim.pod(pod).record().orElseThrow().executor();
    assertThat(executor).isNotNull();
    ContainerInfo container = executor == null ? null : executor.container();
    assertThat(container).isNotNull();
    return container == null ? ContainerInfo.mesos() : container;
  }
}
