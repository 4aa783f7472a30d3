package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
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
 */
public final class OfferEvaluator {

  private OfferEvaluator() {}

  /**
   * An evaluation and, when it passed, what it takes.
   *
   * @param claims empty when it failed
   */
  public record Match(Evaluation evaluation, ImmutableList<Claim> claims) {}

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
    List<Claim> claims = new ArrayList<>();
    if (!Objects.equals(requirement.refinedRole(), pool.refinedRole().orElse(null))) {
      return new Match(otherRole(requirement, pool), ImmutableList.of());
    }
    if (requirement.placement() != null) {
      parts.add(placement(requirement.placement(), requirement.podType(), pool.place(), counts));
    }
    remoteRegion(requirement, pool, localRegion).ifPresent(parts::add);
    parts.add(amount(Resource.CPUS, requirement.cpus(), pool));
    parts.add(amount(Resource.MEM, requirement.mem(), pool));
    parts.add(amount(Resource.DISK, requirement.rootDisk(), pool));
    if (requirement.gpus().isPositive()) {
      parts.add(amount(Resource.GPUS, requirement.gpus(), pool));
    }
    claimExecutor(requirement, pool, parts, claims);
    PortRanges freePorts = pool.freePorts();
    PortRanges fixed = fixedPorts(requirement);
    boolean ports = requirement.hostPorts();
    for (ResourceSetSpec set : requirement.resourceSets()) {
      claimScalars(set, claims);
      for (PortSpec port : ports ? set.ports() : ImmutableList.<PortSpec>of()) {
        PortRanges taken = claimPort(set.id(), port, freePorts, fixed, parts, claims);
        freePorts = freePorts.minus(taken);
      }
      set.volumes().forEach(volume -> claimVolume(set.id(), volume, pool, parts, claims));
    }
    Evaluation whole =
        Evaluation.all(requirement.podType() + " on " + pool.place().hostname(), parts);
    return new Match(whole, whole.passed() ? ImmutableList.copyOf(claims) : ImmutableList.of());
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

  /** Whether all of these holdings are offered whole. */
  public static Evaluation returning(String pod, List<Holding> needed, OfferPool pool) {
    List<Evaluation> parts = new ArrayList<>();
    for (Holding holding : needed) {
      String rule = "reserved " + holding.name();
      String asked = valueText(holding.resource().value()) + " (" + holding.id() + ")";
      parts.add(
          pool.offersWhole(holding.id(), holding.resource())
              ? Evaluation.passed(rule, asked, "all of it")
              : Evaluation.failed(rule, asked, offeredText(pool.reserved(holding.id()))));
    }
    return Evaluation.all(pod + " on " + pool.place().hostname(), parts);
  }

  private static Evaluation amount(String name, Scalar asked, OfferPool pool) {
    Scalar available = pool.free(name);
    return available.atLeast(asked)
        ? Evaluation.passed(name, asked.toString(), available.toString())
        : Evaluation.failed(name, asked.toString(), available.toString());
  }

  private static void claimExecutor(
      PodRequirement requirement, OfferPool pool, List<Evaluation> parts, List<Claim> claims) {
    claims.add(scalar(Holding.EXECUTOR, Resource.CPUS, PodRequirement.EXECUTOR_CPUS));
    claims.add(scalar(Holding.EXECUTOR, Resource.MEM, PodRequirement.EXECUTOR_MEM));
    claims.add(scalar(Holding.EXECUTOR, Resource.DISK, PodRequirement.EXECUTOR_DISK));
    requirement
        .executorVolumes()
        .forEach(volume -> claimVolume(Holding.EXECUTOR, volume, pool, parts, claims));
  }

  private static void claimScalars(ResourceSetSpec set, List<Claim> claims) {
    if (set.cpus().isPositive()) {
      claims.add(scalar(set.id(), Resource.CPUS, set.cpus()));
    }
    if (set.memory().isPositive()) {
      claims.add(scalar(set.id(), Resource.MEM, set.memory()));
    }
    if (set.gpus().isPositive()) {
      claims.add(scalar(set.id(), Resource.GPUS, set.gpus()));
    }
  }

