package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.BoundedMatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where instances of a pod may be placed, as data. Evaluated against an agent and against where
 * pods already are. {@link PlacementRules} makes them from Java.
 *
 * <p>A field is {@link #HOSTNAME}, {@link #REGION}, {@link #ZONE} or the name of an agent's
 * attribute. An agent that lacks a field satisfies no rule about it, and so the negation of any.
 */
public sealed interface PlacementRule {

  /** The agent's host name; every agent has one. */
  String HOSTNAME = "hostname";

  /** The region of the agent's fault domain. */
  String REGION = "@region";

  /** The zone of the agent's fault domain. */
  String ZONE = "@zone";

  <R> R accept(Visitor<R> visitor);

  /** The fields that the rule looks at, in the order in which it names them. */
  default ImmutableSet<String> fields() {
    return accept(new PlacementRuleFields());
  }

  /** The rule in words: {@code at most 1 for each hostname}. */
  default String text() {
    return accept(new PlacementRuleText());
  }

  /**
   * At most {@code max} of the counted pods with one value of the field.
   *
   * @param max at least 1
   * @param counted which pods count
   */
  record MaxPer(String field, int max, Counted counted) implements PlacementRule {
    public MaxPer {
      if (max < 1) {
        throw new IllegalArgumentException("at most " + max + " for each " + field + " is none");
      }
    }

    /** Counts the pods of the type that has the rule. */
    public MaxPer(String field, int max) {
      this(field, max, Counted.OWN_TYPE);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.maxPer(this);
    }
  }

  /**
   * The counted pods spread evenly over the values of the field: none gets a second pod while
   * another that is in use has but one. Values that nobody uses yet are unknown; {@code values}
   * says that there are some.
   *
   * @param values how many values there are at least: as long as fewer are in use, only an unused
   *     one is taken. Absent when not known; at least 1
   * @param counted which pods count
   */
  record GroupBy(String field, @Nullable Integer values, Counted counted) implements PlacementRule {
    public GroupBy {
      if (values != null && values < 1) {
        throw new IllegalArgumentException("spread over " + values + " values of " + field);
      }
    }

    /** Counts the pods of the type that has the rule. */
    public GroupBy(String field, @Nullable Integer values) {
      this(field, values, Counted.OWN_TYPE);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.groupBy(this);
    }
  }

  /** The field has this value. Numbers are compared as numbers: {@code 8} is {@code 8.000}. */
  record Is(String field, String value) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.is(this);
    }
  }

  /**
   * The field's value matches the regular expression as a whole.
   *
   * @param regex as of {@link Pattern}; a number is also tried with three decimals
   */
  record Like(String field, String regex) implements PlacementRule {
    public Like {
      Pattern unused = Pattern.compile(regex);
    }

    /** Whether a value matches as it stands. */
    public boolean matches(String value) {
      return BoundedMatch.matches(Pattern.compile(regex), value);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.like(this);
    }
  }

  /** On an agent that has a pod of the type; anywhere as long as there is none of the type. */
  record Colocate(String podType) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.colocate(this);
    }
  }

  /** Not on an agent that has another pod of the type. */
  record Avoid(String podType) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.avoid(this);
    }
  }

  /** On this agent. */
  record OnAgent(AgentId agent) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.onAgent(this);
    }
  }

  /** The rule does not hold. */
  record Not(PlacementRule rule) implements PlacementRule {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }
  }

  /** All of these hold: none, which says nothing, or at least two. */
  record And(ImmutableList<PlacementRule> rules) implements PlacementRule {
    public And {
      if (rules.size() == 1) {
        throw new IllegalArgumentException("all of one rule is the rule itself: " + rules);
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** At least one of these holds, of at least two. */
  record Or(ImmutableList<PlacementRule> rules) implements PlacementRule {
    public Or {
      if (rules.size() < 2) {
        throw new IllegalArgumentException("any of fewer than two rules: " + rules);
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }
  }

  /** Which placed pods a rule counts. The pod that is to be placed is never among them. */
  sealed interface Counted {

    /** Of the type that has the rule. */
    Counted OWN_TYPE = new OwnType();

    /** Of any type of the service. */
    Counted EVERY_POD = new EveryPod();

    /** The pods of the type that has the rule. */
    record OwnType() implements Counted {}

    /** The pods of another type. */
    record OfType(String podType) implements Counted {}

    /** All pods of the service. */
    record EveryPod() implements Counted {}
  }

  /** One case for each rule. */
  interface Visitor<R> {
    R maxPer(MaxPer rule);

    R groupBy(GroupBy rule);

    R is(Is rule);

    R like(Like rule);

    R colocate(Colocate rule);

    R avoid(Avoid rule);

    R onAgent(OnAgent rule);

    R not(Not rule);

    R and(And rule);

    R or(Or rule);
  }
}
