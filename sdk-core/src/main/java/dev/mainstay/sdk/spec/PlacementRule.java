package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;

/**
 * Where instances of a pod may be placed, as data. Evaluated against an offer and against where
 * pods already are.
 */
public sealed interface PlacementRule {

  <R> R accept(Visitor<R> visitor);

  /**
   * At most {@code max} instances of the pod type with one value of the field.
   *
   * @param field {@code hostname}, {@code @region}, {@code @zone} or an attribute's name
   */
  record MaxPer(String field, int max) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.maxPer(this);
    }
  }

  /** The field's value matches the regular expression as a whole. */
  record Like(String field, String regex) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.like(this);
    }
  }

  /** All of these hold. */
  record And(ImmutableList<PlacementRule> rules) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** One case for each rule. */
  interface Visitor<R> {
    R maxPer(MaxPer rule);

    R like(Like rule);

    R and(And rule);
  }
}
