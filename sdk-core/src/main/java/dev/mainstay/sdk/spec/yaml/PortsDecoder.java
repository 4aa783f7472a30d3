package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.spec.PortSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ports}. */
final class PortsDecoder {

  private static final int HIGHEST = 65535;

  private final SpecContext context;
  private final Uniques fixedPorts;
  private final Uniques variables =
      new Uniques("environment variable", "give one of the ports another 'env-key'");

  PortsDecoder(SpecContext context, Uniques fixedPorts) {
    this.context = context;
    this.fixedPorts = fixedPorts;
  }

  ImmutableList<PortSpec> decode(Field field) {
    ImmutableList.Builder<PortSpec> ports = ImmutableList.builder();
    Optional<Fields> named = field.mapping();
    if (named.isPresent()) {
      ImmutableList<Field> all = named.get().all();
      ImmutableSet<String> names =
          all.stream().map(Field::name).collect(ImmutableSet.toImmutableSet());
      for (Field port : all) {
        if (port.isAbsent()) {
          port.error("the port is empty", "write 'port: 0' below it for any free port");
        }
        port.mapping().ifPresent(fields -> ports.add(port(Names.part(port), port, fields, names)));
      }
    }
    return ports.build();
  }

  private PortSpec port(String name, Field port, Fields fields, ImmutableSet<String> siblings) {
    Field numberField = fields.field("port");
    int number =
        numberField.integer(0, HIGHEST).required("write the number, or 0 for any free port");
    if (number > 0) {
      fixedPorts.add(Integer.toString(number), numberField);
    }
    boolean advertise = fields.field("advertise").bool().orElse(false);
    if (advertise) {
      context.advertisedPorts().add(name, port);
    }
    PortSpec spec =
        new PortSpec(
            name,
            number,
            fields.field("env-key").textOrBlank(),
            advertise,
            ranges(fields.field("ranges"), number),
            vip(fields.field("vip"), name, siblings));
    variables.add(spec.variable(), spec.envKey() == null ? port : fields.field("env-key"));
    fields.finish();
    return spec;
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
