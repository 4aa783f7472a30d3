package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlacementRule.Counted;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a placement: Marathon's constraints as one text where they can say it, else objects of
 * {@link PlacementRuleSpec} and lists.
 */
final class PlacementTree implements PlacementRule.Visitor<JsonNode> {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What the short form of a constraint takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[^\\s:,\\\\\\[][^\\s:,\\\\]*");

  private final ObjectShape object;

  /**
   * A writer.
   *
   * @param object the shape of {@link PlacementRuleSpec}
   */
  PlacementTree(ObjectShape object) {
    this.object = object;
  }

  /** One row of a constraint: field, operator and perhaps a value. */
  private record Row(ImmutableList<String> cells) {

    static Row of(String... cells) {
      return new Row(ImmutableList.copyOf(cells));
    }

    boolean isPlain() {
      return cells.stream().allMatch(cell -> PLAIN.matcher(cell).matches());
    }
  }

  JsonNode write(PlacementRule rule) {
    Optional<ImmutableList<Row>> rows = rows(rule);
    return rows.isPresent() ? NODES.textNode(text(rows.get())) : rule.accept(this);
  }

  private static String text(List<Row> rows) {
    if (rows.stream().allMatch(Row::isPlain)) {
      return rows.stream()
          .map(row -> String.join(":", row.cells()))
          .collect(Collectors.joining(","));
    }
    ArrayNode all = NODES.arrayNode();
    for (Row row : rows) {
      ArrayNode cells = all.addArray();
      row.cells().forEach(cells::add);
    }
    return all.toString();
  }

  /** The rows that say the rule, empty when none do. */
  private static Optional<ImmutableList<Row>> rows(PlacementRule rule) {
    if (!(rule instanceof PlacementRule.And and) || and.rules().isEmpty()) {
      return row(rule).map(ImmutableList::of);
    }
    ImmutableList<Row> rows =
        and.rules().stream()
            .flatMap(part -> row(part).stream())
            .collect(ImmutableList.toImmutableList());
    return rows.size() == and.rules().size() ? Optional.of(rows) : Optional.empty();
  }

  private static Optional<Row> row(PlacementRule rule) {
    if (rule instanceof PlacementRule.MaxPer limit) {
      return Optional.of(row(limit)).filter(row -> limit.counted().equals(Counted.OWN_TYPE));
    }
    if (rule instanceof PlacementRule.GroupBy group) {
      return Optional.of(row(group)).filter(row -> group.counted().equals(Counted.OWN_TYPE));
    }
    if (rule instanceof PlacementRule.Not not) {
      return negatedRow(not.rule());
    }
    if (rule instanceof PlacementRule.Is is) {
      return Optional.of(Row.of(is.field(), "IS", is.value()));
    }
    return rule instanceof PlacementRule.Like like
        ? Optional.of(Row.of(like.field(), "LIKE", like.regex()))
        : Optional.empty();
  }

  private static Optional<Row> negatedRow(PlacementRule rule) {
    if (rule instanceof PlacementRule.Is is) {
      return Optional.of(Row.of(is.field(), "IS_NOT", is.value()));
    }
    return rule instanceof PlacementRule.Like like
        ? Optional.of(Row.of(like.field(), "UNLIKE", like.regex()))
        : Optional.empty();
  }

  private static Row row(PlacementRule.MaxPer rule) {
    return rule.max() == 1
        ? Row.of(rule.field(), "UNIQUE")
        : Row.of(rule.field(), "MAX_PER", Integer.toString(rule.max()));
  }

  private static Row row(PlacementRule.GroupBy rule) {
    Integer values = rule.values();
    return values == null
        ? Row.of(rule.field(), "GROUP_BY")
        : Row.of(rule.field(), "GROUP_BY", values.toString());
  }

  @Override
  public JsonNode maxPer(PlacementRule.MaxPer rule) {
    return counting(row(rule), rule.counted());
  }

  @Override
  public JsonNode groupBy(PlacementRule.GroupBy rule) {
    return counting(row(rule), rule.counted());
  }

  private JsonNode counting(Row row, Counted counted) {
    return object(
        PlacementRuleSpec.counting(
            text(ImmutableList.of(row)),
            counted instanceof Counted.OfType type ? type.podType() : PlacementRuleSpec.EVERY_POD));
  }

  @Override
  public JsonNode is(PlacementRule.Is rule) {
    return asText(rule);
  }

  @Override
  public JsonNode like(PlacementRule.Like rule) {
    return asText(rule);
  }

  private static JsonNode asText(PlacementRule rule) {
    return NODES.textNode(text(rows(rule).orElseThrow()));
  }

  @Override
  public JsonNode colocate(PlacementRule.Colocate rule) {
    return object(PlacementRuleSpec.colocation(rule.podType()));
  }

  @Override
  public JsonNode avoid(PlacementRule.Avoid rule) {
    return object(PlacementRuleSpec.avoidance(rule.podType()));
  }

  @Override
  public JsonNode onAgent(PlacementRule.OnAgent rule) {
    return object(PlacementRuleSpec.onAgents(ImmutableList.of(rule.agent().value())));
  }

  @Override
  public JsonNode not(PlacementRule.Not rule) {
    return object(PlacementRuleSpec.negation(rule.rule()));
  }

  @Override
  public JsonNode and(PlacementRule.And rule) {
    ArrayNode list = NODES.arrayNode();
    rule.rules().forEach(part -> list.add(write(part)));
    return list;
  }

  @Override
  public JsonNode or(PlacementRule.Or rule) {
    ImmutableList<String> agents =
        rule.rules().stream()
            .flatMap(
                part ->
                    part instanceof PlacementRule.OnAgent agent
                        ? Stream.of(agent.agent().value())
                        : Stream.empty())
            .collect(ImmutableList.toImmutableList());
    return object(
        agents.size() == rule.rules().size()
            ? PlacementRuleSpec.onAgents(agents)
            : PlacementRuleSpec.alternatives(rule.rules()));
  }

  private JsonNode object(PlacementRuleSpec rule) {
    return object.written(rule);
  }
}
