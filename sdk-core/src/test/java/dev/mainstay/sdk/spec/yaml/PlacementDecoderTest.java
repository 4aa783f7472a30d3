package dev.mainstay.sdk.spec.yaml;

import static dev.mainstay.sdk.spec.PlacementRules.allOf;
import static dev.mainstay.sdk.spec.PlacementRules.anyOf;
import static dev.mainstay.sdk.spec.PlacementRules.attribute;
import static dev.mainstay.sdk.spec.PlacementRules.avoid;
import static dev.mainstay.sdk.spec.PlacementRules.avoidAgents;
import static dev.mainstay.sdk.spec.PlacementRules.colocateWith;
import static dev.mainstay.sdk.spec.PlacementRules.hostname;
import static dev.mainstay.sdk.spec.PlacementRules.not;
import static dev.mainstay.sdk.spec.PlacementRules.onAgents;
import static dev.mainstay.sdk.spec.PlacementRules.region;
import static dev.mainstay.sdk.spec.PlacementRules.zone;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.spec.PlacementRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Placement as lists and objects. */
final class PlacementDecoderTest {

  private static @Nullable PlacementRule rule(String... lines) {
    return Objects.requireNonNull(SpecText.load(SpecText.pod(lines)).spec().pods().get("node"))
        .placement();
  }

  private static ImmutableList<String> problems(String... lines) {
    return SpecText.problems(SpecText.pod(lines));
  }

  @Test
  void a_list_holds_as_a_whole() {
    assertThat(
            rule(
                "placement:",
                "  - hostname:UNIQUE",
                "  - '@zone:GROUP_BY:3'",
                "  - '[[\"rack\", \"LIKE\", \"r.*\"]]'",
                "  - avoid: node"))
        .isEqualTo(
            allOf(
                hostname().unique(),
                zone().groupBy(3),
                attribute("rack").like("r.*"),
                avoid("node")));
  }

  @Test
  void a_single_rule_needs_no_list() {
    assertThat(rule("placement: {colocate-with: node}")).isEqualTo(colocateWith("node"));
    assertThat(rule("placement: [avoid: node]")).isEqualTo(avoid("node"));
    assertThat(rule("placement: {agents: [a, b]}"))
        .isEqualTo(onAgents(new AgentId("a"), new AgentId("b")));
  }

  @Test
  void an_empty_list_is_anywhere() {
    assertThat(rule("placement: []")).isNull();
    assertThat(rule("placement: [[]]")).isNull();
    assertThat(rule("placement:")).isNull();
  }

  @Test
  void rules_nest() {
    assertThat(
            rule(
                "placement:",
                "  any-of:",
                "    - rack:IS:r1",
                "    - - rack:IS:r2",
                "      - not: {agents: [S3]}",
                "    - not: [old:LIKE:yes|true, {avoid: node}]"))
        .isEqualTo(
            anyOf(
                attribute("rack").is("r1"),
                allOf(attribute("rack").is("r2"), avoidAgents(new AgentId("S3"))),
                not(allOf(attribute("old").like("yes|true"), avoid("node")))));
  }

  @Test
  void a_constraint_may_count_other_pods() {
    assertThat(rule("placement: {constraint: 'hostname:UNIQUE', counting: every pod}"))
        .isEqualTo(hostname().countingEveryPod().unique());
    assertThat(rule("placement: {constraint: 'hostname:MAX_PER:2,@zone:GROUP_BY', counting: node}"))
        .isEqualTo(allOf(hostname().counting("node").maxPer(2), zone().counting("node").groupBy()));
  }

  @Test
  void the_region_of_the_service_joins_the_rules() {
    String text = SpecText.pod("placement: [hostname:UNIQUE, avoid: node]");
    assertThat(
            SpecLoader.load(
                    "svc.yml",
                    text,
                    ImmutableMap.of("SERVICE_REGION", "here"),
                    new GivenTemplates(ImmutableMap.of()))
                .spec()
                .pods())
        .allSatisfy(
            (type, pod) ->
                assertThat(pod.placement())
                    .isEqualTo(allOf(region().is("here"), hostname().unique(), avoid("node"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "avoid: nod; 6:16: pods.node.placement.0.avoid: the service has no pod type 'nod', did you mean 'node'?",
        "colocate-with: ; 6:9: pods.node.placement.0: the rule says nothing, write one of constraint",
        "colocate-with: [node]; 6:24: pods.node.placement.0.colocate-with: a list is not text",
        "colocatewith: node; 6:9: pods.node.placement.0: unknown key 'colocatewith', did you mean 'colocate-with'?",
        "not: {}; 6:14: pods.node.placement.0.not: the rule says nothing",
        "not: rack:IZ:r1; 6:14: pods.node.placement.0.not: element 2: 'IZ' is not an operator",
        "any-of: []; 6:17: pods.node.placement.0.any-of: any of no rules allows no agent",
        "any-of: rack:IS:a; 6:17: pods.node.placement.0.any-of: 'rack:IS:a' is not a list",
        "agents: []; 6:17: pods.node.placement.0.agents: no agent is named",
        "agents: [~]; 6:18: pods.node.placement.0.agents.0: the agent's id is empty",
        "; 6:8: pods.node.placement.0: the rule is empty",
        "{avoid: node, not: rack:IS:a}; 6:9: pods.node.placement.0: 'avoid' and 'not' in one rule",
        "{avoid: node, counting: node}; 6:33: pods.node.placement.0.counting: only a 'constraint' counts pods",
        "{constraint: rack:IS:a, counting: node}; 6:43: pods.node.placement.0.counting: not every row",
        "[rack, IS, a]; 6:9: pods.node.placement.0: a constraint is a text, this is a list",
      })
  void a_mistake_is_told_at_its_place(@Nullable String item, String problem) {
    assertThat(problems("placement:", "  - " + (item == null ? "" : item), "  - hostname:UNIQUE"))
        .singleElement()
        .asString()
        .startsWith("svc.yml:" + problem.split(", ", 2)[0])
        .contains(problem.split(", ", 2)[problem.split(", ", 2).length - 1]);
  }
}
