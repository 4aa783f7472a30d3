package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ports}. */
final class PortsDecoder {

  private static final int HIGHEST = 65535;

  private static final ImmutableList<OldRange> OLD_RANGES =
      ImmutableList.of(
          new OldRange("port-min", "port-max"),
          new OldRange("port-begin", "port-end"),
          new OldRange("min", "max"));

  /** Keys of a range in old specs. */
  private record OldRange(String first, String last) {}

  private final SpecContext context;
  private final Uniques fixedPorts;
  private final Uniques variables =
      Uniques.warning("environment variable", "give one of the ports another 'env-key'");

  PortsDecoder(SpecContext context, Uniques fixedPorts) {
    this.context = context;
    this.fixedPorts = fixedPorts;
  }

  /**
   * The ports.
   *
   * @param endpoints what the oldest specs have in place of {@code ports}
   */
  ImmutableList<PortSpec> decode(Field field, Field endpoints) {
    ImmutableList.Builder<PortSpec> ports = ImmutableList.builder();
    for (Field given : ImmutableList.of(field, endpoints)) {
      ImmutableList<Entries.Entry> all =
          Entries.orNamedItems(given, "name", "port", "write 'port: 0' below it for any free port");
      ImmutableSet<String> names =
          all.stream().map(Entries.Entry::name).collect(ImmutableSet.toImmutableSet());
      for (Entries.Entry entry : all) {
        ports.add(
            port(Names.part(entry.name(), entry.field()), entry.field(), entry.fields(), names));
      }
    }
    return ports.build();
  }

  private PortSpec port(String name, Field port, Fields fields, ImmutableSet<String> siblings) {
    Field numberField = fields.field("port");
    PortRanges oldRange = oldRange(fields);
    int number =
        numberField.isAbsent() && !oldRange.isEmpty()
            ? 0
            : numberField.integer(0, HIGHEST).required("write the number, or 0 for any free port");
    if (number > 0) {
      fixedPorts.add(Integer.toString(number), numberField);
    }
    fields.ignored("labels", "a port has none");
    boolean oldEndpoint = fields.legacy("endpoint", "write 'advertise'").bool().orElse(false);
    boolean advertise = fields.field("advertise").bool().orElse(oldEndpoint);
    if (advertise) {
      context.advertisedPorts().add(name, port);
    }
    PortSpec spec =
        new PortSpec(
            name,
            number,
            fields.field("env-key").textOrBlank(),
            advertise,
            ranges(fields.field("ranges"), number).plus(oldRange),
            vip(fields.field("vip"), name, siblings));
    variables.add(spec.variable(), spec.envKey() == null ? port : fields.field("env-key"));
    fields.finish();
    return spec;
  }

  /** One range, in the three forms of old specs. */
  private static PortRanges oldRange(Fields fields) {
    PortRanges ranges = PortRanges.EMPTY;
    for (OldRange keys : OLD_RANGES) {
      Field first = fields.legacy(keys.first(), "write 'port: 0' and 'ranges'");
      Field last = fields.legacy(keys.last(), "write 'port: 0' and 'ranges'");
      if (!first.isAbsent() || !last.isAbsent()) {
        int begin = first.integer(0, HIGHEST).orElse(0);
        int end = last.integer(0, HIGHEST).orElse(HIGHEST);
        if (begin > end) {
          first.error("the range begins after its end", "write the smaller number first");
        } else {
          ranges = ranges.plus(PortRanges.of(begin, end));
        }
      }
    }
    return ranges;
  }

  private static PortSpec.@Nullable Vip vip(
      Field field, String portName, ImmutableSet<String> siblings) {
    Optional<Fields> fields = field.mapping();
    if (fields.isEmpty()) {
      return null;
    }
    int number =
        fields
            .get()
            .field("port")
            .integer(1, HIGHEST)
            .required("write the number that clients connect to");
    Field prefixField = fields.get().field("prefix");
    String prefix = prefixField.textOrBlank();
    fields.get().ignored("protocol", "a virtual address is for TCP");
    fields.get().ignored("advertise", "write 'advertise' for the port");
    fields.get().ignored("visible", "write 'advertise' for the port");
    fields.get().finish();
    if (prefix != null && !prefix.equals(portName) && siblings.contains(prefix)) {
      prefixField.error(
          "'" + prefix + "' is the name of another port", "choose a prefix that no port has");
    }
    return new PortSpec.Vip(prefix == null ? portName : prefix, number);
  }

  private static PortRanges ranges(Field field, int port) {
    PortRanges ranges = PortRanges.EMPTY;
    for (Field item : field.items()) {
      Optional<Fields> fields = item.mapping();
      if (fields.isPresent()) {
        int begin = fields.get().field("begin").integer(0, HIGHEST).orElse(0);
        int end = fields.get().field("end").integer(0, HIGHEST).orElse(0);
        int last = end == 0 ? HIGHEST : end;
        fields.get().finish();
        if (begin > last) {
          item.error("the range begins after its end", "write the smaller number as 'begin'");
        } else {
          ranges = ranges.plus(PortRanges.of(begin, last));
        }
      }
    }
    if (!ranges.isEmpty() && port != 0 && !ranges.contains(port)) {
      field.error(
          "port " + port + " lies in none of the ranges",
          "write 'port: 0' for any free port of the ranges");
    }
    return ranges;
  }
}
