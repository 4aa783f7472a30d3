package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources of one pod type: its resource sets, and those of the tasks that have their own. */
final class ResourcesDecoder {

  /** The keys that make up a resource set. */
  static final ImmutableSet<String> KEYS =
      ImmutableSet.of("cpus", "gpus", "memory", "ports", "volume", "volumes", "resource-limits");

  /** Those of them that Mesos takes for resources that a task uses. */
  private static final ImmutableSet<String> COUNTED =
      ImmutableSet.of("cpus", "gpus", "memory", "volume", "volumes");

  private static final ImmutableSet<String> COUNTED_WITH_PORTS =
      ImmutableSet.<String>builder().addAll(COUNTED).add("ports").add("endpoints").build();

  private static final Scalar WHOLE = Scalar.of(1);

  private final SpecContext context;
  private final VolumesDecoder volumes;
  private final boolean agentPorts;
  private final Uniques podPorts =
      new Uniques(
          "fixed port", "the ports of a pod are reserved on one agent, so they must differ");

  /**
   * For one pod type.
   *
   * @param volumes has decoded the volumes of the pod itself
   * @param agentPorts ports are those of the agent, so that all fixed ones of a pod must differ
   */
  ResourcesDecoder(SpecContext context, VolumesDecoder volumes, boolean agentPorts) {
    this.context = context;
    this.volumes = volumes;
    this.agentPorts = agentPorts;
  }

  /** {@code resource-sets}: by id. */
  ImmutableMap<String, ResourceSetSpec> sets(Field field) {
    ImmutableMap.Builder<String, ResourceSetSpec> sets = ImmutableMap.builder();
    String remedy = "give it 'cpus' and 'memory'";
    for (Entries.Entry entry : Entries.orNamedItems(field, "id", "resource set", remedy)) {
      String id = Names.part(entry.name(), entry.field());
      sets.put(id, decode(id, entry.fields()));
      entry.fields().finish();
    }
    return sets.buildOrThrow();
  }

  /** A resource set from fields that may have other keys as well. */
  ResourceSetSpec decode(String id, Fields fields) {
    ImmutableMap<String, Field> old =
        oldAmounts(fields.legacy("resources", "write 'cpus', 'gpus' and 'memory' in its place"));
    Field oldMemory = fields.legacy("mem", "write 'memory'");
    Field cpusField = either(fields.field("cpus"), old.get("cpus"));
    Scalar cpus = amount(cpusField);
    Scalar gpus = wholeGpus(either(fields.field("gpus"), old.get("gpus")));
    Field memoryField =
        either(
            either(either(fields.field("memory"), oldMemory), old.get("mem")), old.get("memory"));
    Scalar memory = memory(memoryField);
    ImmutableList<PortSpec> ports = ports(fields);
    ImmutableList<VolumeSpec> ownVolumes = volumes.ofSet(fields);
    ResourceLimitsSpec limits =
        LimitsDecoder.decode(
            fields.field("resource-limits"),
            cpusField.isAbsent() ? null : cpus,
            memoryField.isAbsent() ? null : memory);
    ImmutableSet<String> counted = agentPorts ? COUNTED_WITH_PORTS : COUNTED;
    boolean isEmpty =
        cpus.isZero()
            && gpus.isZero()
            && memory.isZero()
            && (ports.isEmpty() || !agentPorts)
            && ownVolumes.isEmpty();
    if (isEmpty
        && old.isEmpty()
        && oldMemory.isAbsent()
        && counted.stream().noneMatch(fields::has)) {
      fields.error(
          ports.isEmpty()
              ? "there are no resources"
              : "there are no resources: ports of a container's own network are none",
          "give 'cpus' and 'memory'");
    }
    return new ResourceSetSpec(id, cpus, gpus, memory, limits, ports, ownVolumes);
  }

  private ImmutableList<PortSpec> ports(Fields fields) {
    Uniques setPorts =
        new Uniques("fixed port", "the ports of a task share one address, so they must differ");
    return new PortsDecoder(context, agentPorts ? podPorts : setPorts)
        .decode(fields.field("ports"), fields.legacy("endpoints", "write 'ports'"));
  }

  private static Field either(Field field, @Nullable Field old) {
    return field.isAbsent() && old != null && !old.isAbsent() ? old : field;
  }

  /** Amounts by name, from the forms of the oldest specs: a mapping, or items with a name. */
  private static ImmutableMap<String, Field> oldAmounts(Field field) {
    Map<String, Field> amounts = new LinkedHashMap<>();
    if (field.isList()) {
      for (Field item : field.items()) {
        item.mapping()
            .ifPresent(
                fields -> {
                  String name = fields.field("name").text().required("say which resource it is");
                  amounts.put(name, fields.field("value"));
                  fields.ignored("env-key", "no variable tells a task of its resources");
                  fields.finish();
                });
      }
    } else {
      field.mapping().ifPresent(all -> all.all().forEach(item -> amounts.put(item.name(), item)));
    }
    return ImmutableMap.copyOf(amounts);
  }

  private static Scalar amount(Field field) {
    return field
        .amount()
        .check(
            Scalar::isPositive,
            "is no amount",
            "write more than 0, or leave '" + field.name() + "' out")
        .orElse(Scalar.ZERO);
  }

  private static Scalar memory(Field field) {
    return field
        .megabytes()
        .check(
            amount -> amount.atLeast(Scalar.of(1)),
            "is no amount",
            "write MB, at least 1, or leave '" + field.name() + "' out")
        .orElse(Scalar.ZERO);
  }

  private static Scalar wholeGpus(Field field) {
    Scalar gpus = amount(field);
    long whole = Math.floorDiv(gpus.thousandths() + WHOLE.thousandths() - 1, WHOLE.thousandths());
    if (whole * WHOLE.thousandths() == gpus.thousandths()) {
      return gpus;
    }
    field.warning(
        "Mesos gives whole gpus only, so " + field.describe() + " counts as " + whole,
        "write " + whole);
    return Scalar.of(whole);
  }
}
