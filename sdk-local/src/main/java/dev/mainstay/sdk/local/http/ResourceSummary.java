package dev.mainstay.sdk.local.http;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Resources summed by name, as {@code /state} shows them. */
final class ResourceSummary implements ResourceValue.Visitor<Boolean> {

  private final Map<String, Scalar> scalars = new LinkedHashMap<>();
  private final Map<String, PortRanges> ranges = new TreeMap<>();
  private final Map<String, ImmutableSortedSet<String>> sets = new TreeMap<>();
  private String name = "";

  private ResourceSummary() {
    for (String always : List.of(Resource.DISK, Resource.MEM, Resource.GPUS, Resource.CPUS)) {
      scalars.put(always, Scalar.ZERO);
    }
  }

  static void write(JsonText text, Collection<Resource> resources) {
    ResourceSummary sum = new ResourceSummary();
    for (Resource resource : resources) {
      sum.name = resource.revocable() ? resource.name() + "_revocable" : resource.name();
      resource.value().accept(sum);
    }
    text.beginObject();
    sum.scalars.forEach((name, amount) -> text.name(name).number(amount.toDouble()));
    sum.ranges.forEach((name, range) -> text.name(name).string(range.toString()));
    sum.sets.forEach((name, items) -> text.name(name).string("{" + String.join(", ", items) + "}"));
    text.endObject();
  }

  /** The reserved ones by the role that they are reserved for. */
  static Map<String, Collection<Resource>> byRole(List<Resource> resources) {
    ImmutableListMultimap.Builder<String, Resource> byRole =
        ImmutableListMultimap.<String, Resource>builder().orderKeysBy(String::compareTo);
    for (Resource resource : resources) {
      int depth = resource.reservations().size();
      if (depth > 0) {
        byRole.put(resource.reservations().get(depth - 1).role(), resource);
      }
    }
    return byRole.build().asMap();
  }

  static List<Resource> unreserved(List<Resource> resources) {
    return resources.stream().filter(one -> one.reservations().isEmpty()).toList();
  }

  @Override
  public Boolean amount(Scalar scalar) {
    scalars.merge(name, scalar, Scalar::plus);
    return true;
  }

  @Override
  public Boolean ranges(PortRanges added) {
    ranges.merge(name, added, PortRanges::plus);
    return true;
  }

  @Override
  public Boolean items(ImmutableSortedSet<String> items) {
    sets.merge(
        name,
        items,
        (left, right) ->
            ImmutableSortedSet.<String>naturalOrder().addAll(left).addAll(right).build());
    return true;
  }
}
