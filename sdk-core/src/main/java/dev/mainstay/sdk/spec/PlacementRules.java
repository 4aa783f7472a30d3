package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.spec.PlacementRule.Counted;
import java.util.Arrays;
import java.util.List;

/**
 * Placement rules from Java:
 *
 * <pre>{@code
 * allOf(hostname().unique(), zone().groupBy(3), attribute("rack").unlike("old-.*"), avoid("seed"))
 * }</pre>
 */
public final class PlacementRules {

  /** Another name of {@code hostname} in dcos-commons. */
  private static final String AT_HOSTNAME = "@hostname";

  private PlacementRules() {}

  /** Rules about the agent's host name. */
  public static On hostname() {
    return new On(PlacementRule.HOSTNAME, Counted.OWN_TYPE);
  }

  /** Rules about the region of the agent's fault domain. */
  public static On region() {
    return new On(PlacementRule.REGION, Counted.OWN_TYPE);
  }

  /** Rules about the zone of the agent's fault domain. */
  public static On zone() {
    return new On(PlacementRule.ZONE, Counted.OWN_TYPE);
  }

  /** Rules about an attribute of the agent; {@code @hostname} is its host name. */
  public static On attribute(String name) {
    return new On(name.equals(AT_HOSTNAME) ? PlacementRule.HOSTNAME : name, Counted.OWN_TYPE);
  }

  /**
   * Only on an agent that has a pod of the type. As long as no pod of the type is placed the rule
   * allows any agent, so that two types may ask for each other.
   */
  public static PlacementRule colocateWith(String podType) {
    return new PlacementRule.Colocate(podType);
  }

  /**
   * Not on an agent that has another pod of the type. The type may be the pod's own. The rule binds
   * only the pod that has it: for two types to avoid each other both need it.
   */
  public static PlacementRule avoid(String podType) {
    return new PlacementRule.Avoid(podType);
  }

  /** Only on one of these agents. Throws when none is named. */
  public static PlacementRule onAgents(AgentId... agents) {
    return anyOf(Arrays.stream(agents).<PlacementRule>map(PlacementRule.OnAgent::new).toList());
  }

  /** On none of these agents. */
  public static PlacementRule avoidAgents(AgentId... agents) {
    return not(onAgents(agents));
  }

  public static PlacementRule not(PlacementRule rule) {
    return new PlacementRule.Not(rule);
  }

  /** All of these hold; one rule stays itself. */
  public static PlacementRule allOf(PlacementRule... rules) {
    return allOf(Arrays.asList(rules));
  }

  /** All of these hold; one rule stays itself. */
  public static PlacementRule allOf(List<PlacementRule> rules) {
    return rules.size() == 1 ? rules.get(0) : new PlacementRule.And(ImmutableList.copyOf(rules));
  }

  /** At least one of these holds; one rule stays itself. Throws when there is none. */
  public static PlacementRule anyOf(PlacementRule... rules) {
    return anyOf(Arrays.asList(rules));
  }

  /** At least one of these holds; one rule stays itself. Throws when there is none. */
  public static PlacementRule anyOf(List<PlacementRule> rules) {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("any of no rules would allow no agent");
    }
    return rules.size() == 1 ? rules.get(0) : new PlacementRule.Or(ImmutableList.copyOf(rules));
  }

  /**
   * A field of an agent, to make rules about.
   *
   * @param counted the pods that the counting rules count: at first those of the type that has the
   *     rule
   */
  public record On(String field, Counted counted) {

    /** Counts the pods of another type. */
    public On counting(String podType) {
      return new On(field, new Counted.OfType(podType));
    }

    /** Counts all pods of the service. */
    public On countingEveryPod() {
      return new On(field, Counted.EVERY_POD);
    }

    /** Marathon's {@code UNIQUE}: at most one pod with one value. */
    public PlacementRule unique() {
      return maxPer(1);
    }

    /** Marathon's {@code MAX_PER}: at most so many pods with one value. Throws below 1. */
    public PlacementRule maxPer(int max) {
      return new PlacementRule.MaxPer(field, max, counted);
    }

    /** Marathon's {@code GROUP_BY}: evenly over the values that are in use. */
    public PlacementRule groupBy() {
      return new PlacementRule.GroupBy(field, null, counted);
    }

    /** Marathon's {@code GROUP_BY}: evenly over at least so many values. Throws below 1. */
    public PlacementRule groupBy(int values) {
      return new PlacementRule.GroupBy(field, values, counted);
    }

    /** Marathon's {@code IS} and {@code CLUSTER}. */
    public PlacementRule is(String value) {
      return new PlacementRule.Is(field, value);
    }

    /** Marathon's {@code IS_NOT}; holds on agents without the field too. */
    public PlacementRule isNot(String value) {
      return not(is(value));
    }

    /** One of these values. Throws when there is none. */
    public PlacementRule isOneOf(String... values) {
      return anyOf(Arrays.stream(values).map(this::is).toList());
    }

    /** Marathon's {@code LIKE}: the whole value matches. Throws on a bad expression. */
    public PlacementRule like(String regex) {
      return new PlacementRule.Like(field, regex);
    }

    /** Marathon's {@code UNLIKE}; holds on agents without the field too. */
    public PlacementRule unlike(String regex) {
      return not(like(regex));
    }
  }
}
