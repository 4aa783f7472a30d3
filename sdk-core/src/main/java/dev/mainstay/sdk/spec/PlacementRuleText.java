package dev.mainstay.sdk.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A rule in words. */
final class PlacementRuleText implements PlacementRule.Visitor<String> {

  @Override
  public String maxPer(PlacementRule.MaxPer rule) {
    return "at most " + rule.max() + counted(rule.counted()) + " for each " + rule.field();
  }

  @Override
  public String groupBy(PlacementRule.GroupBy rule) {
    String over = rule.values() == null ? "the" : "at least " + rule.values();
    return "spread"
        + counted(rule.counted())
        + " evenly over "
        + over
        + " values of "
        + rule.field();
  }

  private static String counted(PlacementRule.Counted counted) {
    if (counted instanceof PlacementRule.Counted.OfType type) {
      return " of " + type.podType();
    }
    return counted instanceof PlacementRule.Counted.EveryPod ? " of all pods" : "";
  }

  @Override
  public String is(PlacementRule.Is rule) {
    return rule.field() + " is " + rule.value();
  }

  @Override
  public String like(PlacementRule.Like rule) {
    return rule.field() + " like " + rule.regex();
  }

  @Override
  public String colocate(PlacementRule.Colocate rule) {
    return "on an agent with " + rule.podType();
  }

  @Override
  public String avoid(PlacementRule.Avoid rule) {
    return "on an agent without " + rule.podType();
  }

  @Override
  public String onAgent(PlacementRule.OnAgent rule) {
    return "on agent " + rule.agent();
  }

  @Override
  public String not(PlacementRule.Not rule) {
    if (rule.rule() instanceof PlacementRule.Is is) {
      return is.field() + " is not " + is.value();
    }
    return rule.rule() instanceof PlacementRule.Like like
        ? like.field() + " unlike " + like.regex()
        : "not " + inner(rule.rule());
  }

  @Override
  public String and(PlacementRule.And rule) {
    return rule.rules().isEmpty() ? "anywhere" : joined(rule.rules(), " and ");
  }

  @Override
  public String or(PlacementRule.Or rule) {
    return joined(rule.rules(), " or ");
  }

  private String joined(List<PlacementRule> rules, String word) {
    return rules.stream().map(this::inner).collect(Collectors.joining(word));
  }

  private String inner(PlacementRule rule) {
    boolean plain = !(rule instanceof PlacementRule.And) && !(rule instanceof PlacementRule.Or);
    return plain ? rule.accept(this) : "(" + rule.accept(this) + ")";
  }
}
