package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.input.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * {@code depends-on}: what waits for what, which may be no circle, nor name what is not there, nor
 * stand where another strategy does not look at it.
 */
final class DependencyCheck {

  private final String kind;
  private final ImmutableSet<String> names;
  private final UnaryOperator<String> entryOf;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, ImmutableList<String>> after = new LinkedHashMap<>();

  /**
   * A check of what is named.
   *
   * @param kind such as {@code phase}
   * @param names all that may be named
   * @param entryOf which of the entries that are put is meant by a name
   */
  DependencyCheck(String kind, ImmutableSet<String> names, UnaryOperator<String> entryOf) {
    this.kind = kind;
    this.names = names;
    this.entryOf = entryOf;
  }

  /**
   * Reads what one entry waits for.
   *
   * @param owner whose strategy has to be {@code dependency}, such as {@code plan}
   */
  ImmutableList<String> read(String entry, Field field, String owner, StrategyKind strategy) {
    if (!field.isAbsent() && strategy != StrategyKind.DEPENDENCY) {
      field.error(
          "only a %s of strategy 'dependency' looks at 'depends-on'".formatted(owner),
          "write 'strategy: dependency' for the %s, or remove the key".formatted(owner));
    }
    Set<String> known = new LinkedHashSet<>();
    for (Field item : field.items()) {
      String name = item.filledText().optional().map(String::strip).orElse("");
      if (names.contains(name)) {
        known.add(name);
      } else if (!name.isEmpty() && !item.isUnknown()) {
        String hint = Ints.tryParse(name) == null ? Spelling.hint(name, names) : "";
        item.error(
            "there is no %s '%s'".formatted(kind, name),
            hint.isEmpty() ? "write one of " + names : hint);
      }
    }
    ImmutableList<String> before = ImmutableList.copyOf(known);
    if (strategy == StrategyKind.DEPENDENCY) {
      fields.put(entry, field);
      after.put(entry, before);
    }
    return before;
  }

  /** Tells of each circle once, at the first entry of it. */
  void finish() {
    Set<String> done = new HashSet<>();
    after.keySet().forEach(entry -> walk(entry, new ArrayList<>(), done));
  }

  private void walk(String entry, List<String> way, Set<String> done) {
    int seen = way.indexOf(entry);
    if (seen >= 0) {
      tell(way.subList(seen, way.size()));
      return;
    }
    if (!done.add(entry)) {
      return;
    }
    way.add(entry);
    for (String name : after.getOrDefault(entry, ImmutableList.of())) {
      walk(entryOf.apply(name), way, done);
    }
    way.remove(way.size() - 1);
  }

  private void tell(List<String> circle) {
    Field field = fields.get(circle.get(0));
    if (field == null) {
      throw new IllegalStateException("no entry " + circle.get(0) + " among " + fields.keySet());
    }
    field.error(
        circle.size() == 1
            ? "%s '%s' would wait for itself".formatted(kind, circle.get(0))
            : "%ss %s wait for each other in a circle".formatted(kind, circle),
        "remove one of the dependencies");
  }
}
