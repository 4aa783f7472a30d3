package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.PlacementRule.And;
import dev.mainstay.sdk.spec.PlacementRule.GroupBy;
import dev.mainstay.sdk.spec.PlacementRule.Is;
import dev.mainstay.sdk.spec.PlacementRule.Like;
import dev.mainstay.sdk.spec.PlacementRule.MaxPer;
import dev.mainstay.sdk.spec.PlacementRule.Not;
import dev.mainstay.sdk.spec.PlacementRule.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What no cluster can satisfy, or what says nothing, in the rules of a pod. It sees the plain cases
 * alone: rules about one field that must all hold.
 */
public final class PlacementConflicts {

  private final ImmutableList<PlacementRule> rules;
  private final int count;
  private final List<Conflict> found = new ArrayList<>();

  private PlacementConflicts(ImmutableList<PlacementRule> rules, int count) {
    this.rules = rules;
    this.count = count;
  }

  /** What is wrong, and what to do about it. */
  public record Conflict(String what, String remedy) {}

  /**
   * The conflicts of a rule.
   *
   * @param count instances of the pod that has it
   */
  public static ImmutableList<Conflict> of(PlacementRule rule, int count) {
    PlacementConflicts conflicts =
        new PlacementConflicts(conjuncts(rule).collect(ImmutableList.toImmutableList()), count);
    rule.fields().forEach(conflicts::find);
    return ImmutableList.copyOf(conflicts.found);
  }

  /** The rules that must all hold. */
  private static Stream<PlacementRule> conjuncts(PlacementRule rule) {
    return rule instanceof And and
        ? and.rules().stream().flatMap(PlacementConflicts::conjuncts)
        : Stream.of(rule);
  }

  private void find(String field) {
    List<Is> values = ofKind(Is.class).filter(is -> is.field().equals(field)).toList();
    if (values.isEmpty()) {
      findRoom(field, alternatives(field));
    } else {
      findContradiction(values.get(0));
      findRoom(field, ImmutableSet.of(values.get(0).value()));
    }
    findIdleLimit(field);
  }

  private <T> Stream<T> ofKind(Class<T> kind) {
    return rules.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The values that an {@link Or} lists; empty where any may do. */
  private ImmutableSet<String> alternatives(String field) {
    return ofKind(Or.class)
        .map(Or::rules)
        .filter(parts -> parts.stream().allMatch(part -> isAbout(part, field)))
        .findFirst()
        .map(
            parts ->
                parts.stream()
                    .map(part -> ((Is) part).value())
                    .collect(ImmutableSet.toImmutableSet()))
        .orElse(ImmutableSet.of());
  }

  private static boolean isAbout(PlacementRule rule, String field) {
    return rule instanceof Is is && is.field().equals(field);
  }

  private void findContradiction(Is is) {
    rules.stream()
        .filter(other -> contradicts(other, is))
        .forEach(
            other ->
                found.add(
                    new Conflict(
                        "no agent can be chosen: " + is.text() + ", and " + other.text(),
                        "take one of the two away")));
  }

  private static boolean contradicts(PlacementRule rule, Is is) {
    if (rule instanceof Not not) {
      return not.rule().equals(is) || (not.rule() instanceof Like like && matches(like, is));
    }
    if (rule instanceof Like like) {
      return like.field().equals(is.field()) && !matches(like, is);
    }
    return isAbout(rule, is.field()) && !rule.equals(is);
  }

  private static boolean matches(Like like, Is is) {
    return like.field().equals(is.field()) && like.matches(is.value());
  }

  /**
   * Whether the instances have room on these values.
   *
   * @param values of the field, all that are allowed; empty for no restriction
   */
  private void findRoom(String field, ImmutableSet<String> values) {
    if (values.isEmpty()) {
      return;
    }
    String allowed = field + " is " + String.join(" or ", values);
    ofKind(MaxPer.class)
        .filter(limit -> limit.field().equals(field))
        .filter(limit -> (long) limit.max() * values.size() < count)
        .filter(limit -> limit.counted().equals(PlacementRule.Counted.OWN_TYPE))
        .forEach(limit -> addRoom(limit, allowed, (long) limit.max() * values.size()));
    ofKind(GroupBy.class)
        .filter(group -> group.field().equals(field))
        .filter(group -> group.values() != null && group.values() > values.size())
        .filter(group -> values.size() < count)
        .filter(group -> group.counted().equals(PlacementRule.Counted.OWN_TYPE))
        .forEach(group -> addRoom(group, allowed, values.size()));
  }

  private void addRoom(PlacementRule rule, String allowed, long room) {
    found.add(
        new Conflict(
            "of %d instances %d can be placed: %s, and %s"
                .formatted(count, room, allowed, rule.text()),
            "lower 'count' to " + room + " or take one of the two away"));
  }

  private void findIdleLimit(String field) {
    List<MaxPer> limits =
        ofKind(MaxPer.class)
            .filter(limit -> limit.field().equals(field))
            .filter(limit -> limit.counted().equals(PlacementRule.Counted.OWN_TYPE))
            .toList();
    int least = limits.stream().mapToInt(MaxPer::max).min().orElse(Integer.MAX_VALUE);
    limits.stream()
        .filter(limit -> limit.max() > least)
        .forEach(
            limit ->
                found.add(
                    new Conflict(
                        "'" + limit.text() + "' says nothing beside a limit of " + least,
                        "take one of the two away")));
  }
}
