package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds room for needs among what is free in a pool: first the sums of the scalars, then each port
 * and each mounted volume. Looks at all of them even after a failure. For one evaluation.
 *
 * <p>Dynamic ports take the lowest free number of their ranges that no fixed port of the pod has,
 * those with the fewest such numbers first.
 */
final class Claiming implements Need.Visitor<Boolean> {

  private final OfferPool pool;
  private final PortRanges fixed;
  private final List<Evaluation> parts = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final Map<Need.Port, Evaluation> portParts = new HashMap<>();
  private final Map<Need.Port, PortRanges> portsTaken = new HashMap<>();
  private PortRanges freePorts;

  private Claiming(OfferPool pool, PortRanges fixed) {
    this.pool = pool;
    this.fixed = fixed;
    this.freePorts = pool.freePorts();
  }

  /**
   * What became of the needs.
   *
   * @param parts one for each thing that was looked at
   * @param claims for those that there is room for, in the order of the needs
   */
  record Found(ImmutableList<Evaluation> parts, ImmutableList<Claim> claims) {}

  /**
   * Room for these needs.
   *
   * @param fixed ports that dynamic ones must not take
   */
  static Found of(List<Need> needs, PortRanges fixed, OfferPool pool) {
    Claiming claiming = new Claiming(pool, fixed);
    sums(needs).forEach(claiming::evaluate);
    claiming.takePorts(needs);
    needs.forEach(need -> need.accept(claiming));
    return new Found(ImmutableList.copyOf(claiming.parts), ImmutableList.copyOf(claiming.claims));
  }

  /** The numbers of the fixed ports among these needs. */
  static PortRanges fixedPorts(List<Need> needs) {
    PortRanges fixed = PortRanges.EMPTY;
    for (Need need : needs) {
      if (need instanceof Need.Port port && port.port().port() != 0) {
        fixed = fixed.plus(PortRanges.ofPort(port.port().port()));
      }
    }
    return fixed;
  }

  /** How much of each scalar resource, volumes on the root disk among them. */
  private static Map<String, Scalar> sums(List<Need> needs) {
    Map<String, Scalar> sums = new LinkedHashMap<>();
    for (String name : ImmutableList.of(Resource.CPUS, Resource.MEM, Resource.DISK)) {
      sums.put(name, Scalar.ZERO);
    }
    for (Need need : needs) {
      if (need instanceof Need.Amount amount) {
        sums.merge(amount.name(), amount.amount(), Scalar::plus);
      } else if (need instanceof Need.Volume volume
          && volume.volume().kind() == VolumeSpec.Kind.ROOT) {
        sums.merge(Resource.DISK, volume.volume().size(), Scalar::plus);
      }
    }
    sums.values().removeIf(Scalar::isZero);
    return sums;
  }

  private void evaluate(String name, Scalar asked) {
    Scalar available = pool.free(name);
    parts.add(
        available.atLeast(asked)
            ? Evaluation.passed(name, asked.toString(), available.toString())
            : Evaluation.failed(name, asked.toString(), available.toString()));
  }

  @Override
  public Boolean amount(Need.Amount need) {
    return claims.add(
        new Claim(
            need.owner(),
            need.name(),
            need.name(),
            new ResourceValue.Amount(need.amount()),
            null,
            null));
  }

  /** Fixed ports, then the others; of those that have as many numbers, the first in the spec. */
  private void takePorts(List<Need> needs) {
    needs.stream()
        .filter(Need.Port.class::isInstance)
        .map(Need.Port.class::cast)
        .sorted(
            Comparator.comparingLong(
                need -> need.port().port() != 0 ? 0 : dynamic(need.port()).size()))
        .toList()
        .forEach(this::take);
  }

  private void take(Need.Port need) {
    PortSpec port = need.port();
    String rule = "port " + port.name();
    PortRanges candidates =
        port.port() != 0 ? PortRanges.ofPort(port.port()).intersect(freePorts) : dynamic(port);
    String asked =
        port.port() != 0
            ? Integer.toString(port.port())
            : port.ranges().isEmpty() ? "any" : port.ranges().toString();
    if (candidates.isEmpty()) {
      portParts.put(need, Evaluation.failed(rule, asked, freePorts.toString()));
      return;
    }
    PortRanges taken = PortRanges.ofPort(candidates.first().orElseThrow());
    freePorts = freePorts.minus(taken);
    portParts.put(need, Evaluation.passed(rule, asked, taken.toString()));
    portsTaken.put(need, taken);
  }

  @Override
  public Boolean port(Need.Port need) {
    parts.add(Objects.requireNonNull(portParts.get(need)));
    PortRanges taken = portsTaken.get(need);
    return taken != null
        && claims.add(
            new Claim(
                need.owner(),
                need.name(),
                Resource.PORTS,
                new ResourceValue.Ranges(taken),
                null,
                null));
  }

  private PortRanges dynamic(PortSpec port) {
    PortRanges usable = freePorts.minus(fixed);
    return port.ranges().isEmpty() ? usable : usable.intersect(port.ranges());
  }

  @Override
  public Boolean volume(Need.Volume need) {
    return switch (need.volume().kind()) {
      case ROOT ->
          claims.add(
              new Claim(
                  need.owner(),
                  need.name(),
                  Resource.DISK,
                  new ResourceValue.Amount(need.volume().size()),
                  need.name(),
                  null));
      case MOUNT -> mounted(need);
    };
  }

  private boolean mounted(Need.Volume need) {
    VolumeSpec volume = need.volume();
    Optional<Resource> device =
        pool.freeMounts(volume.size(), volume.profiles()).stream()
            .filter(mount -> claims.stream().noneMatch(claim -> isOn(claim, mount)))
            .findFirst();
    String rule = "mounted volume " + volume.path();
    String asked =
        volume.size() + " MB" + (volume.profiles().isEmpty() ? "" : " of " + volume.profiles());
    if (device.isEmpty()) {
      return parts.add(Evaluation.failed(rule, asked, "no such free disk"));
    }
    DiskInfo disk = device.get().disk();
    parts.add(Evaluation.passed(rule, asked, OfferEvaluator.valueText(device.get().value())));
    return claims.add(
        new Claim(
            need.owner(),
            need.name(),
            Resource.DISK,
            device.get().value(),
            need.name(),
            disk == null ? null : disk.source()));
  }

  private static boolean isOn(Claim claim, Resource device) {
    DiskInfo disk = device.disk();
    return claim.source() != null && disk != null && claim.source().equals(disk.source());
  }
}
