package dev.mainstay.sdk.evaluate;

import static dev.mainstay.sdk.spec.PlacementRules.allOf;
import static dev.mainstay.sdk.spec.PlacementRules.anyOf;
import static dev.mainstay.sdk.spec.PlacementRules.attribute;
import static dev.mainstay.sdk.spec.PlacementRules.avoid;
import static dev.mainstay.sdk.spec.PlacementRules.avoidAgents;
import static dev.mainstay.sdk.spec.PlacementRules.colocateWith;
import static dev.mainstay.sdk.spec.PlacementRules.hostname;
import static dev.mainstay.sdk.spec.PlacementRules.not;
import static dev.mainstay.sdk.spec.PlacementRules.onAgents;
import static dev.mainstay.sdk.spec.PlacementRules.zone;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PlacementCounts;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule against an agent and against where pods already are. */
final class PlacementEvaluatorTest {

  private ServiceState state = ServiceState.empty();

  private static AgentPlace agent(
      String name, String zone, ImmutableMap<String, String> attributes) {
    return new AgentPlace(
        new AgentId(name), name, null, "here", zone, ImmutableSortedMap.copyOf(attributes));
  }

  private static AgentPlace agent(String name, String zone) {
    return agent(name, zone, ImmutableMap.of());
  }

  private static AgentPlace bare(String name) {
    return PodRecords.place(name);
  }

  private static AgentPlace racked(String name, String rack) {
    return agent(name, "a", ImmutableMap.of("rack", rack));
  }

  private void place(String pod, AgentPlace place) {
    PodRecord record = PodRecords.fresh(pod).withPlace(place);
    state = state.apply(new StateChange.Put(record));
  }

  private Evaluation evaluate(PlacementRule rule, AgentPlace place, PlacementCounts counts) {
    return rule.accept(new PlacementEvaluator("web", place, counts));
  }

  private void holds(PlacementRule rule, AgentPlace place) {
    assertThat(evaluate(rule, place, state.placements())).matches(Evaluation::passed);
  }

  private List<String> refusals(PlacementRule rule, AgentPlace place) {
    Evaluation evaluation = evaluate(rule, place, state.placements());
    assertThat(evaluation.passed()).isFalse();
    return evaluation.failures().stream().map(Evaluation::toString).toList();
  }

  @Test
  void unique_allows_one_of_the_type_with_each_value() {
    place("web-0", racked("h1", "r1"));
    place("db-0", racked("h2", "r2"));

    holds(hostname().unique(), bare("h2"));
    assertThat(refusals(hostname().unique(), bare("h1")))
        .containsExactly(
            "UNIQUE hostname: asked at most 1 of web for each hostname, available h1 has 1");
    holds(attribute("rack").unique(), racked("h3", "r2"));
    assertThat(refusals(attribute("rack").unique(), racked("h3", "r1")))
        .containsExactly("UNIQUE rack: asked at most 1 of web for each rack, available r1 has 1");
  }

  @Test
  void is_one_of_holds_for_each_value_and_no_other() {
    holds(hostname().isOneOf("h1", "h2"), agent("h1", "a"));
    holds(hostname().isOneOf("h1", "h2"), agent("h2", "a"));
    assertThat(refusals(hostname().isOneOf("h1", "h2"), agent("h3", "a"))).isNotEmpty();
  }

  @Test
  void max_per_counts_own_type_another_or_every_pod() {
    place("web-0", agent("h1", "a"));
    place("db-0", agent("h1", "a"));

    holds(zone().maxPer(2), agent("h2", "a"));
    assertThat(refusals(zone().countingEveryPod().maxPer(2), agent("h2", "a")))
        .containsExactly(
            "MAX_PER @zone 2: asked at most 2 of all pods for each @zone, available a has 2");
    assertThat(refusals(hostname().counting("db").unique(), agent("h1", "a")))
        .containsExactly(
            "UNIQUE hostname: asked at most 1 of db for each hostname, available h1 has 1");
  }

  @Test
  void an_agent_without_the_field_is_refused_by_rules_about_it_and_by_no_negation() {
    for (PlacementRule rule :
        List.of(
            zone().unique(),
            zone().groupBy(),
            zone().is("a"),
            zone().like(".*"),
            attribute("rack").maxPer(9))) {
      assertThat(refusals(rule, bare("h")))
          .singleElement()
          .asString()
          .contains("the agent has no ");
    }
    holds(zone().isNot("a"), bare("h"));
    holds(attribute("rack").unlike(".*"), bare("h"));
  }

  @Test
  void is_compares_numbers_as_numbers_and_anything_else_as_text() {
    holds(attribute("rack").is("r1"), racked("h", "r1"));
    holds(attribute("rack").is("8.000"), racked("h", "8"));
    holds(attribute("rack").is("8"), racked("h", "8.0"));
    assertThat(refusals(attribute("rack").is("r1"), racked("h", "r10")))
        .containsExactly("IS rack: asked rack is r1, available r10");
    assertThat(refusals(attribute("rack").isNot("r1"), racked("h", "r1")))
        .containsExactly("IS_NOT rack: asked rack is not r1, available r1");
    assertThat(refusals(attribute("rack").is("[1-2]"), racked("h", "1"))).hasSize(1);
  }

