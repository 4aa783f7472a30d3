package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How what a pod holds has to change for a launch in some configuration.
 *
 * <p>What is equal stays. An amount that differs, or another fixed port, is given up and reserved
 * anew; a dynamic port keeps its number while that is in its ranges and no fixed port wants it. A
 * persistent volume is never given up: one with a path that the configuration names stays with
 * whichever resource set names it, and one that is named no more stays with the pod.
 *
 * <p>A pod whose executor is started anew is compared as a whole. Of one that a task joins only the
 * resource sets of the tasks that are launched are compared, as the others may be in use.
 *
 * @param kept what stays with the pod
 * @param needed those of the kept that the launch uses
 * @param surplus to be unreserved, none of them a volume
 * @param missing to be reserved
 * @param fixedPorts of the whole pod, which dynamic ports must not take
 */
public record Refit(
    ImmutableList<Holding> kept,
    ImmutableList<Holding> needed,
    ImmutableList<Holding> surplus,
    ImmutableList<Need> missing,
    PortRanges fixedPorts) {

  /**
   * For a launch.
   *
   * @param spec the pod as the launch's configuration has it
   * @param tasks that are launched
   * @param join into the executor of the pod's run; else into a fresh one
   */
  public static Refit of(PodRecord pod, PodSpec spec, List<String> tasks, boolean join) {
    ImmutableSet.Builder<String> launched = ImmutableSet.builder();
    tasks.forEach(task -> launched.add(spec.task(task).resourceSet()));
    if (!join) {
      launched.add(Holding.EXECUTOR);
    }
    return new Comparison(pod.holdings(), spec, launched.build(), join).refit();
  }

  /** Nothing is to be reserved or given up. */
  public boolean isFit() {
    return surplus.isEmpty() && missing.isEmpty();
  }

  private static final class Comparison {

    private final ImmutableList<Holding> holdings;
    private final ImmutableSet<String> launched;
    private final boolean join;
    private final ImmutableList<Need> needs;
    private final PortRanges fixedPorts;
    private final Map<ResourceId, Holding> matched = new HashMap<>();
    private final ImmutableList.Builder<Need> missing = ImmutableList.builder();

    Comparison(
        ImmutableList<Holding> holdings,
        PodSpec spec,
        ImmutableSet<String> launched,
        boolean join) {
      this.holdings = holdings;
      this.launched = launched;
      this.join = join;
      this.needs = Need.of(PodRequirement.of(spec));
      this.fixedPorts = Claiming.fixedPorts(needs);
    }

    Refit refit() {
      needs.stream().filter(need -> isCompared(need.owner())).forEach(this::match);
      ImmutableList.Builder<Holding> kept = ImmutableList.builder();
      ImmutableList.Builder<Holding> needed = ImmutableList.builder();
      ImmutableList.Builder<Holding> surplus = ImmutableList.builder();
      for (Holding holding : holdings) {
        Holding match = matched.get(holding.id());
        if (match == null && isCompared(holding.owner()) && !holding.isVolume()) {
          surplus.add(holding);
          continue;
        }
        Holding stays = match == null ? holding : match;
        kept.add(stays);
        if (launched.contains(stays.owner())) {
          needed.add(stays);
        }
      }
      return new Refit(kept.build(), needed.build(), surplus.build(), missing.build(), fixedPorts);
    }

    private boolean isCompared(String owner) {
      return !join || launched.contains(owner);
    }

    private void match(Need need) {
      Optional<Holding> found =
          holdings.stream()
              .filter(holding -> !matched.containsKey(holding.id()))
              .filter(holding -> need.accept(new Fitting(holding, fixedPorts)))
              .findFirst();
      if (found.isPresent()) {
        matched.put(found.get().id(), found.get().withOwner(need.owner()));
      } else {
        missing.add(need);
      }
    }
  }

  /** Whether a holding is what a need asks for. */
  private record Fitting(Holding holding, PortRanges fixedPorts) implements Need.Visitor<Boolean> {

    @Override
    public Boolean amount(Need.Amount need) {
      return isOf(need)
          && !holding.isVolume()
          && holding.resource().name().equals(need.name())
          && holding.resource().value().equals(new ResourceValue.Amount(need.amount()));
    }

    @Override
    public Boolean port(Need.Port need) {
      return isOf(need)
          && holding.resource().name().equals(Resource.PORTS)
          && holding.resource().value() instanceof ResourceValue.Ranges held
          && isPort(need.port(), held.ranges());
    }

    private boolean isPort(PortSpec port, PortRanges held) {
      if (port.port() != 0) {
        return held.equals(PortRanges.ofPort(port.port()));
      }
      return held.intersect(fixedPorts).isEmpty()
          && (port.ranges().isEmpty() || port.ranges().containsAll(held));
    }

    /** Paths are unique in a pod, so that a volume may pass from one resource set to another. */
    @Override
    public Boolean volume(Need.Volume need) {
      return holding.isVolume() && holding.name().equals(need.name());
    }

    private boolean isOf(Need need) {
      return holding.owner().equals(need.owner()) && holding.name().equals(need.name());
    }
  }
}
