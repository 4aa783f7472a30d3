package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code pods.<type>.tasks.<name>}. */
final class TaskDecoder {

  /** The longest that dcos-commons takes: two weeks. */
  private static final Duration LONGEST_GRACE = Duration.ofDays(14);

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
            fields.field("cmd").filledText().required("say what the task runs"),
            environment(fields.field("env")),
            new ConfigsDecoder(context).decode(fields),
            setName,
            Uris.decode(fields.field("uris")),
            LabelsText.decode(fields.field("labels")),
            Checks.healthOf(fields),
            Checks.readiness(fields.field("readiness-check")),
            discovery(fields),
            TransportEncryptionDecoder.decode(fields.field("transport-encryption")),
            SharedMemory.ofTask(fields),
            fields
                .field("kill-grace-period")
                .seconds()
                .check(
                    grace -> grace.compareTo(LONGEST_GRACE) <= 0,
                    "is too long",
                    "write at most two weeks, " + LONGEST_GRACE.toSeconds())
                .orElse(Duration.ZERO));
    fields.finish();
    return task;
  }

  private static TaskSpec.Goal goal(Field field) {
    if (field.says(FINISHED)) {
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
          hint.isEmpty() ? "define it below 'resource-sets' of the pod" : hint);
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

  private TaskSpec.@Nullable DiscoverySpec discovery(Fields task) {
    Field oldPrefix = task.legacy("dns-name", "write 'prefix' below 'discovery'");
    Optional<Fields> fields = task.field("discovery").mapping();
    String dnsName = oldPrefix.textOrBlank();
    if (fields.isEmpty() && dnsName != null) {
      context.discovery(podType, dnsName, oldPrefix);
      return new TaskSpec.DiscoverySpec(dnsName, TaskSpec.Visibility.CLUSTER);
    }
    return fields.map(this::discoveryOf).orElse(null);
  }

  private TaskSpec.DiscoverySpec discoveryOf(Fields fields) {
    Field prefixField = fields.field("prefix");
    String prefix = prefixField.textOrBlank();
    TaskSpec.Visibility visibility =
        fields
            .field("visibility")
            .oneOf(TaskSpec.Visibility.class)
            .orElse(TaskSpec.Visibility.CLUSTER);
    fields.finish();
    if (prefix != null) {
      context.discovery(podType, prefix, prefixField);
    }
    return new TaskSpec.DiscoverySpec(prefix, visibility);
  }
}
