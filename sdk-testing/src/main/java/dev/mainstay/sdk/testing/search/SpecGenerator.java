package dev.mainstay.sdk.testing.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the YAML of a service: pod types with one to three tasks, volumes, ports, checks, placement
 * and sometimes a deploy plan of its own. What it draws is always valid, and small enough that
 * {@link #AGENTS_NEEDED} agents of the usual shape can carry all of it even while some are away.
 */
public final class SpecGenerator {

  /** Agents that the largest service needs. */
  public static final int AGENTS_NEEDED = 4;

  private static final int MOST_TYPES = 3;
  private static final int MOST_INSTANCES = 3;

  private final SplittableRandom random;
  private final StringBuilder yaml = new StringBuilder();
  private final List<Pod> pods = new ArrayList<>();

  /** What a deploy plan has to know of a pod type. */
  private record Pod(String type, boolean hasInit) {}

  private SpecGenerator(SplittableRandom random) {
    this.random = random;
  }

  /** The text of a {@code svc.yml}. */
  public static String yaml(SplittableRandom random) {
    return new SpecGenerator(random).draw();
  }

  private String draw() {
    line(0, "name: drawn");
    line(0, "pods:");
    int types = 1 + random.nextInt(MOST_TYPES);
    for (int i = 0; i < types; i++) {
      pod("pod" + i);
    }
    if (chance(40)) {
      plan();
    }
    if (chance(20)) {
      line(
          0,
          "replacement-failure-policy: {permanent-failure-timeout-secs: %d, min-replace-delay-secs: %d}"
              .formatted(60 + random.nextInt(1200), random.nextInt(600)));
    }
    return yaml.toString();
  }

  private void line(int depth, String text) {
    yaml.append("  ".repeat(depth)).append(text).append('\n');
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void pod(String type) {
    line(1, type + ":");
    line(2, "count: " + (1 + random.nextInt(MOST_INSTANCES)));
    if (chance(50)) {
      line(2, "placement: '[[\"hostname\", \"UNIQUE\"]]'");
    } else if (chance(20)) {
      line(2, "placement: '[[\"hostname\", \"MAX_PER\", \"2\"]]'");
    }
    if (chance(25)) {
      line(2, "volume:");
      volume(3, "shared");
    }
    line(2, "tasks:");
    boolean init = chance(30);
    if (init) {
      line(3, "init:");
      line(4, "goal: " + (chance(50) ? "FINISH" : "ONCE"));
      line(4, "cmd: prepare");
      sizes(0.1, 32);
    }
    server();
    if (chance(30)) {
      line(3, "sidecar:");
      line(4, "goal: RUNNING");
      line(4, "essential: " + chance(50));
      line(4, "cmd: watch");
      sizes(0.1, 32);
    }
    pods.add(new Pod(type, init));
  }

  private void server() {
    line(3, "server:");
    line(4, "goal: RUNNING");
    line(4, "cmd: serve");
    sizes(0.5, 256);
    if (chance(60)) {
      line(4, "volume:");
      volume(5, "data");
    }
    if (chance(50)) {
      line(4, "ports:");
      line(5, "main:");
      line(6, "port: 0");
    }
    if (chance(60)) {
      check("readiness-check");
    }
    if (chance(30)) {
      check("health-check");
      line(5, "grace-period: 30");
      line(5, "max-consecutive-failures: 3");
    }
    if (chance(30)) {
      line(4, "kill-grace-period: " + random.nextInt(1, 20));
    }
  }

  private void check(String kind) {
    line(4, kind + ":");
    line(5, "cmd: probe-" + kind);
    line(5, "interval: " + random.nextInt(2, 15));
    line(5, "delay: 0");
    line(5, "timeout: 5");
  }

  private void sizes(double cpus, int memory) {
    line(4, "cpus: " + cpus);
    line(4, "memory: " + memory);
  }

  private void volume(int depth, String path) {
    line(depth, "path: " + path);
    line(depth, "type: ROOT");
    line(depth, "size: " + random.nextInt(10, 500));
  }

  private void plan() {
    line(0, "plans:");
    line(1, "deploy:");
    line(2, "strategy: " + strategy());
    line(2, "phases:");
    for (Pod pod : pods) {
      line(3, "phase-" + pod.type() + ":");
      line(4, "strategy: " + strategy());
      line(4, "pod: " + pod.type());
      if (pod.hasInit()) {
        line(4, "steps:");
        line(5, "- default: [[init], [server]]");
      }
    }
  }

  private String strategy() {
    return chance(50) ? "serial" : "parallel";
  }
}
