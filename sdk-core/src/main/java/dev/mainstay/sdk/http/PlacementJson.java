package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mainstay.sdk.spec.PlacementRule;

/** A placement rule as JSON: its fields, and {@code @type} that says which rule it is. */
final class PlacementJson implements PlacementRule.Visitor<ObjectNode> {

  private PlacementJson() {}

  static ObjectNode of(PlacementRule rule) {
    return rule.accept(new PlacementJson());
  }

  @Override
  public ObjectNode maxPer(PlacementRule.MaxPer rule) {
    return type("MaxPer").put("field", rule.field()).put("max", rule.max());
  }

  @Override
  public ObjectNode like(PlacementRule.Like rule) {
    return type("Like").put("field", rule.field()).put("regex", rule.regex());
  }

  @Override
  public ObjectNode and(PlacementRule.And rule) {
    ObjectNode node = type("And");
    ArrayNode rules = node.putArray("rules");
    rule.rules().forEach(part -> rules.add(part.accept(this)));
    return node;
  }

  private static ObjectNode type(String name) {
    return JsonNodeFactory.instance.objectNode().put("@type", name);
  }
}
