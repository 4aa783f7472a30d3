package dev.mainstay.sdk.testing.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws another spec from one that {@link SpecGenerator} has drawn, as an operator or a new version
 * of a framework would change it: commands, variables, sizes, ports, checks, placement, instances,
 * tasks and pod types more or less, plans. It may always become the target of a service that runs
 * the first; to that end instances may go ({@link #withLeaveToGo}) and no volume changes.
 */
public final class SpecVariation {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final int MOST_INSTANCES = 4;
  private static final ImmutableList<String> PLACEMENTS =
      ImmutableList.of(
          "[[\"hostname\", \"UNIQUE\"]]",
          "[[\"hostname\", \"MAX_PER\", \"2\"]]",
          "[[\"hostname\", \"MAX_PER\", \"3\"]]");
  private static final ImmutableList<String> STRATEGIES = ImmutableList.of("serial", "parallel");

  private final SplittableRandom random;
  private final ObjectNode root;

  private SpecVariation(String before, SplittableRandom random) {
    this.random = random;
    this.root = read(before);
  }

  /** The same spec, of which instances and whole types may go later. */
  public static String withLeaveToGo(String yaml) {
    ObjectNode root = read(yaml);
    root.withObject("/pods").forEach(pod -> ((ObjectNode) pod).put("allow-decommission", true));
    return write(root);
  }

  /**
   * Another spec; now and then it means the same.
   *
   * @param before with leave to go
   */
  public static String yaml(String before, SplittableRandom random) {
    return new SpecVariation(before, random).draw();
  }

  private static ObjectNode read(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String write(ObjectNode root) {
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T oneOf(ImmutableList<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String draw() {
    ObjectNode pods = root.withObject("/pods");
    for (JsonNode pod : pods) {
      if (chance(60)) {
        vary((ObjectNode) pod);
      }
    }
    if (pods.size() > 1 && chance(15)) {
      pods.remove(pods.fieldNames().next());
    }
    if (!pods.has("extra") && chance(15)) {
      pods.set("extra", extra());
    }
    if (chance(40)) {
      root.remove("plans");
      if (chance(60)) {
        plan("deploy");
      }
      if (chance(30)) {
        plan("update");
      }
    } else if (root.has("plans")) {
      root.remove("plans");
      plan("deploy");
    }
    return write(root);
  }

  private ObjectNode extra() {
    ObjectNode pod = YAML.createObjectNode().put("count", 1 + random.nextInt(2));
    pod.put("allow-decommission", true);
    pod.putObject("tasks").set("server", task("RUNNING", "extra", 0.2));
    return pod;
  }

  private static ObjectNode task(String goal, String command, double cpus) {
    return YAML.createObjectNode()
        .put("goal", goal)
        .put("cmd", command)
        .put("cpus", cpus)
        .put("memory", 32);
  }

  private void vary(ObjectNode pod) {
    if (chance(30)) {
      pod.put("count", 1 + random.nextInt(MOST_INSTANCES));
    }
    if (chance(20)) {
      pod.put("placement", oneOf(PLACEMENTS));
    } else if (chance(10)) {
      pod.remove("placement");
    }
    ObjectNode tasks = pod.withObject("/tasks");
    for (Map.Entry<String, JsonNode> task : tasks.properties()) {
      vary(task.getKey(), (ObjectNode) task.getValue());
    }
    if (tasks.has("sidecar")) {
      if (chance(20)) {
        tasks.remove("sidecar");
      }
    } else if (chance(20)) {
      tasks.set("sidecar", task("RUNNING", "watch", 0.1).put("essential", chance(50)));
    }
    if (chance(10)) {
      tasks.set("server", tasks.remove("server"));
    }
  }

  private void vary(String name, ObjectNode task) {
    if (chance(15)) {
      task.put("cmd", task.path("cmd").asText() + " better");
    }
    if (chance(20)) {
      task.withObject("/env").put("LEVEL", "l" + random.nextInt(3));
    }
    if (chance(10)) {
      task.put("cpus", 0.1 + 0.1 * random.nextInt(6));
    }
    if (chance(10)) {
      task.put("memory", 32 + 32 * random.nextInt(6));
    }
    if (chance(10)) {
      task.put("kill-grace-period", random.nextInt(1, 20));
    }
    if (name.equals("server")) {
      varyServer(task);
    }
  }

  private void varyServer(ObjectNode task) {
    if (chance(10)) {
      task.withObject("/ports").withObject("/admin").put("port", 0);
    }
    if (chance(10)) {
      task.withObject("/ports").withObject("/main").put("port", 0);
    } else if (chance(10)) {
      task.remove("ports");
    }
    if (task.has("readiness-check") && chance(15)) {
      task.withObject("/readiness-check").put("interval", random.nextInt(2, 15));
    } else if (chance(10)) {
      task.remove("readiness-check");
    }
  }

  /** It names all pod types; now and then it leaves a sidecar out. */
  private void plan(String name) {
    ObjectNode plan = root.withObject("/plans").putObject(name).put("strategy", oneOf(STRATEGIES));
    for (Map.Entry<String, JsonNode> pod : root.withObject("/pods").properties()) {
      ObjectNode phase =
          plan.withObject("/phases")
              .putObject("phase-" + pod.getKey())
              .put("strategy", oneOf(STRATEGIES))
              .put("pod", pod.getKey());
      JsonNode tasks = pod.getValue().path("tasks");
      if (tasks.has("init") || chance(30)) {
        var steps = phase.putArray("steps").addObject().putArray("default");
        if (tasks.has("init")) {
          steps.addArray().add("init");
        }
        var last = steps.addArray().add("server");
        if (tasks.has("sidecar") && chance(60)) {
          last.add("sidecar");
        }
      }
    }
  }
}
