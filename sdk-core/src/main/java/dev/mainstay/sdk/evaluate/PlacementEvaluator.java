package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PlacementCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds a placement rule against an agent and against where instances of the pod type already are.
 *
 * @param counts where placed instances are; the one to be placed is not among them
 */
record PlacementEvaluator(String podType, AgentPlace place, PlacementCounts counts)
    implements PlacementRule.Visitor<Evaluation> {

  @Override
  public Evaluation maxPer(PlacementRule.MaxPer rule) {
    String name =
        rule.max() == 1 ? "UNIQUE " + rule.field() : "MAX_PER " + rule.field() + " " + rule.max();
    Optional<String> value = place.field(rule.field());
    String asked = "fewer than " + rule.max() + " of " + podType + " with the same " + rule.field();
    if (value.isEmpty()) {
      return Evaluation.failed(name, asked, "the agent has no " + rule.field());
    }
    int there = counts.count(podType, rule.field(), value.get());
    String available = there + " with " + value.get();
    return there < rule.max()
        ? Evaluation.passed(name, asked, available)
        : Evaluation.failed(name, asked, available);
  }

  @Override
  public Evaluation like(PlacementRule.Like rule) {
    String name = "LIKE " + rule.field();
    String asked = rule.field() + " like " + rule.regex();
    Optional<String> value = place.field(rule.field());
    boolean matches =
        value.isPresent() && Pattern.compile(rule.regex()).matcher(value.get()).matches();
    String available = value.orElse("the agent has no " + rule.field());
    return matches
        ? Evaluation.passed(name, asked, available)
        : Evaluation.failed(name, asked, available);
  }

  @Override
  public Evaluation and(PlacementRule.And rule) {
    List<Evaluation> parts = new ArrayList<>();
    for (PlacementRule part : rule.rules()) {
      parts.add(part.accept(this));
    }
    return Evaluation.all("all rules", ImmutableList.copyOf(parts));
  }
}
