package dev.mainstay.sdk.testing.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws the YAML of a service: pod types with one to three tasks, volumes, ports, checks, placement
 * and sometimes plans of its own. Counts, sizes and an environment variable are variables that an
 * update may change. What it draws is always valid, and small enough that {@link #AGENTS_NEEDED}
 * agents of the usual shape can carry all of it even while some are away.
 */
public final class SpecGenerator {

  /** Agents that the largest service needs. */
  public static final int AGENTS_NEEDED = 4;

  private static final int MOST_TYPES = 3;
  private static final int MOST_INSTANCES = 3;

  private final SplittableRandom random;
  private final StringBuilder yaml = new StringBuilder();
  private final List<Pod> pods = new ArrayList<>();
  private final Map<String, ImmutableList<String>> choices = new TreeMap<>();

  /** What a deploy plan has to know of a pod type. */
  private record Pod(String type, boolean hasInit, boolean hasSidecar, boolean hasChore) {

    /** The steps of its deployment, when they have to be written. */
    String steps() {
      return (hasInit ? "[init], " : "") + (hasSidecar ? "[server, sidecar]" : "[server]");
    }
  }

  private SpecGenerator(SplittableRandom random) {
    this.random = random;
  }

  /**
   * A drawn service.
   *
   * @param yaml the text of its {@code svc.yml}
   * @param choices its variables, each with the values that it may have, the first one first
   */
  public record Drawn(String yaml, ImmutableSortedMap<String, ImmutableList<String>> choices) {

    /** The text with what each variable has at the start in its place. */
    public String rendered() {
      String text = yaml;
      for (Map.Entry<String, String> variable : variables().entrySet()) {
        text = text.replace("{{" + variable.getKey() + "}}", variable.getValue());
      }
      return text;
    }

    /** What each variable has at the start. */
    public ImmutableSortedMap<String, String> variables() {
      return ImmutableSortedMap.copyOf(Maps.transformValues(choices, values -> values.get(0)));
    }
  }

  /** A service. */
  public static Drawn service(SplittableRandom random) {
    SpecGenerator generator = new SpecGenerator(random);
    String yaml = generator.draw();
    return new Drawn(yaml, ImmutableSortedMap.copyOf(generator.choices));
  }

  private String variable(String name, String first, String... others) {
    choices.put(name, ImmutableList.<String>builder().add(first).add(others).build());
    return "{{" + name + "}}";
  }

  private String draw() {
    line(0, "name: drawn");
    line(0, "pods:");
    int types = 1 + random.nextInt(MOST_TYPES);
    for (int i = 0; i < types; i++) {
      pod("pod" + i);
    }
    plans();
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
    int count = 1 + random.nextInt(MOST_INSTANCES);
    line(
        2,
        "count: "
            + variable(
                "COUNT_" + type,
                "" + count,
                "" + (count % MOST_INSTANCES + 1),
                "" + MOST_INSTANCES));
    line(2, "allow-decommission: " + chance(70));
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
      sizes("0.1", "32");
    }
    server(type);
    boolean chore = chance(30);
    if (chore) {
      line(3, "chore:");
      line(4, "goal: ONCE");
      line(4, "cmd: tend");
      sizes("0.1", "32");
    }
    boolean sidecar = chance(30);
    if (sidecar) {
      line(3, "sidecar:");
      line(4, "goal: RUNNING");
      line(4, "essential: " + chance(50));
      line(4, "cmd: watch");
      sizes("0.1", "32");
    }
    pods.add(new Pod(type, init, sidecar, chore));
  }

  private void server(String type) {
    line(3, "server:");
    line(4, "goal: RUNNING");
    line(4, "cmd: serve");
    sizes(variable("CPUS_" + type, "0.5", "0.4"), variable("MEMORY_" + type, "256", "320", "256"));
    line(4, "env:");
    line(5, "LEVEL: '" + variable("LEVEL_" + type, "one", "two", "three") + "'");
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

  private void sizes(String cpus, String memory) {
    line(4, "cpus: " + cpus);
    line(4, "memory: " + memory);
  }

  private void volume(int depth, String path) {
    line(depth, "path: " + path);
    line(depth, "type: ROOT");
    line(depth, "size: " + random.nextInt(10, 500));
  }

  private void plans() {
    boolean chores = pods.stream().anyMatch(Pod::hasChore);
    if (!chores && chance(60)) {
      return;
    }
    line(0, "plans:");
    deployment("deploy");
    if (chance(25)) {
      deployment("update");
    }
    if (chores) {
      line(1, "tend:");
      line(2, "strategy: " + strategy());
      line(2, "phases:");
      pods.stream().filter(Pod::hasChore).forEach(pod -> phase(pod, "[[chore]]"));
    }
  }

  private void deployment(String plan) {
    line(1, plan + ":");
    line(2, "strategy: " + strategy());
    line(2, "phases:");
    for (Pod pod : pods) {
      boolean written = pod.hasInit() || pod.hasChore();
      phase(pod, written ? "[" + pod.steps() + "]" : "");
    }
  }

  private void phase(Pod pod, String steps) {
    line(3, "phase-" + pod.type() + ":");
    line(4, "strategy: " + (chance(15) ? "serial-canary" : strategy()));
    line(4, "pod: " + pod.type());
    if (!steps.isEmpty()) {
      line(4, "steps:");
      line(5, "- default: " + steps);
    }
  }

  private String strategy() {
    return chance(40) ? "serial" : chance(70) ? "parallel" : "random";
  }
}
