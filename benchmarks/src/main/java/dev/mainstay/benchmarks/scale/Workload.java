package dev.mainstay.benchmarks.scale;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.testing.world.AgentShape;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.World;
import dev.mainstay.sdk.testing.world.WorldSettings;
import java.util.stream.IntStream;

/**
 * What is deployed: one pod type with one task that runs on, has a port that the scheduler chooses
 * and a volume; all pods at once, on a tenth as many agents, but no fewer than ten.
 *
 * @param pods how many
 * @param placed how they are to be placed
 */
record Workload(int pods, Placed placed) {

  /** How pods are to be placed. */
  enum Placed {
    /** Wherever there is room, which fills one agent after the other. */
    ANYWHERE("anywhere", ""),
    /** At most ten on a host, which takes all agents. */
    TEN_A_HOST("at most ten a host", "placement: '[[\"hostname\", \"MAX_PER\", \"10\"]]'"),
    /** Wherever there is room, and the tasks are checked every few seconds. */
    ANYWHERE_CHECKED("anywhere, with checks", "");

    private final String words;
    private final String yaml;

    Placed(String words, String yaml) {
      this.words = words;
      this.yaml = yaml;
    }

    String words() {
      return words;
    }
  }

  private static final int PODS_OF_AN_AGENT = 10;
  private static final int FEWEST_AGENTS = 10;
  private static final AgentShape AGENT = AgentShape.usual().ports(10_000, 32_000);

  private static final String SERVICE =
      """
      name: scale
      pods:
        worker:
          count: %d
          %s
          tasks:
            server:
              goal: RUNNING
              cmd: serve
              cpus: 0.1
              memory: 256
              ports: {http: {port: 0}}
              volume: {path: data, type: ROOT, size: 50}
      %s
      plans:
        deploy:
          strategy: parallel
          phases:
            worker: {strategy: parallel, pod: worker}
      """;

  private static final String CHECKS =
      """
              health-check: {cmd: healthy, interval: 10, grace-period: 30, timeout: 5,
                             max-consecutive-failures: 3, delay: 0}
              readiness-check: {cmd: ready, interval: 5, timeout: 5, delay: 0}
      """;

  int agents() {
    return Math.max(FEWEST_AGENTS, pods / PODS_OF_AN_AGENT);
  }

  /** A world at its first moment: the scheduler is about to start. */
  World world() {
    String yaml =
        SERVICE.formatted(pods, placed.yaml, placed == Placed.ANYWHERE_CHECKED ? CHECKS : "");
    LoadedSpec spec =
        SpecLoader.load(new ServiceInputs(yaml, ImmutableMap.of(), ImmutableSortedMap.of()));
    ImmutableList<AgentSpec> agents =
        IntStream.rangeClosed(1, agents())
            .mapToObj(AGENT::agent)
            .collect(ImmutableList.toImmutableList());
    return new World(
        WorldSettings.of(Framework.of(spec.spec()), spec, agents, new Behaviours(spec.spec())));
  }
}
