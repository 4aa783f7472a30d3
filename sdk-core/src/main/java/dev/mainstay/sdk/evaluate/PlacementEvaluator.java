package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PlacementCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds a placement rule against an agent and against where pods already are. Its cost does not
 * grow with the number of pods.
 *
 * @param podType of the pod to be placed
 * @param counts where placed pods are; the one to be placed is not among them
 */
record PlacementEvaluator(String podType, AgentPlace place, PlacementCounts counts)
    implements PlacementRule.Visitor<Evaluation> {

  /** What Mesos gives as a number; it keeps three decimals. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  private static final int DECIMALS = 3;

  @Override
  public Evaluation maxPer(PlacementRule.MaxPer rule) {
    String name =
        rule.max() == 1 ? "UNIQUE " + rule.field() : "MAX_PER " + rule.field() + " " + rule.max();
    String asked =
        "at most "
            + rule.max()
            + " of "
            + countedText(rule.counted())
            + " for each "
            + rule.field();
    Optional<String> value = place.field(rule.field());
    if (value.isEmpty()) {
      return Evaluation.failed(name, asked, lacking(rule.field()));
    }
    int there = spread(rule.counted(), rule.field()).count(value.get());
    return evaluation(there < rule.max(), name, asked, value.get() + " has " + there);
  }

  @Override
  public Evaluation groupBy(PlacementRule.GroupBy rule) {
    Integer values = rule.values();
    String name = "GROUP_BY " + rule.field() + (values == null ? "" : " " + values);
    String asked =
        countedText(rule.counted())
            + " spread evenly over "
            + (values == null ? "the" : "at least " + values)
            + " values of "
            + rule.field();
    Optional<String> value = place.field(rule.field());
    if (value.isEmpty()) {
      return Evaluation.failed(name, asked, lacking(rule.field()));
    }
    PlacementCounts.Spread spread = spread(rule.counted(), rule.field());
    int there = spread.count(value.get());
    boolean othersUnused = values != null && spread.values() < values;
    boolean level = there <= spread.least() || spread.least() == spread.most();
    String available =
        value.get()
            + " has "
            + there
            + ", "
            + spread.values()
            + " values in use have "
            + (spread.least() == spread.most()
                ? spread.least()
                : spread.least() + " to " + spread.most());
    return evaluation(there == 0 || (level && !othersUnused), name, asked, available);
  }

  private PlacementCounts.Spread spread(PlacementRule.Counted counted, String field) {
    if (counted instanceof PlacementRule.Counted.EveryPod) {
      return counts.ofEveryPod(field);
    }
    return counts.ofType(
        counted instanceof PlacementRule.Counted.OfType type ? type.podType() : podType, field);
  }

  private String countedText(PlacementRule.Counted counted) {
    if (counted instanceof PlacementRule.Counted.EveryPod) {
      return "all pods";
    }
    return counted instanceof PlacementRule.Counted.OfType type ? type.podType() : podType;
  }

  @Override
  public Evaluation is(PlacementRule.Is rule) {
    return about("IS", rule.field(), rule, value -> isEqual(value, rule.value()));
  }

  @Override
  public Evaluation like(PlacementRule.Like rule) {
    return about("LIKE", rule.field(), rule, value -> isLike(value, rule));
  }

  private Evaluation about(
      String operator, String field, PlacementRule rule, Predicate<String> holds) {
    Optional<String> value = place.field(field);
    return evaluation(
        value.filter(holds).isPresent(),
        operator + " " + field,
        rule.text(),
        value.orElse(lacking(field)));
  }

  private static boolean isEqual(String value, String wanted) {
    return value.equals(wanted)
        || (isNumber(value)
            && isNumber(wanted)
            && new BigDecimal(value).compareTo(new BigDecimal(wanted)) == 0);
  }

  /** Specs in the field may expect 8 or, as dcos-commons writes it, 8.000. */
  private static boolean isLike(String value, PlacementRule.Like rule) {
    return rule.matches(value)
        || (isNumber(value)
            && rule.matches(
                new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString()));
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  @Override
  public Evaluation colocate(PlacementRule.Colocate rule) {
    String name = "COLOCATE " + rule.podType();
    String asked = "an agent with a pod of " + rule.podType();
    return counts.isPlaced(rule.podType())
        ? evaluation(onAgent(rule.podType()) > 0, name, asked, onAgentText(rule.podType()))
        : Evaluation.passed(name, asked, "no pod of " + rule.podType() + " is placed yet");
  }

  @Override
  public Evaluation avoid(PlacementRule.Avoid rule) {
    return evaluation(
        onAgent(rule.podType()) == 0,
        "AVOID " + rule.podType(),
        "an agent without another pod of " + rule.podType(),
        onAgentText(rule.podType()));
  }

  private int onAgent(String type) {
    return counts.onAgent(type, place.agentId());
  }

  private String onAgentText(String type) {
    return place.hostname() + " has " + onAgent(type);
  }

  @Override
  public Evaluation onAgent(PlacementRule.OnAgent rule) {
    return evaluation(
        place.agentId().equals(rule.agent()),
        "AGENT",
        rule.agent().value(),
        place.agentId().value());
  }

  @Override
  public Evaluation not(PlacementRule.Not rule) {
    Evaluation inner = rule.rule().accept(this);
    return evaluation(!inner.passed(), negated(rule.rule()), rule.text(), found(inner));
  }

  private static String negated(PlacementRule rule) {
    if (rule instanceof PlacementRule.Is is) {
      return "IS_NOT " + is.field();
    }
    return rule instanceof PlacementRule.Like like ? "UNLIKE " + like.field() : "NOT";
  }

  private static String found(Evaluation evaluation) {
    return evaluation.parts().isEmpty()
        ? evaluation.available()
        : evaluation.parts().stream()
            .map(PlacementEvaluator::found)
            .collect(Collectors.joining(", "));
  }

  @Override
  public Evaluation and(PlacementRule.And rule) {
    return Evaluation.all("all rules", parts(rule.rules()));
  }

  @Override
  public Evaluation or(PlacementRule.Or rule) {
    return Evaluation.any("any rule", parts(rule.rules()));
  }

  private List<Evaluation> parts(List<PlacementRule> rules) {
    return rules.stream().map(part -> part.accept(this)).collect(ImmutableList.toImmutableList());
  }

  private static String lacking(String field) {
    return "the agent has no " + field;
  }

  private static Evaluation evaluation(
      boolean passed, String rule, String asked, String available) {
    return passed
        ? Evaluation.passed(rule, asked, available)
        : Evaluation.failed(rule, asked, available);
  }
}
