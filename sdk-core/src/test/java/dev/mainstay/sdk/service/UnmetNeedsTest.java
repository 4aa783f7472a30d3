package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.ClusterFeature;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UnmetNeedsTest {

  private static final String DEMANDING =
      """
      name: hello
      pods:
        hello:
          count: 1
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 0.5
              gpus: {{GPUS}}
              memory: 256
              volume:
                path: data
                type: MOUNT
                size: 50
            other:
              goal: RUNNING
              cmd: run
              cpus: 0.5
              gpus: 1
              memory: 256
      """;

  private static final TemplateReader NO_TEMPLATES =
      new TemplateReader() {
        @Override
        public Optional<String> read(String path) {
          return Optional.empty();
        }

        @Override
        public ImmutableSet<String> known() {
          return ImmutableSet.of();
        }
      };

  private static LoadedSpec load(String yaml) {
    return SpecLoader.load("svc.yml", yaml, Map.of("GPUS", "2"), NO_TEMPLATES);
  }

  private static List<String> embedded(String yaml, ClusterFeature... offered) {
    return UnmetNeeds.onEmbedded("svc.yml", load(yaml), ImmutableSet.copyOf(offered)).stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void one_line_for_each_feature_names_the_first_field_that_asks_for_it() {
    assertThat(embedded(DEMANDING))
        .containsExactly(
            "svc.yml:10:9: pods.hello.tasks.server.gpus: the embedded cluster has no GPUs (asked for"
                + " by 1 more field); declare some with --agent-resources gpus:1, or run it with --master on a Mesos that has",
            "svc.yml:12:9: pods.hello.tasks.server.volume: the embedded cluster has no MOUNT disks;"
                + " declare some with --agent-resources 'disk[MOUNT:ssd]:10000', or run it with --master on a Mesos that has");
  }

  @Test
  void every_feature_of_a_cluster_is_found_in_a_spec_that_asks_for_it() {
    String yaml =
        """
        name: hello
        pods:
          hello:
            count: 1
            image: ubuntu:24.04
            networks:
              dcos:
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
                secret: hello/password
            ipc-mode: PRIVATE
            seccomp-profile-name: strict.json
            share-pid-namespace: true
            rlimits:
              RLIMIT_NOFILE:
                soft: 1024
                hard: 4096
            pre-reserved-role: public
            tasks:
              server:
                goal: RUNNING
                cmd: run
                cpus: 0.5
                gpus: 1
                memory: 256
                resource-limits:
                  memory: 512
                volume:
                  path: data
                  type: MOUNT
                  size: 50
                transport-encryption:
                  - name: server
                    type: TLS
        """;

    assertThat(UnmetNeeds.onEmbedded("svc.yml", load(yaml), ImmutableSet.of()))
        .hasSize(ClusterFeature.values().length)
        .allSatisfy(problem -> assertThat(problem.location().line()).isGreaterThan(4));
    assertThat(UnmetNeeds.onMesos("svc.yml", load(yaml)))
        .singleElement()
        .hasToString(
            "svc.yml:42:9: pods.hello.tasks.server.transport-encryption: Mesos has no certificate"
                + " authority for transport encryption; it would be DC/OS's: bring certificates as"
                + " uris or secrets instead");
  }

  @Test
  void canary_strategies_need_nothing_of_a_cluster() {
    String yaml =
        """
        name: hello
        pods:
          hello:
            count: 1
            tasks:
              server:
                goal: RUNNING
                cmd: run
                cpus: 0.5
                memory: 256
        plans:
          deploy:
            strategy: serial
            phases:
              hello:
                strategy: canary
                pod: hello
        """;

    assertThat(embedded(yaml)).isEmpty();
  }

  @Test
  void what_the_cluster_offers_is_no_problem() {
    assertThat(embedded(DEMANDING, ClusterFeature.GPUS, ClusterFeature.MOUNT_DISKS)).isEmpty();
    assertThat(UnmetNeeds.onMesos("svc.yml", load(DEMANDING))).isEmpty();
  }
}
