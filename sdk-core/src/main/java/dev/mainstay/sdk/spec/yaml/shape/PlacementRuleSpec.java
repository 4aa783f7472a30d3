package dev.mainstay.sdk.spec.yaml.shape;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.SpecKey;
import org.jspecify.annotations.Nullable;

/**
 * A placement rule as it stands in YAML where Marathon's constraints cannot say it: an object of
 * one of these keys, {@code counting} beside {@code constraint} excepted.
 *
 * @param counting a pod type, or {@link #EVERY_POD}; absent for the pod's own type
 * @param agents empty when it is another rule, as are {@code anyOf}
 */
record PlacementRuleSpec(
    @SpecKey(
            value = "constraint",
            about = "Marathon's constraints as text, for use with `counting`.",
            standard = "none",
            example = "hostname:UNIQUE")
        @Nullable String constraint,
    @SpecKey(
            value = "counting",
            about =
                "Whose pods the `UNIQUE`, `MAX_PER` and `GROUP_BY` of `constraint` count: those of another pod type, or `every pod` of the service.",
            standard = "the pods of the type that has the rule",
            example = "every pod")
        @Nullable String counting,
    @SpecKey(
            value = "colocate-with",
            about =
                "A pod type: only agents that have a pod of it. Any agent as long as none of the type is placed.",
            standard = "none",
            example = "data")
        @Nullable String colocateWith,
    @SpecKey(
            value = "avoid",
            about =
                "A pod type, which may be the pod's own: only agents that have no other pod of it. It binds the pod that has the rule alone.",
            standard = "none",
            example = "seed")
        @Nullable String avoid,
    @SpecKey(
            value = "agents",
            about = "Ids of agents: only these.",
            standard = "none",
            example = "[4a3d1f6e-9c70-41a2-8f0e-0e6a1c2b7d55-S3]")
        ImmutableList<String> agents,
    @SpecKey(
            value = "not",
            about = "Agents for which these rules, or this one, do not hold.",
            standard = "none",
            example = "{agents: [4a3d1f6e-9c70-41a2-8f0e-0e6a1c2b7d55-S3]}")
        @Nullable PlacementRule not,
    @SpecKey(
            value = "any-of",
            about = "Rules of which at least one holds. A list among them holds as a whole.",
            standard = "none",
            example = "['rack:IS:r1', {colocate-with: data}]")
        ImmutableList<PlacementRule> anyOf) {

  /** No pod type can be called so. */
  static final String EVERY_POD = "every pod";

  static PlacementRuleSpec counting(String text, String pods) {
    return new PlacementRuleSpec(
        text, pods, null, null, ImmutableList.of(), null, ImmutableList.of());
  }

  static PlacementRuleSpec colocation(String podType) {
    return new PlacementRuleSpec(
        null, null, podType, null, ImmutableList.of(), null, ImmutableList.of());
  }

  static PlacementRuleSpec avoidance(String podType) {
    return new PlacementRuleSpec(
        null, null, null, podType, ImmutableList.of(), null, ImmutableList.of());
  }

  static PlacementRuleSpec onAgents(ImmutableList<String> ids) {
    return new PlacementRuleSpec(null, null, null, null, ids, null, ImmutableList.of());
  }

  static PlacementRuleSpec negation(PlacementRule rule) {
    return new PlacementRuleSpec(
        null, null, null, null, ImmutableList.of(), rule, ImmutableList.of());
  }

  static PlacementRuleSpec alternatives(ImmutableList<PlacementRule> rules) {
    return new PlacementRuleSpec(null, null, null, null, ImmutableList.of(), null, rules);
  }
}
