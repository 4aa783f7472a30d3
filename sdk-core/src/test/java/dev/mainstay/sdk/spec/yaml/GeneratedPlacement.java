package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlacementRules;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A placement rule of any kind, nested. */
final class GeneratedPlacement {

  private static final int DEEPEST = 3;

  private final GeneratedValues values;
  private final List<String> podTypes;

  GeneratedPlacement(GeneratedValues values, List<String> podTypes) {
    this.values = values;
    this.podTypes = podTypes;
  }

  PlacementRule rule(int depth) {
    return switch (values.between(depth < DEEPEST ? 0 : 3, 11)) {
      case 0 -> PlacementRules.allOf(rules(depth));
      case 1 -> PlacementRules.anyOf(rules(depth));
      case 2 -> PlacementRules.not(rule(depth + 1));
      case 3 -> PlacementRules.colocateWith(values.anyOf(podTypes));
      case 4 -> PlacementRules.avoid(values.anyOf(podTypes));
      case 5 -> PlacementRules.onAgents(agents());
      case 6 -> PlacementRules.avoidAgents(agents());
      case 7 -> field().maxPer(values.between(1, 3));
      case 8 -> values.sometimes() ? field().groupBy() : field().groupBy(values.between(1, 9));
      case 9 -> field().is(values.textOrNone());
      case 10 -> field().isNot(values.textOrNone());
      default ->
          field().like(values.anyOf("a.*", "r{1,3}", "x:y", "a b", "", "yes|true", "[0-9]+"));
    };
  }

  private List<PlacementRule> rules(int depth) {
    return IntStream.range(0, values.between(1, 4)).mapToObj(index -> rule(depth + 1)).toList();
  }

  private AgentId[] agents() {
    return Stream.of("S1", "0a-S2", " ~")
        .limit(values.between(1, 3))
        .map(AgentId::new)
        .toArray(AgentId[]::new);
  }

  private PlacementRules.On field() {
    PlacementRules.On on =
        values.anyOf(
            PlacementRules.hostname(),
            PlacementRules.zone(),
            PlacementRules.region(),
            PlacementRules.attribute(values.textOrNone()));
    return values.sometimes()
        ? on.countingEveryPod()
        : values.sometimes() ? on.counting(values.anyOf(podTypes)) : on;
  }
}
