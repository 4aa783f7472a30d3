package dev.mainstay.sdk.spec.yaml;

import static dev.mainstay.sdk.spec.PlacementRules.allOf;
import static dev.mainstay.sdk.spec.PlacementRules.attribute;
import static dev.mainstay.sdk.spec.PlacementRules.hostname;
import static dev.mainstay.sdk.spec.PlacementRules.region;
import static dev.mainstay.sdk.spec.PlacementRules.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.PlacementRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlacementParserTest {

  private static final TemplateReader NO_TEMPLATES =
      new TemplateReader() {
        @Override
        public Optional<String> read(String path) {
          return Optional.empty();
        }

        @Override
        public ImmutableSet<String> known() {
          return ImmutableSet.of();
        }
      };

  private static LoadedSpec load(String placement, int count) {
    String text =
        """
        name: kiosk
        pods:
          node:
            count: %d
            placement: {{{PLACEMENT}}}
            tasks:
              server: {goal: RUNNING, cmd: x, cpus: 1}
        """
            .formatted(count);
    String quoted = "'" + placement.replace("'", "''") + "'";
    return SpecLoader.load("svc.yml", text, ImmutableMap.of("PLACEMENT", quoted), NO_TEMPLATES);
  }

  private static @Nullable PlacementRule rule(String placement) {
    return Objects.requireNonNull(load(placement, 1).spec().pods().get("node")).placement();
  }

  private static String problem(String placement) {
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> load(placement, 1));
    assertThat(refusal).as(placement).isNotNull();
    assertThat(refusal.problems()).as(placement).hasSize(1);
    Problem problem = refusal.problems().get(0);
    assertThat(problem.field()).isEqualTo("pods.node.placement");
    return problem.what() + "; " + problem.remedy();
  }

  private static List<String> warnings(String placement, int count) {
    return load(placement, count).warnings().stream()
        .map(problem -> problem.what() + "; " + problem.remedy())
        .toList();
  }

  @Test
  void json_one_row_and_the_short_form_say_the_same() {
    PlacementRule unique = hostname().unique();
    assertThat(rule("[[\"hostname\", \"UNIQUE\"]]")).isEqualTo(unique);
    assertThat(rule("[\"hostname\", \"UNIQUE\"]")).isEqualTo(unique);
    assertThat(rule("hostname:UNIQUE")).isEqualTo(unique);
    assertThat(rule("@hostname:unique")).isEqualTo(unique);
    assertThat(rule("  [ [ \"hostname\" ,\"Unique\" ] ] ")).isEqualTo(unique);
    assertThat(rule(" hostname : UNIQUE , @zone : GROUP_BY : 3 "))
        .isEqualTo(allOf(unique, zone().groupBy(3)));
  }

  @Test
  void every_operator_becomes_a_rule() {
    String rack = "[\"rack\", \"%s\"%s]";
    assertThat(rule(rack.formatted("UNIQUE", ""))).isEqualTo(attribute("rack").unique());
    assertThat(rule(rack.formatted("CLUSTER", ", \"r1\""))).isEqualTo(attribute("rack").is("r1"));
    assertThat(rule(rack.formatted("GROUP_BY", ""))).isEqualTo(attribute("rack").groupBy());
    assertThat(rule(rack.formatted("GROUP_BY", ", \"3\""))).isEqualTo(attribute("rack").groupBy(3));
    assertThat(rule(rack.formatted("LIKE", ", \"r[1-3]\"")))
        .isEqualTo(attribute("rack").like("r[1-3]"));
    assertThat(rule(rack.formatted("UNLIKE", ", \"r[7-9]\"")))
        .isEqualTo(attribute("rack").unlike("r[7-9]"));
    assertThat(rule(rack.formatted("MAX_PER", ", \"2\""))).isEqualTo(attribute("rack").maxPer(2));
    assertThat(rule(rack.formatted("MAX_PER", ", 2"))).isEqualTo(attribute("rack").maxPer(2));
    assertThat(rule(rack.formatted("IS", ", \"r1\""))).isEqualTo(attribute("rack").is("r1"));
    assertThat(rule(rack.formatted("IS_NOT", ", \"r1\""))).isEqualTo(attribute("rack").isNot("r1"));
    assertThat(rule("@region:IS:here")).isEqualTo(region().is("here"));
    assertThat(rule("zone:GROUP_BY:3")).isEqualTo(attribute("zone").groupBy(3));
  }

  @Test
  void rows_must_all_hold() {
    assertThat(
            rule(
                "[[\"hostname\",\"UNIQUE\"],[\"rack\",\"CLUSTER\",\"rack-1\"],[\"rack\",\"GROUP_BY\"]]"))
        .isEqualTo(
            allOf(hostname().unique(), attribute("rack").is("rack-1"), attribute("rack").groupBy()))
        .isEqualTo(rule("hostname:UNIQUE,rack:CLUSTER:rack-1,rack:GROUP_BY"));
  }

  @Test
  void a_backslash_keeps_a_separator_and_stays_before_anything_else() {
    assertThat(rule("rack:LIKE:rack-{1\\,3}")).isEqualTo(attribute("rack").like("rack-{1,3}"));
    assertThat(rule("rack:LIKE:a\\:b\\:c")).isEqualTo(attribute("rack").like("a:b:c"));
    assertThat(rule("rack:LIKE:r\\d+")).isEqualTo(attribute("rack").like("r\\d+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "[ ]"})
  void nothing_is_anywhere(String text) {
    assertThat(rule(text)).isNull();
    assertThat(warnings(text, 3)).isEmpty();
  }

  @Test
  void bad_json_is_told_with_the_place_in_the_text_and_a_repair() {
    assertThat(problem("[[\"hostname\", \"UNIQUE\"]"))
        .contains("the placement is not JSON: the text ends before a ']'")
        .endsWith(" at the end of [[\"hostname\", \"UNIQUE\"]; write [[\"hostname\", \"UNIQUE\"]]");
    assertThat(problem("[['hostname', 'UNIQUE']]"))
        .contains(" at character 3 of ")
        .endsWith("; write [[\"hostname\", \"UNIQUE\"]]");
    assertThat(problem("[[\\\"hostname\\\",\\\"MAX_PER\\\",\\\"1\\\"]]"))
        .endsWith("; write [[\"hostname\",\"MAX_PER\",\"1\"]]");
    assertThat(problem("[[\"hostname\",\"UNIQUE\"]],"))
        .endsWith("; write [[\"hostname\",\"UNIQUE\"]]");
    assertThat(problem("[\"hostname\",\"UNIQUE\"],[[\"hostname\",\"LIKE\",\"10.0.3.6\"]"))
        .contains("no value begins with ',' at character 22 of ")
        .endsWith("; write it as [[\"hostname\", \"UNIQUE\"]]");
  }

  @Test
  void a_row_of_the_wrong_length_is_told_by_its_number() {
    assertThat(problem("[[\"hostname\",\"UNIQUE\"],[]]"))
        .isEqualTo(
            "row 2 is empty; write [\"hostname\", \"UNIQUE\"], or [] for no constraint at all");
    assertThat(problem("[[]]")).startsWith("the constraint is empty; ");
    assertThat(problem("[[\"hostname:UNIQUE\"]]"))
        .isEqualTo(
            "the constraint: [\"hostname:UNIQUE\"] has 1 element; write [\"hostname\", \"UNIQUE\"]");
    assertThat(problem("[[[\"hostname\",\"UNIQUE\"]]]"))
        .isEqualTo(
            "the constraint: element 1 is a list: [\"hostname\",\"UNIQUE\"];"
                + " take one pair of brackets away");
    assertThat(problem("[\"hostname\", {\"UNIQUE\": 1}]"))
        .contains("element 2 is an object: {\"UNIQUE\":1}");
    assertThat(problem("[[\"a\",\"UNIQUE\"], \"b:UNIQUE\"]"))
        .startsWith("row 2: \"b:UNIQUE\" is no");
    assertThat(problem("hostname:UNIQUE,"))
        .isEqualTo("row 2 is empty; take the ',' beside it away");
    assertThat(problem("rack:LIKE:foo:bar"))
        .isEqualTo(
            "the constraint has 4 elements, at most field:OPERATOR:value is meant;"
                + " write a ':' inside of a value as '\\:' and a ',' as '\\,'");
    assertThat(problem("hostname,UNIQUE".replace(",UNIQUE", "")))
        .startsWith("the constraint: 'hostname' has no operator; ");
  }

  @Test
  void a_bad_element_is_told_with_what_would_be_right() {
    assertThat(problem("rack:LIEK:foo"))
        .isEqualTo("element 2: 'LIEK' is not an operator; did you mean 'LIKE'?");
    assertThat(problem("hostname:UNIQUE,rack:FOO:foo"))
        .isEqualTo(
            "row 2, element 2: 'FOO' is not an operator; write one of [UNIQUE, CLUSTER, GROUP_BY,"
                + " LIKE, UNLIKE, MAX_PER, IS, IS_NOT]");
    assertThat(problem("UNIQUE:hostname"))
        .isEqualTo(
            "element 2: 'hostname' is not an operator;"
                + " the field comes first: [\"hostname\", \"UNIQUE\"]");
    assertThat(problem("[[\"hostname\", null]]"))
        .startsWith("element 2: 'null' is not an operator");
    for (String operator : List.of("CLUSTER", "LIKE", "UNLIKE", "IS", "IS_NOT")) {
      assertThat(problem("rack:" + operator))
          .isEqualTo(
              "element 3 is missing: %s needs a value; write [\"rack\", \"%s\", \"…\"]"
                  .formatted(operator, operator));
    }
    assertThat(problem("rack:MAX_PER")).endsWith("; write [\"rack\", \"MAX_PER\", \"2\"]");
    assertThat(problem("rack:MAX_PER:"))
        .isEqualTo("element 3: '' is not a limit for MAX_PER; write a whole number from 1");
    assertThat(problem("rack:MAX_PER:0")).startsWith("element 3: '0' is not a limit");
    assertThat(problem("rack:GROUP_BY:foo"))
        .isEqualTo(
            "element 3: 'foo' is not how many values there are for GROUP_BY;"
                + " write a whole number, or leave it out");
    assertThat(problem("rack:LIKE:*-west"))
        .isEqualTo(
            "element 3: '*-west' is not a regular expression: Dangling meta character '*';"
                + " write '.*-west'");
    assertThat(problem("rack:LIKE:" + "(".repeat(20_000))).contains("more than 200 groups");
  }

  @Test
  void what_was_accepted_but_cannot_be_meant_is_a_warning() {
    assertThat(warnings("hostname:UNIQUE:2", 1))
        .containsExactly(
            "UNIQUE takes no value, '2' is ignored; leave it out, or write MAX_PER with a number");
    assertThat(warnings("Hostname:UNIQUE", 1))
        .containsExactly(
            "element 1: 'Hostname' is taken for the name of an agent's attribute;"
                + " did you mean 'hostname'?");
    assertThat(warnings("@zones:GROUP_BY", 1)).first().asString().endsWith("did you mean '@zone'?");
    assertThat(warnings("rack:GROUP_BY:0", 1)).hasSize(1);
    assertThat(rule("rack:GROUP_BY:0")).isEqualTo(attribute("rack").groupBy());
    assertThat(warnings("rack:LIKE:", 1)).hasSize(1);
    assertThat(warnings("zone:GROUP_BY:3,rack_id:LIKE:rack-foo-.*", 1)).isEmpty();
  }

  @Test
  void rules_that_leave_no_room_are_a_warning() {
    assertThat(warnings("hostname:UNIQUE,hostname:CLUSTER:a", 3))
        .containsExactly(
            "of 3 instances 1 can be placed: hostname is a, and at most 1 for each hostname;"
                + " lower 'count' to 1 or take one of the two away");
    assertThat(warnings("hostname:UNIQUE,hostname:CLUSTER:a", 1)).isEmpty();
    assertThat(warnings("@zone:GROUP_BY:3,@zone:IS:a", 2)).hasSize(1);
    assertThat(warnings("rack:IS:a,rack:IS:b", 1))
        .containsExactly(
            "no agent can be chosen: rack is a, and rack is b; take one of the two away");
    assertThat(warnings("rack:IS:a,rack:UNLIKE:[a-c]", 1)).hasSize(1);
    assertThat(warnings("rack:IS:a,rack:IS_NOT:a", 1)).hasSize(1);
    assertThat(warnings("rack:IS:a,rack:LIKE:[a-c]", 1)).isEmpty();
    assertThat(warnings("hostname:UNIQUE,hostname:MAX_PER:3", 1))
        .containsExactly(
            "'at most 3 for each hostname' says nothing beside a limit of 1;"
                + " take one of the two away");
  }

  @Test
  void the_region_of_the_service_is_that_of_pods_that_name_none() {
    assertThat(inRegion("")).isEqualTo(region().is("Europe"));
    assertThat(inRegion("hostname:UNIQUE"))
        .isEqualTo(allOf(region().is("Europe"), hostname().unique()));
    assertThat(inRegion("@region:IS:Asia")).isEqualTo(region().is("Asia"));
  }

  private static @Nullable PlacementRule inRegion(String placement) {
    String text =
        """
        name: kiosk
        pods:
          node:
            count: 1
            placement: '%s'
            tasks:
              server: {goal: RUNNING, cmd: x, cpus: 1}
        """
            .formatted(placement);
    LoadedSpec loaded =
        SpecLoader.load("svc.yml", text, ImmutableMap.of("SERVICE_REGION", "Europe"), NO_TEMPLATES);
    return Objects.requireNonNull(loaded.spec().pods().get("node")).placement();
  }

  @Test
  void a_list_without_quotes_is_told_how_to_be_quoted() {
    InvalidInputException refusal =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                SpecLoader.load(
                    "svc.yml",
                    """
                    name: kiosk
                    pods:
                      node:
                        count: 1
                        placement: [[hostname, UNIQUE], [rack, MAX_PER, 2]]
                        tasks:
                          server: {goal: RUNNING, cmd: x, cpus: 1}
                    """,
                    ImmutableMap.of(),
                    NO_TEMPLATES));
    assertThat(refusal.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "svc.yml:5:16: pods.node.placement: a constraint is a text, this is a list; put it in"
                + " quotes: '[[\"hostname\", \"UNIQUE\"], [\"rack\", \"MAX_PER\", \"2\"]]'");
  }
}
