package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.evaluate.Evaluation;
import dev.mainstay.sdk.evaluate.OfferEvaluator;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PlacementCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the instances of a pod have room on the declared agents of an embedded cluster, by its
 * placement.
 */
final class AgentRoom {

  /** The embedded cluster has one region; only an agent with a zone is in it. */
  private static final String REGION = "local";

  private AgentRoom() {}

  /** Empty when nothing is known to be in the way, which is no promise. */
  static Optional<String> problem(
      PodSpec pod, PlacementRule rule, ImmutableList<AgentOptions> agents) {
    if (namesAgents(rule)) {
      return Optional.empty(); // ids are only known once the agents are registered
    }
    List<AgentPlace> places = places(agents);
    List<AgentPlace> allowed = new ArrayList<>();
    Optional<Evaluation> refusal = Optional.empty();
    for (AgentPlace place : places) {
      Evaluation alone = OfferEvaluator.placement(rule, pod.type(), place, PlacementCounts.NONE);
      if (alone.passed()) {
        allowed.add(place);
      } else {
        refusal = alone.failures().stream().findFirst();
      }
    }
    if (allowed.isEmpty()) {
      return Optional.of(
          "pod %s can be placed on none of the %d agents (%s); use %s"
              .formatted(
                  pod.type(),
                  agents.size(),
                  refusal.map(Evaluation::toString).orElse(rule.text()),
                  options(rule.fields())));
    }
    return conjuncts(rule)
        .flatMap(part -> tooMany(pod, part, allowed, agents.size()).stream())
        .findFirst();
  }

  private static boolean namesAgents(PlacementRule rule) {
    if (rule instanceof PlacementRule.Not not) {
      return namesAgents(not.rule());
    }
    if (rule instanceof PlacementRule.Or or) {
      return or.rules().stream().anyMatch(AgentRoom::namesAgents);
    }
    return rule instanceof PlacementRule.And and
        ? and.rules().stream().anyMatch(AgentRoom::namesAgents)
        : rule instanceof PlacementRule.OnAgent;
  }

  private static List<AgentPlace> places(ImmutableList<AgentOptions> agents) {
    List<AgentPlace> places = new ArrayList<>();
    for (AgentOptions agent : agents) {
      String name = "agent-" + (places.size() + 1);
      places.add(
          new AgentPlace(
              new AgentId(name),
              name,
              null,
              agent.zone() == null ? null : REGION,
              agent.zone(),
              ImmutableSortedMap.copyOf(agent.attributes())));
    }
    return places;
  }

  private static Stream<PlacementRule> conjuncts(PlacementRule rule) {
    return rule instanceof PlacementRule.And and
        ? and.rules().stream().flatMap(AgentRoom::conjuncts)
        : Stream.of(rule);
  }

  private static Optional<String> tooMany(
      PodSpec pod, PlacementRule rule, List<AgentPlace> allowed, int agents) {
    if (!(rule instanceof PlacementRule.MaxPer limit)
        || !limit.counted().equals(PlacementRule.Counted.OWN_TYPE)) {
      return Optional.empty();
    }
    long values =
        allowed.stream().flatMap(place -> place.field(limit.field()).stream()).distinct().count();
    long most = limit.max() * values;
    return pod.count() <= most
        ? Optional.empty()
        : Optional.of(
            "pod %s has %d instances, and its placement allows %d on %d agents; use %s"
                .formatted(pod.type(), pod.count(), most, agents, options(List.of(limit.field()))));
  }

  /** The options of the command line that give agents other values of these fields. */
  private static String options(Iterable<String> fields) {
    List<String> options = new ArrayList<>();
    for (String field : fields) {
      String option =
          switch (field) {
            case PlacementRule.HOSTNAME -> "--agents";
            case PlacementRule.REGION, PlacementRule.ZONE -> "--agent-zones";
            default -> "--agent-attributes";
          };
      if (!options.contains(option)) {
        options.add(option);
      }
    }
    return options.isEmpty() ? "--agents" : String.join(" or ", options);
  }
}
