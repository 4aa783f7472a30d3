package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is made of. A value; each method gives a changed copy.
 *
 * @param cpus of 1
 * @param memory megabytes
 * @param disk megabytes of its root disk
 * @param ports offered
 * @param gpus none for 0
 * @param mounts disks of their own
 * @param zone of its fault domain, absent for an agent without one
 * @param attributes as text
 * @param reserved shapes of what is statically reserved, by role; only their sizes count
 */
public record AgentShape(
    double cpus,
    long memory,
    long disk,
    PortRanges ports,
    int gpus,
    ImmutableList<Mount> mounts,
    @Nullable String zone,
    ImmutableSortedMap<String, String> attributes,
    ImmutableSortedMap<String, AgentShape> reserved) {

  private static final String REGION = "here";

  /** A disk of its own, of so many megabytes, with a profile to ask for it by. */
  public record Mount(long size, @Nullable String profile) {}

  /** 8 cpus, 32 GB of memory, 100 GB of disk and the ports 1025 to 32000, as agents of DC/OS. */
  public static AgentShape usual() {
    return new AgentShape(
        8,
        32_768,
        102_400,
        PortRanges.of(1_025, 32_000),
        0,
        ImmutableList.of(),
        null,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of());
  }

  public AgentShape cpus(double newCpus) {
    return new AgentShape(newCpus, memory, disk, ports, gpus, mounts, zone, attributes, reserved);
  }

  /** In megabytes. */
  public AgentShape memory(long newMemory) {
    return new AgentShape(cpus, newMemory, disk, ports, gpus, mounts, zone, attributes, reserved);
  }

  /** In megabytes. */
  public AgentShape disk(long newDisk) {
    return new AgentShape(cpus, memory, newDisk, ports, gpus, mounts, zone, attributes, reserved);
  }

  public AgentShape ports(int first, int last) {
    return new AgentShape(
        cpus, memory, disk, PortRanges.of(first, last), gpus, mounts, zone, attributes, reserved);
  }

  public AgentShape gpus(int newGpus) {
    return new AgentShape(cpus, memory, disk, ports, newGpus, mounts, zone, attributes, reserved);
  }

  /** With one more disk of its own, in megabytes. */
  public AgentShape mount(long size, @Nullable String profile) {
    ImmutableList<Mount> more =
        ImmutableList.<Mount>builder().addAll(mounts).add(new Mount(size, profile)).build();
    return new AgentShape(cpus, memory, disk, ports, gpus, more, zone, attributes, reserved);
  }

  public AgentShape zone(@Nullable String newZone) {
    return new AgentShape(cpus, memory, disk, ports, gpus, mounts, newZone, attributes, reserved);
  }

  public AgentShape attribute(String name, String value) {
    TreeMap<String, String> more = new TreeMap<>(attributes);
    more.put(name, value);
    return new AgentShape(
        cpus, memory, disk, ports, gpus, mounts, zone, ImmutableSortedMap.copyOf(more), reserved);
  }

  /** Resources of this size are statically reserved for a role, beside the unreserved ones. */
  public AgentShape reservedFor(String role, AgentShape size) {
    TreeMap<String, AgentShape> more = new TreeMap<>(reserved);
    more.put(role, size);
    return new AgentShape(
        cpus, memory, disk, ports, gpus, mounts, zone, attributes, ImmutableSortedMap.copyOf(more));
  }

  /** The agent of this shape with such a number: {@code agent-1} and so on. */
  public AgentSpec agent(int number) {
    String name = "agent-" + number;
    ImmutableList.Builder<Resource> resources = ImmutableList.builder();
    resources.addAll(resources(name));
    reserved.forEach(
        (role, size) -> {
          Reservation reservation =
              new Reservation(Reservation.Kind.STATIC, role, null, ImmutableList.of());
          size.resources(name)
              .forEach(
                  resource ->
                      resources.add(resource.withReservations(ImmutableList.of(reservation))));
        });
    return new AgentSpec(
        name,
        name,
        new Address(
            name, "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 255, number & 255), 5051),
        zone == null ? null : new Domain(REGION, zone),
        attributes.entrySet().stream()
            .map(entry -> new Attribute(entry.getKey(), Attribute.Kind.TEXT, entry.getValue()))
            .collect(ImmutableList.toImmutableList()),
        resources.build());
  }

  private ImmutableList<Resource> resources(String agent) {
    ImmutableList.Builder<Resource> resources = ImmutableList.builder();
    resources.add(amount(Resource.CPUS, Scalar.of(cpus)));
    resources.add(amount(Resource.MEM, Scalar.of(memory)));
    resources.add(amount(Resource.DISK, Scalar.of(disk)));
    resources.add(Resource.of(Resource.PORTS, new ResourceValue.Ranges(ports)));
    if (gpus > 0) {
      resources.add(amount(Resource.GPUS, Scalar.of((long) gpus)));
    }
    for (int i = 0; i < mounts.size(); i++) {
      Mount mount = mounts.get(i);
      DiskInfo.Source source =
          new DiskInfo.Source(
              DiskInfo.Source.Kind.MOUNT, "/mnt/" + agent + "/" + i, mount.profile(), null);
      resources.add(
          amount(Resource.DISK, Scalar.of(mount.size()))
              .withDisk(new DiskInfo(null, null, source)));
    }
    return resources.build();
  }

  private static Resource amount(String name, Scalar value) {
    return Resource.of(name, new ResourceValue.Amount(value));
  }
}
