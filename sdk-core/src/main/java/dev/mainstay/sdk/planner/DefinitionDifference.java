package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.SecretWords;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What differs between two definitions of a pod, as fields of the spec. */
public final class DefinitionDifference {

  private DefinitionDifference() {}

  /** At least one for definitions that differ; none for equal ones. */
  public static ImmutableList<FieldDifference> between(PodDefinition before, PodDefinition now) {
    if (before.equals(now)) {
      return ImmutableList.of();
    }
    String path = "pods." + now.pod().type();
    ImmutableList.Builder<FieldDifference> found = ImmutableList.builder();
    found.addAll(SpecFields.differences(path, before.pod(), now.pod()));
    if (!before.portOrder().equals(now.portOrder())) {
      found.add(new FieldDifference(path + ".ports", "another order, in which they are numbered"));
    }
    if (before.placedByRegion() != now.placedByRegion()) {
      found.add(placement(path, "regions", now.placedByRegion()));
    }
    if (before.placedByZone() != now.placedByZone()) {
      found.add(placement(path, "zones", now.placedByZone()));
    }
    for (String name : Sets.union(before.scheduler().keySet(), now.scheduler().keySet())) {
      String old = before.scheduler().get(name);
      String current = now.scheduler().get(name);
      if (!Objects.equals(old, current)) {
        found.add(
            new FieldDifference(
                "environment." + name, shown(name, old) + " → " + shown(name, current)));
      }
    }
    ImmutableList<FieldDifference> all = found.build();
    return all.isEmpty() ? ImmutableList.of(new FieldDifference(path, "changed")) : all;
  }

  private static FieldDifference placement(String path, String what, boolean now) {
    return new FieldDifference(
        path + ".placement",
        (now ? "looks" : "no longer looks") + " at " + what + ", which tasks are told");
  }

  private static String shown(String name, @Nullable String value) {
    return value == null ? "not set" : "'" + SecretWords.shown(name, value) + "'";
  }
}