  private static Claim scalar(String owner, String name, Scalar amount) {
    return new Claim(owner, name, name, new ResourceValue.Amount(amount), null, null);
  }

  private static PortRanges fixedPorts(PodRequirement requirement) {
    PortRanges fixed = PortRanges.EMPTY;
    for (ResourceSetSpec set : requirement.resourceSets()) {
      for (PortSpec port : set.ports()) {
        if (port.port() != 0) {
          fixed = fixed.plus(PortRanges.ofPort(port.port()));
        }
      }
    }
    return fixed;
  }

  /** The port that was taken, or nothing. */
  private static PortRanges claimPort(
      String owner,
      PortSpec port,
      PortRanges free,
      PortRanges fixed,
      List<Evaluation> parts,
      List<Claim> claims) {
    String rule = "port " + port.name();
    PortRanges candidates =
        port.port() != 0
            ? PortRanges.ofPort(port.port()).intersect(free)
            : dynamic(port, free, fixed);
    String asked =
        port.port() != 0
            ? Integer.toString(port.port())
            : port.ranges().isEmpty() ? "any" : port.ranges().toString();
    if (candidates.isEmpty()) {
      parts.add(Evaluation.failed(rule, asked, free.toString()));
      return PortRanges.EMPTY;
    }
    PortRanges taken = PortRanges.ofPort(candidates.first().orElseThrow());
    parts.add(Evaluation.passed(rule, asked, taken.toString()));
    claims.add(
        new Claim(owner, port.name(), Resource.PORTS, new ResourceValue.Ranges(taken), null, null));
    return taken;
  }

  private static PortRanges dynamic(PortSpec port, PortRanges free, PortRanges fixed) {
    PortRanges usable = free.minus(fixed);
    return port.ranges().isEmpty() ? usable : usable.intersect(port.ranges());
  }

  private static void claimVolume(
      String owner, VolumeSpec volume, OfferPool pool, List<Evaluation> parts, List<Claim> claims) {
    switch (volume.kind()) {
      case ROOT ->
          claims.add(
              new Claim(
                  owner,
                  volume.path(),
                  Resource.DISK,
                  new ResourceValue.Amount(volume.size()),
                  volume.path(),
                  null));
      case MOUNT -> {
        Optional<Resource> device =
            pool.freeMounts(volume.size(), volume.profiles()).stream()
                .filter(mount -> claims.stream().noneMatch(claim -> isOn(claim, mount)))
                .findFirst();
        String rule = "mounted volume " + volume.path();
        String asked =
            volume.size() + " MB" + (volume.profiles().isEmpty() ? "" : " of " + volume.profiles());
        if (device.isEmpty()) {
          parts.add(Evaluation.failed(rule, asked, "no such free disk"));
          return;
        }
        DiskInfo disk = device.get().disk();
        parts.add(Evaluation.passed(rule, asked, valueText(device.get().value())));
        claims.add(
            new Claim(
                owner,
                volume.path(),
                Resource.DISK,
                device.get().value(),
                volume.path(),
                disk == null ? null : disk.source()));
      }
    }
  }

  private static boolean isOn(Claim claim, Resource device) {
    DiskInfo disk = device.disk();
    return claim.source() != null && disk != null && claim.source().equals(disk.source());
  }

  private static String offeredText(List<Resource> offered) {
    return offered.isEmpty()
        ? "not offered"
        : offered.stream().map(resource -> valueText(resource.value())).toList().toString();
  }

  private static String valueText(ResourceValue value) {
    if (value instanceof ResourceValue.Amount amount) {
      return amount.scalar().toString();
    }
    return value instanceof ResourceValue.Ranges ranges
        ? ranges.ranges().toString()
        : value.toString();
  }
}
