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
                + " by 1 more field); run it with --master on a Mesos that has",
            "svc.yml:12:9: pods.hello.tasks.server.volume: the embedded cluster has no MOUNT disks;"
                + " run it with --master on a Mesos that has");
  }

  @Test
  void what_the_cluster_offers_is_no_problem() {
    assertThat(embedded(DEMANDING, ClusterFeature.GPUS, ClusterFeature.MOUNT_DISKS)).isEmpty();
    assertThat(UnmetNeeds.onMesos("svc.yml", load(DEMANDING))).isEmpty();
  }
}
