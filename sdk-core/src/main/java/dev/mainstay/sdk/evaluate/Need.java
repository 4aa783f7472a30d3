package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import dev.mainstay.sdk.state.Holding;

/** One resource that a pod has to have reserved, for one owner in the pod. */
public sealed interface Need {

  /** As in a pod's holdings: empty for the executor, else a resource set's id. */
  String owner();

  /** What it is to its owner: the resource's name, a port's name or a volume's path. */
  String name();

  <R> R accept(Visitor<R> visitor);

  /** So much of a scalar resource. */
  record Amount(String owner, String name, Scalar amount) implements Need {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.amount(this);
    }
  }

  /** A port of the agent. */
  record Port(String owner, PortSpec port) implements Need {
    @Override
    public String name() {
      return port.name();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.port(this);
    }
  }

  /** A persistent volume. */
  record Volume(String owner, VolumeSpec volume) implements Need {
    @Override
    public String name() {
      return volume.path();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.volume(this);
    }
  }

  /** One case for each kind of need. */
  interface Visitor<R> {
    R amount(Amount need);

    R port(Port need);

    R volume(Volume need);
  }

  /** All that a pod needs: what its executor does, then each resource set in turn. */
  static ImmutableList<Need> of(PodRequirement requirement) {
    ImmutableList.Builder<Need> needs = ImmutableList.builder();
    needs.add(new Amount(Holding.EXECUTOR, Resource.CPUS, PodRequirement.EXECUTOR_CPUS));
    needs.add(new Amount(Holding.EXECUTOR, Resource.MEM, PodRequirement.EXECUTOR_MEM));
    needs.add(new Amount(Holding.EXECUTOR, Resource.DISK, PodRequirement.EXECUTOR_DISK));
    requirement
        .executorVolumes()
        .forEach(volume -> needs.add(new Volume(Holding.EXECUTOR, volume)));
    for (ResourceSetSpec set : requirement.resourceSets()) {
      amount(set, Resource.CPUS, set.cpus(), needs);
      amount(set, Resource.MEM, set.memory(), needs);
      amount(set, Resource.GPUS, set.gpus(), needs);
      if (requirement.hostPorts()) {
        set.ports().forEach(port -> needs.add(new Port(set.id(), port)));
      }
      set.volumes().forEach(volume -> needs.add(new Volume(set.id(), volume)));
    }
    return needs.build();
  }

  private static void amount(
      ResourceSetSpec set, String name, Scalar amount, ImmutableList.Builder<Need> needs) {
    if (amount.isPositive()) {
      needs.add(new Amount(set.id(), name, amount));
    }
  }
}
