package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;

/** The fields that a rule looks at. */
final class PlacementRuleFields implements PlacementRule.Visitor<ImmutableSet<String>> {

  @Override
  public ImmutableSet<String> maxPer(PlacementRule.MaxPer rule) {
    return ImmutableSet.of(rule.field());
  }

  @Override
  public ImmutableSet<String> groupBy(PlacementRule.GroupBy rule) {
    return ImmutableSet.of(rule.field());
  }

  @Override
  public ImmutableSet<String> is(PlacementRule.Is rule) {
    return ImmutableSet.of(rule.field());
  }

  @Override
  public ImmutableSet<String> like(PlacementRule.Like rule) {
    return ImmutableSet.of(rule.field());
  }

  @Override
  public ImmutableSet<String> colocate(PlacementRule.Colocate rule) {
    return ImmutableSet.of();
  }

  @Override
  public ImmutableSet<String> avoid(PlacementRule.Avoid rule) {
    return ImmutableSet.of();
  }

  @Override
  public ImmutableSet<String> onAgent(PlacementRule.OnAgent rule) {
    return ImmutableSet.of();
  }

  @Override
  public ImmutableSet<String> not(PlacementRule.Not rule) {
    return rule.rule().accept(this);
  }

  @Override
  public ImmutableSet<String> and(PlacementRule.And rule) {
    return all(rule.rules());
  }

  @Override
  public ImmutableSet<String> or(PlacementRule.Or rule) {
    return all(rule.rules());
  }

  private ImmutableSet<String> all(Collection<PlacementRule> rules) {
    return rules.stream()
        .flatMap(rule -> rule.accept(this).stream())
        .collect(ImmutableSet.toImmutableSet());
  }
}
