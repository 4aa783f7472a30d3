package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;

/** Agents with GPUs, a mounted disk, and resources that are reserved for {@code public}. */
final class EquippedAgents {

  private static final Reservation PUBLIC =
      new Reservation(Reservation.Kind.STATIC, "public", null, ImmutableList.of());

  private EquippedAgents() {}

  static AgentSpec agent(int number) {
    AgentSpec plain = VirtualService.agent(number, null);
    DiskInfo.Source ssd =
        new DiskInfo.Source(DiskInfo.Source.Kind.MOUNT, "/mnt/" + number, "ssd", null);
    return new AgentSpec(
        plain.name(),
        plain.hostname(),
        plain.address(),
        plain.domain(),
        plain.attributes(),
        ImmutableList.<Resource>builder()
            .addAll(plain.resources())
            .add(scalar(Resource.GPUS, 2))
            .add(scalar(Resource.DISK, 5000).withDisk(new DiskInfo(null, null, ssd)))
            .add(reserved(scalar(Resource.CPUS, 2)))
            .add(reserved(scalar(Resource.MEM, 2048)))
            .add(reserved(scalar(Resource.DISK, 4096)))
            .add(
                reserved(
                    Resource.of(Resource.PORTS, new ResourceValue.Ranges(PortRanges.of(80, 89)))))
            .build());
  }

  private static Resource scalar(String name, long amount) {
    return Resource.of(name, new ResourceValue.Amount(Scalar.of(amount)));
  }

  private static Resource reserved(Resource resource) {
    return resource.withReservations(ImmutableList.of(PUBLIC));
  }
}
