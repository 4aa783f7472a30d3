package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mainstay.sdk.spec.PlacementRule;

/**
 * Writes a placement as Marathon's constraints in JSON. Rules that they cannot say, which only Java
 * has, are refused.
 */
final class PlacementText implements PlacementRule.Visitor<ArrayNode> {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The text; throws {@link IllegalArgumentException} when there is none for the rule. */
  static String of(PlacementRule rule) {
    return rule.accept(new PlacementText()).toString();
  }

  @Override
  public ArrayNode maxPer(PlacementRule.MaxPer rule) {
    return rule.counted().equals(PlacementRule.Counted.OWN_TYPE)
        ? row(rule.field(), "MAX_PER", Integer.toString(rule.max()))
        : refuse(rule);
  }

  @Override
  public ArrayNode groupBy(PlacementRule.GroupBy rule) {
    if (!rule.counted().equals(PlacementRule.Counted.OWN_TYPE)) {
      return refuse(rule);
    }
    Integer values = rule.values();
    return values == null
        ? row(rule.field(), "GROUP_BY")
        : row(rule.field(), "GROUP_BY", values.toString());
  }

  @Override
  public ArrayNode is(PlacementRule.Is rule) {
    return row(rule.field(), "IS", rule.value());
  }

  @Override
  public ArrayNode like(PlacementRule.Like rule) {
    return row(rule.field(), "LIKE", rule.regex());
  }

  @Override
  public ArrayNode colocate(PlacementRule.Colocate rule) {
    return refuse(rule);
  }

  @Override
  public ArrayNode avoid(PlacementRule.Avoid rule) {
    return refuse(rule);
  }

  @Override
  public ArrayNode onAgent(PlacementRule.OnAgent rule) {
    return refuse(rule);
  }

  @Override
  public ArrayNode not(PlacementRule.Not rule) {
    if (rule.rule() instanceof PlacementRule.Is is) {
      return row(is.field(), "IS_NOT", is.value());
    }
    if (rule.rule() instanceof PlacementRule.Like like) {
      return row(like.field(), "UNLIKE", like.regex());
    }
    return refuse(rule);
  }

  @Override
  public ArrayNode and(PlacementRule.And rule) {
    ArrayNode rows = NODES.arrayNode();
    rule.rules().forEach(part -> rows.addAll(part.accept(this)));
    return rows;
  }

  @Override
  public ArrayNode or(PlacementRule.Or rule) {
    return refuse(rule);
  }

  private static ArrayNode row(String... cells) {
    ArrayNode rows = NODES.arrayNode();
    ArrayNode row = rows.addArray();
    for (String cell : cells) {
      row.add(cell);
    }
    return rows;
  }

  private static ArrayNode refuse(PlacementRule rule) {
    throw new IllegalArgumentException(
        "a placement in YAML cannot say '" + rule.text() + "', which is a rule of Java alone");
  }
}
