package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;

/**
 * Writes a spec as the text of a {@code svc.yml} which the loader reads as the same spec. It has no
 * mustache tags and no old forms, and no key that says what holds without it.
 */
public final class SpecWriter {

  private static final ObjectShape SERVICE = Shapes.ofRecord(ServiceSpec.class);
  private static final ObjectShape RESOURCES = Shapes.ofRecord(ResourceSetSpec.class);

  private SpecWriter() {}

  /**
   * The text.
   *
   * @throws IllegalArgumentException when the spec holds what YAML has no form for: a time that is
   *     no whole number of seconds, two ports of one name
   */
  public static String write(ServiceSpec spec) {
    ObjectNode tree = SERVICE.written(spec);
    for (PodSpec pod : spec.pods().values()) {
      if (hasOwnResourcesOnly(pod)) {
        moveResources(pod, (ObjectNode) tree.required("pods").required(pod.type()));
      }
    }
    return withoutTags(YamlText.of(tree));
  }

  /**
   * Whether the sets that tasks have of their own come last, in the order of the tasks, and no
   * other task uses one: so the loader makes them from tasks that list their resources.
   */
  private static boolean hasOwnResourcesOnly(PodSpec pod) {
    ImmutableList<String> own =
        pod.tasks().values().stream()
            .map(TaskSpec::resourceSet)
            .filter(id -> isOwn(id, pod))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<String> all = pod.resourceSets().keySet().asList();
    return all.size() >= own.size()
        && all.subList(all.size() - own.size(), all.size()).equals(own)
        && ImmutableSet.copyOf(own).size() == own.size();
  }

  private static boolean isOwn(String set, PodSpec pod) {
    return pod.tasks().values().stream()
        .filter(task -> task.resourceSet().equals(set))
        .allMatch(task -> set.equals(task.name() + ResourceSetSpec.OWN_SUFFIX));
  }

  private static void moveResources(PodSpec pod, ObjectNode tree) {
    JsonNode sets = tree.get("resource-sets");
    for (TaskSpec task : pod.tasks().values()) {
      ResourceSetSpec set = pod.resourceSets().get(task.resourceSet());
      if (set != null && isOwn(set.id(), pod)) {
        ObjectNode node = (ObjectNode) tree.required("tasks").required(task.name());
        node.remove("resource-set");
        node.setAll(RESOURCES.written(set));
        ((ObjectNode) sets).remove(set.id());
      }
    }
    if (sets != null && sets.isEmpty()) {
      tree.remove("resource-sets");
    }
  }

  /** The text such that mustache leaves it as it is: it takes other delimiters if need be. */
  private static String withoutTags(String text) {
    if (!text.contains("{{")) {
      return text;
    }
    String open = "<%";
    while (text.contains(open)) {
      open += "%";
    }
    return "{{=" + open + " " + open.substring(1) + ">=}}\n" + text;
  }
}
