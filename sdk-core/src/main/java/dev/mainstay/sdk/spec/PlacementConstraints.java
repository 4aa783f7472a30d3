package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.PlacementRule.Counted;
import java.util.Optional;

/** One rule as one row of Marathon's constraints; empty where there is none. */
final class PlacementConstraints implements PlacementRule.Visitor<Optional<ImmutableList<String>>> {

  private PlacementConstraints() {}

  static Optional<ImmutableList<ImmutableList<String>>> of(PlacementRule rule) {
    PlacementConstraints visitor = new PlacementConstraints();
    if (!(rule instanceof PlacementRule.And and)) {
      return rule.accept(visitor).map(ImmutableList::of);
    }
    ImmutableList<ImmutableList<String>> rows =
        and.rules().stream()
            .flatMap(part -> part.accept(visitor).stream())
            .collect(ImmutableList.toImmutableList());
    return rows.size() == and.rules().size() && rows.size() > 1
        ? Optional.of(rows)
        : Optional.empty();
  }

  @Override
  public Optional<ImmutableList<String>> maxPer(PlacementRule.MaxPer rule) {
    if (!rule.counted().equals(Counted.OWN_TYPE)) {
      return Optional.empty();
    }
    return rule.max() == 1
        ? row(rule.field(), "UNIQUE")
        : row(rule.field(), "MAX_PER", Integer.toString(rule.max()));
  }

  @Override
  public Optional<ImmutableList<String>> groupBy(PlacementRule.GroupBy rule) {
    if (!rule.counted().equals(Counted.OWN_TYPE)) {
      return Optional.empty();
    }
    return rule.values() == null
        ? row(rule.field(), "GROUP_BY")
        : row(rule.field(), "GROUP_BY", Integer.toString(rule.values()));
  }

  @Override
  public Optional<ImmutableList<String>> is(PlacementRule.Is rule) {
    return row(rule.field(), "IS", rule.value());
  }

  @Override
  public Optional<ImmutableList<String>> like(PlacementRule.Like rule) {
    return row(rule.field(), "LIKE", rule.regex());
  }

  @Override
  public Optional<ImmutableList<String>> not(PlacementRule.Not rule) {
    if (rule.rule() instanceof PlacementRule.Is is) {
      return row(is.field(), "IS_NOT", is.value());
    }
    return rule.rule() instanceof PlacementRule.Like like
        ? row(like.field(), "UNLIKE", like.regex())
        : Optional.empty();
  }

  @Override
  public Optional<ImmutableList<String>> colocate(PlacementRule.Colocate rule) {
    return Optional.empty();
  }

  @Override
  public Optional<ImmutableList<String>> avoid(PlacementRule.Avoid rule) {
    return Optional.empty();
  }

  @Override
  public Optional<ImmutableList<String>> onAgent(PlacementRule.OnAgent rule) {
    return Optional.empty();
  }

  @Override
  public Optional<ImmutableList<String>> and(PlacementRule.And rule) {
    return Optional.empty();
  }

  @Override
  public Optional<ImmutableList<String>> or(PlacementRule.Or rule) {
    return Optional.empty();
  }

  private static Optional<ImmutableList<String>> row(String... cells) {
    return Optional.of(ImmutableList.copyOf(cells));
  }
}
