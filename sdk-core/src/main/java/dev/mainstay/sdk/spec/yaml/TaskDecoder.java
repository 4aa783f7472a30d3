package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code pods.<type>.tasks.<name>}. */
final class TaskDecoder {

  /** Keys of dcos-commons that the decoder does not know yet. */
  private static final ImmutableSet<String> UNSUPPORTED =
      ImmutableSet.of(
          "transport-encryption", "ipc-mode", "shm-size", "resource-limits", "health-checks");

  /** What old versions of dcos-commons call {@link TaskSpec.Goal#ONCE}. */
  private static final String FINISHED = "FINISHED";

  private final SpecContext context;
  private final String podType;
  private final Field field;
  private final ResourcesDecoder resources;

  TaskDecoder(SpecContext context, String podType, Field field, ResourcesDecoder resources) {
    this.context = context;
    this.podType = podType;
    this.field = field;
    this.resources = resources;
  }

  /**
   * The task.
   *
   * @param namedSets the resource sets of the pod
   * @param ownSets takes the set of a task that has its own
   */
  Optional<TaskSpec> decode(
      ImmutableMap<String, ResourceSetSpec> namedSets,
      ImmutableMap.Builder<String, ResourceSetSpec> ownSets) {
    String name = Names.part(field);
    if (field.isAbsent()) {
      field.error("the task is empty", "give it at least 'goal', 'cmd', 'cpus' and 'memory'");
    }
    return field.mapping().map(fields -> decode(name, fields, namedSets, ownSets));
  }

  private TaskSpec decode(
      String name,
      Fields fields,
      ImmutableMap<String, ResourceSetSpec> namedSets,
      ImmutableMap.Builder<String, ResourceSetSpec> ownSets) {
    String setName = resourceSet(name, fields, namedSets, ownSets);
    TaskSpec task =
        new TaskSpec(
            name,
            goal(fields.field("goal")),
            fields.field("essential").bool().orElse(true),
            fields.field("cmd").text().required("say what the task runs"),
            environment(fields.field("env")),
            new ConfigsDecoder(context).decode(fields.field("configs")),
            setName,
            Uris.decode(fields.field("uris")),
            labels(fields.field("labels")),
            Checks.health(fields.field("health-check")),
            Checks.readiness(fields.field("readiness-check")),
            discovery(fields.field("discovery")),
            ImmutableList.of(),
            null,
            fields.field("kill-grace-period").seconds().orElse(Duration.ZERO));
    fields.unsupported(UNSUPPORTED);
    fields.finish();
    return task;
  }

  private static TaskSpec.Goal goal(Field field) {
    if (field.describe().equals("'" + FINISHED + "'")) {
      field.warning("FINISHED is the old name of ONCE", "write ONCE");
      return TaskSpec.Goal.ONCE;
    }
    return field.oneOf(TaskSpec.Goal.class).required("write RUNNING, FINISH or ONCE");
  }

  private String resourceSet(
      String taskName,
      Fields fields,
      ImmutableMap<String, ResourceSetSpec> namedSets,
      ImmutableMap.Builder<String, ResourceSetSpec> ownSets) {
    Field setField = fields.field("resource-set");
    String id = setField.textOrBlank();
    if (id == null && !setField.isUnknown()) {
      String own = taskName + "-resource-set";
      if (namedSets.containsKey(own)) {
        setField.missing(
            "resource set '"
                + own
                + "' exists, but is taken for the task's own resources: name it here");
      }
      ownSets.put(own, resources.decode(own, fields));
      return own;
    }
    for (String key : ResourcesDecoder.KEYS) {
      if (fields.has(key)) {
        context
            .log()
            .warning(
                fields.keyAt(key),
                fields.path(),
                "'" + key + "' is ignored, because the task uses resource set '" + id + "'",
                "move it there, or remove it");
      }
    }
    if (id != null && !namedSets.containsKey(id) && !setField.isUnknown()) {
      String hint = Spelling.hint(id, namedSets.keySet());
      setField.error(
          "the pod has no resource set '" + id + "'",
          hint.isEmpty() ? "define it below 'resource-sets', beside " + namedSets.keySet() : hint);
    }
    return id == null ? "" : id;
  }

  private ImmutableMap<String, String> environment(Field env) {
    Map<String, String> variables = new LinkedHashMap<>();
    env.mapping()
        .ifPresent(
            fields -> {
              for (Field variable : fields.all()) {
                if (variable.name().isBlank() || variable.name().contains("=")) {
                  variable.error(
                      "'" + variable.name() + "' cannot be a variable's name",
                      "use letters, digits and '_'");
                }
                variables.put(variable.name(), variable.textOrEmpty());
              }
            });
    variables.putAll(context.routes().of(podType));
    return ImmutableMap.copyOf(variables);
  }

  /** {@code key:value,key:value}. */
  private static ImmutableMap<String, String> labels(Field field) {
    Optional<String> text = field.text().optional().filter(csv -> !csv.isEmpty());
    if (text.isEmpty()) {
      return ImmutableMap.of();
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : Splitter.on(',').split(text.get())) {
      ImmutableList<String> parts = ImmutableList.copyOf(Splitter.on(':').limit(2).split(label));
      if (parts.size() < 2) {
        field.error("'" + label + "' is not a label", "write 'key:value', and ',' between labels");
      } else if (labels.put(parts.get(0), parts.get(1)) != null) {
        field.error("label '" + parts.get(0) + "' is there twice", "remove one");
      }
    }
    return ImmutableMap.copyOf(labels);
  }

  private TaskSpec.@Nullable DiscoverySpec discovery(Field field) {
    Optional<Fields> fields = field.mapping();
    if (fields.isEmpty()) {
      return null;
    }
    Field prefixField = fields.get().field("prefix");
    String prefix = prefixField.textOrBlank();
    TaskSpec.Visibility visibility =
        fields
            .get()
            .field("visibility")
            .oneOf(TaskSpec.Visibility.class)
            .orElse(TaskSpec.Visibility.CLUSTER);
    fields.get().finish();
    if (prefix != null) {
      context.discovery(podType, prefix, prefixField);
    }
    return new TaskSpec.DiscoverySpec(prefix, visibility);
  }
}
