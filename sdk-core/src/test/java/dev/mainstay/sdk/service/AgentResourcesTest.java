package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import dev.mainstay.sdk.spec.ClusterFeature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentResourcesTest {

  private static final ImmutableList<Reservation> PUBLIC =
      ImmutableList.of(
          new Reservation(Reservation.Kind.STATIC, "slave_public", null, ImmutableList.of()));

  private static Resource scalar(String name, double amount) {
    return Resource.of(name, new ResourceValue.Amount(Scalar.of(amount)));
  }

  @Test
  void reads_resources_as_mesos_writes_them() {
    DiskInfo.Source ssd = new DiskInfo.Source(DiskInfo.Source.Kind.MOUNT, "ssd", null, null);

    assertThat(
            AgentResources.parse(
                "gpus:2; disk[MOUNT:ssd]:2000;cpus(slave_public):0.5;ports(slave_public):[80-89, 443-443]"))
        .containsExactly(
            scalar("gpus", 2),
            scalar("disk", 2000).withDisk(new DiskInfo(null, null, ssd)),
            scalar("cpus", 0.5).withReservations(PUBLIC),
            Resource.of(
                    "ports",
                    new ResourceValue.Ranges(PortRanges.of(80, 89).plus(PortRanges.ofPort(443))))
                .withReservations(PUBLIC));
    assertThat(AgentResources.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gpus=2 | would be like gpus:2",
        "gpus:1.5 | GPUs come whole",
        "gpus:many | 'many' is no amount",
        "tpus:1 | an agent has cpus, mem, disk, gpus and ports",
        "cpus:4 | --agent-cpus",
        "mem:4 | --agent-mem",
        "disk[MOUNT:/mnt]:9 | names one folder below the agent's own",
        "disk[MOUNT:..]:9 | names one folder below the agent's own",
        "cpus[MOUNT:x]:9 | MOUNT goes with disk",
        "ports(r):80 | ports are like",
        "ports(r):[90-80] | 90-80 are no ports"
      })
  void says_what_would_be_right(String text, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentResources.parse(text))
        .withMessageContaining(text)
        .withMessageContaining(remedy);
  }

  @Test
  void declared_resources_are_what_the_cluster_offers() {
    AgentOptions agent =
        new AgentOptions(
            Scalar.of(1L),
            Scalar.of(1L),
            Scalar.of(1L),
            ImmutableMap.of(),
            null,
            AgentResources.parse("gpus:1;disk(slave_public)[MOUNT:ssd]:10"));

    assertThat(AgentResources.features(ImmutableList.of(agent)))
        .containsExactly(
            ClusterFeature.GPUS, ClusterFeature.MOUNT_DISKS, ClusterFeature.RESERVED_ROLES);
  }
}