  @Test
  void like_matches_the_whole_value() {
    holds(attribute("rack").like("r[1-3]"), racked("h", "r2"));
    holds(attribute("cores").like("8\\.000"), agent("h", "a", ImmutableMap.of("cores", "8")));
    assertThat(refusals(hostname().like("h[12]"), bare("h12")))
        .containsExactly("LIKE hostname: asked hostname like h[12], available h12");
    assertThat(refusals(hostname().unlike("h.*"), bare("h12")))
        .containsExactly("UNLIKE hostname: asked hostname unlike h.*, available h12");
  }

  @Test
  void group_by_fills_values_evenly() {
    PlacementRule rule = zone().groupBy();
    place("web-0", agent("h1", "a"));
    holds(rule, agent("h2", "a"));
    place("web-1", agent("h2", "a"));
    place("web-2", agent("h3", "b"));

    holds(rule, agent("h4", "b"));
    holds(rule, agent("h5", "c"));
    assertThat(refusals(rule, agent("h6", "a")))
        .containsExactly(
            "GROUP_BY @zone: asked web spread evenly over the values of @zone,"
                + " available a has 2, 2 values in use have 1 to 2");
  }

  @Test
  void group_by_with_a_number_waits_for_values_that_nobody_uses_yet() {
    PlacementRule rule = zone().groupBy(3);
    place("web-0", agent("h1", "a"));
    place("web-1", agent("h2", "b"));

    holds(rule, agent("h3", "c"));
    assertThat(refusals(rule, agent("h1", "a")))
        .containsExactly(
            "GROUP_BY @zone 3: asked web spread evenly over at least 3 values of @zone,"
                + " available a has 1, 2 values in use have 1");
    place("web-2", agent("h3", "c"));
    holds(rule, agent("h1", "a"));
    holds(rule, agent("h9", "d"));
  }

  @Test
  void colocation_asks_for_the_type_on_the_agent_once_there_is_one() {
    holds(colocateWith("db"), bare("h1"));
    place("db-0", bare("h2"));

    holds(colocateWith("db"), bare("h2"));
    assertThat(refusals(colocateWith("db"), bare("h1")))
        .containsExactly("COLOCATE db: asked an agent with a pod of db, available h1 has 0");
  }

  @Test
  void avoidance_looks_at_the_agent_and_may_be_of_the_own_type() {
    place("web-0", bare("h1"));

    holds(avoid("db"), bare("h1"));
    holds(avoid("web"), bare("h2"));
    assertThat(refusals(avoid("web"), bare("h1")))
        .containsExactly(
            "AVOID web: asked an agent without another pod of web, available h1 has 1");
  }

  @Test
  void where_the_pod_itself_was_does_not_count() {
    place("web-0", agent("h1", "a"));
    PodRecord own = PodRecords.fresh("web-0").withPlace(agent("h1", "a"));
    PlacementCounts counts = state.placements().without(own);

    for (PlacementRule rule : List.of(hostname().unique(), avoid("web"), zone().groupBy(2))) {
      assertThat(evaluate(rule, agent("h1", "a"), counts)).matches(Evaluation::passed);
    }
    assertThat(counts).isEqualTo(PlacementCounts.NONE);
  }

  @Test
  void agents_are_named_by_id() {
    holds(onAgents(new AgentId("h1"), new AgentId("h2")), bare("h2"));
    holds(avoidAgents(new AgentId("h1")), bare("h2"));
    assertThat(refusals(onAgents(new AgentId("h1"), new AgentId("h2")), bare("h3")))
        .containsExactly("AGENT: asked h1, available h3", "AGENT: asked h2, available h3");
    assertThat(refusals(avoidAgents(new AgentId("h1")), bare("h1")))
        .containsExactly("NOT: asked not on agent h1, available h1");
  }

  @Test
  void all_tells_what_fails_and_any_tells_nothing_once_one_holds() {
    PlacementRule all = allOf(hostname().is("h1"), zone().is("a"), zone().is("b"));
    assertThat(refusals(all, agent("h1", "b")))
        .containsExactly("IS @zone: asked @zone is a, available b");
    PlacementRule any = anyOf(hostname().is("h1"), zone().is("a"));
    assertThat(evaluate(any, agent("h2", "a"), state.placements()).failures()).isEmpty();
    assertThat(refusals(not(any), agent("h2", "a")))
        .containsExactly("NOT: asked not (hostname is h1 or @zone is a), available h2, a");
  }

  @Test
  void rules_read_as_words() {
    assertThat(
            allOf(
                    hostname().unique(),
                    zone().groupBy(3),
                    attribute("rack").unlike("old.*"),
                    anyOf(colocateWith("db"), avoid("seed")))
                .text())
        .isEqualTo(
            "at most 1 for each hostname and spread evenly over at least 3 values of @zone"
                + " and rack unlike old.* and (on an agent with db or on an agent without seed)");
    assertThat(allOf().text()).isEqualTo("anywhere");
  }
}
