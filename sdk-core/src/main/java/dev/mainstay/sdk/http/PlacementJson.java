package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mainstay.sdk.spec.PlacementRule;
import java.util.List;

/** A placement rule as JSON: its fields, and {@code @type} that says which rule it is. */
final class PlacementJson implements PlacementRule.Visitor<ObjectNode> {

  private PlacementJson() {}

  static ObjectNode of(PlacementRule rule) {
    return rule.accept(new PlacementJson());
  }

  @Override
  public ObjectNode maxPer(PlacementRule.MaxPer rule) {
    return counted(
        type("MaxPer").put("field", rule.field()).put("max", rule.max()), rule.counted());
  }

  @Override
  public ObjectNode groupBy(PlacementRule.GroupBy rule) {
    ObjectNode node = type("GroupBy").put("field", rule.field());
    if (rule.values() != null) {
      node.put("values", rule.values());
    }
    return counted(node, rule.counted());
  }

  private static ObjectNode counted(ObjectNode node, PlacementRule.Counted counted) {
    if (counted instanceof PlacementRule.Counted.OfType type) {
      return node.put("counted", type.podType());
    }
    return counted instanceof PlacementRule.Counted.EveryPod
        ? node.put("counted", "every pod")
        : node;
  }

  @Override
  public ObjectNode is(PlacementRule.Is rule) {
    return type("Is").put("field", rule.field()).put("value", rule.value());
  }

  @Override
  public ObjectNode like(PlacementRule.Like rule) {
    return type("Like").put("field", rule.field()).put("regex", rule.regex());
  }

  @Override
  public ObjectNode colocate(PlacementRule.Colocate rule) {
    return type("Colocate").put("podType", rule.podType());
  }

  @Override
  public ObjectNode avoid(PlacementRule.Avoid rule) {
    return type("Avoid").put("podType", rule.podType());
  }

  @Override
  public ObjectNode onAgent(PlacementRule.OnAgent rule) {
    return type("OnAgent").put("agent", rule.agent().value());
  }

  @Override
  public ObjectNode not(PlacementRule.Not rule) {
    ObjectNode node = type("Not");
    node.set("rule", rule.rule().accept(this));
    return node;
  }

  @Override
  public ObjectNode and(PlacementRule.And rule) {
    return rules(type("And"), rule.rules());
  }

  @Override
  public ObjectNode or(PlacementRule.Or rule) {
    return rules(type("Or"), rule.rules());
  }

  private ObjectNode rules(ObjectNode node, List<PlacementRule> parts) {
    ArrayNode rules = node.putArray("rules");
    parts.forEach(part -> rules.add(part.accept(this)));
    return node;
  }

  private static ObjectNode type(String name) {
    return JsonNodeFactory.instance.objectNode().put("@type", name);
  }
}
