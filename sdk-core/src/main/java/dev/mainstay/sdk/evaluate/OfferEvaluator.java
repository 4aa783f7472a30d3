package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PlacementCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates what a pod needs against what one agent offers.
 *
 * <p>A pod that holds nothing is held against unreserved resources: placement first, because it is
 * cheapest, then the sums of cpus, memory, gpus and root disk of the whole pod, then each port,
 * then each mounted volume. All of it is looked at even after a failure, so that a refusal names
 * everything that is missing.
 *
 * <p>Dynamic ports take the lowest free number of their ranges, after all fixed numbers of the pod
 * were set aside: the same offer gives the same ports.
 *
 * <p>A pod that holds something returns to its agent: its placement is not looked at again. It
 * needs its own reservations and, where its configuration asks for more than it holds, room for the
 * rest.
 */
public final class OfferEvaluator {

  private OfferEvaluator() {}

  /**
   * An evaluation and, when it passed, what it takes.
   *
   * @param claims empty when it failed
   * @param offersItsOwn all that the pod holds and that the launch concerns is offered; if it
   *     failed all the same, there is no room for what is missing
   */
  public record Match(Evaluation evaluation, ImmutableList<Claim> claims, boolean offersItsOwn) {}

  /** A pod that holds nothing, where the master's region is not known. */
  public static Match fresh(PodRequirement requirement, OfferPool pool, PlacementCounts counts) {
    return fresh(requirement, pool, counts, null);
  }

  /**
   * A pod that holds nothing.
   *
   * @param counts where placed pods are, without this one
   * @param localRegion the master's; a pod whose placement does not look at the region stays in it
   */
  public static Match fresh(
      PodRequirement requirement,
      OfferPool pool,
      PlacementCounts counts,
      @Nullable String localRegion) {
    List<Evaluation> parts = new ArrayList<>();
    if (!Objects.equals(requirement.refinedRole(), pool.refinedRole().orElse(null))) {
      return new Match(otherRole(requirement, pool), ImmutableList.of(), true);
    }
    if (requirement.placement() != null) {
      parts.add(placement(requirement.placement(), requirement.podType(), pool.place(), counts));
    }
    remoteRegion(requirement, pool, localRegion).ifPresent(parts::add);
    ImmutableList<Need> needs = Need.of(requirement);
    Claiming.Found found = Claiming.of(needs, Claiming.fixedPorts(needs), pool);
    parts.addAll(found.parts());
    Evaluation whole =
        Evaluation.all(requirement.podType() + " on " + pool.place().hostname(), parts);
    return new Match(whole, whole.passed() ? found.claims() : ImmutableList.of(), true);
  }

  private static Evaluation otherRole(PodRequirement requirement, OfferPool pool) {
    String base = requirement.refinedRole();
    return Evaluation.failed(
        "role",
        base == null ? "unreserved resources" : "resources reserved for " + base,
        "an offer to " + pool.role());
  }

  /**
   * A placement rule alone.
   *
   * @param podType of the pod that has it
   */
  public static Evaluation placement(
      PlacementRule rule, String podType, AgentPlace place, PlacementCounts counts) {
    return rule.accept(new PlacementEvaluator(podType, place, counts));
  }

  /** As with dcos-commons: other regions are far away, so they have to be asked for. */
  private static Optional<Evaluation> remoteRegion(
      PodRequirement requirement, OfferPool pool, @Nullable String localRegion) {
    String region = pool.place().region();
    PlacementRule rule = requirement.placement();
    if (region == null
        || localRegion == null
        || region.equals(localRegion)
        || (rule != null && rule.fields().contains(PlacementRule.REGION))) {
      return Optional.empty();
    }
    String asked = "the master's region " + localRegion + ", as no placement names another";
    return Optional.of(Evaluation.failed("LOCAL " + PlacementRule.REGION, asked, region));
  }

  /**
   * A pod that holds something: whether all that the launch uses or gives up is offered whole, and
   * room for what is missing, in which what is given up counts.
   *
   * @param pod its name
   */
  public static Match returning(String pod, Refit refit, OfferPool pool) {
    List<Evaluation> parts = new ArrayList<>();
    refit.needed().forEach(holding -> parts.add(offered("reserved ", holding, pool)));
    refit.surplus().forEach(holding -> parts.add(offered("to give up, reserved ", holding, pool)));
    boolean itsOwn = parts.stream().allMatch(Evaluation::passed);
    OfferPool room = pool.copy();
    refit.surplus().forEach(holding -> room.giveBack(holding.id()));
    Claiming.Found found = Claiming.of(refit.missing(), refit.fixedPorts(), room);
    parts.addAll(found.parts());
    Evaluation whole = Evaluation.all(pod + " on " + pool.place().hostname(), parts);
    return new Match(
        whole, whole.passed() ? found.claims() : ImmutableList.of(), whole.passed() || itsOwn);
  }

  private static Evaluation offered(String what, Holding holding, OfferPool pool) {
    String rule = what + holding.name();
    String asked = valueText(holding.resource().value()) + " (" + holding.id() + ")";
    if (pool.offersWhole(holding.id(), holding.resource())) {
      return Evaluation.passed(rule, asked, "all of it");
    }
    String available = offeredText(pool.reserved(holding.id()));
    return Evaluation.failed(
        rule, asked, holding.isHeld() ? available : available + ", not confirmed yet");
  }

  private static String offeredText(List<Resource> offered) {
    return offered.isEmpty()
        ? "not offered"
        : offered.stream().map(resource -> valueText(resource.value())).toList().toString();
  }

  static String valueText(ResourceValue value) {
    if (value instanceof ResourceValue.Amount amount) {
      return amount.scalar().toString();
    }
    return value instanceof ResourceValue.Ranges ranges
        ? ranges.ranges().toString()
        : value.toString();
  }
}
