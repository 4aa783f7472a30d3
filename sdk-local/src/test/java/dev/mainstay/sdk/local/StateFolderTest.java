package dev.mainstay.sdk.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.service.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {

  @Test
  void what_is_kept_is_found_by_the_next_one(@TempDir Path path) throws CannotStartException {
    try (StateFolder folder = StateFolder.open(path)) {
      assertThat(folder.image()).isEqualTo(ClusterImage.EMPTY);
      folder.keep(image());
      folder.keep(new StateFolder.Ports(5050, 2181));
    }
    try (StateFolder folder = StateFolder.open(path)) {
      assertThat(folder.image()).isEqualTo(image());
      assertThat(folder.ports()).isEqualTo(new StateFolder.Ports(5050, 2181));
    }
  }

  private static ClusterImage image() {
    ImmutableList<Reservation> reserved =
        ImmutableList.of(
            new Reservation(Reservation.Kind.STATIC, "outer", null, ImmutableList.of()),
            new Reservation(
                Reservation.Kind.DYNAMIC,
                "outer/inner",
                "principal",
                ImmutableList.of(new Label("resource_id", "x"), new Label("empty", null))));
    Volume volume = new Volume("data", Volume.Mode.RW, null, null);
    Resource disk =
        Resource.of(Resource.DISK, new ResourceValue.Amount(Scalar.of(0.5)))
            .withReservations(reserved)
            .withDisk(new DiskInfo(new DiskInfo.Persistence("id", "principal"), volume, null));
    Resource ports =
        Resource.of(Resource.PORTS, new ResourceValue.Ranges(PortRanges.of(1025, 2000)));
    Resource items = Resource.of("set", new ResourceValue.Items(ImmutableSortedSet.of("a", "b")));
    FrameworkInfo framework =
        new FrameworkInfo(
            "root",
            "name",
            new FrameworkId("f"),
            null,
            ImmutableList.of("role"),
            Duration.ofDays(21),
            true,
            null,
            "principal",
            null,
            ImmutableList.of(FrameworkInfo.Capability.MULTI_ROLE),
            ImmutableList.of());
    return new ClusterImage(
        ImmutableList.of(
            new ClusterImage.Agent(
                "agent-1", new AgentId("id-1"), ImmutableList.of(disk, ports, items), false)),
        ImmutableList.of(new ClusterImage.Framework(new FrameworkId("f"), framework)),
        ImmutableList.of(new FrameworkId("old")));
  }

  @Test
  void a_second_holder_is_told_who_has_it(@TempDir Path path) throws CannotStartException {
    try (StateFolder folder = StateFolder.open(path)) {
      assertThatThrownBy(() -> StateFolder.open(path))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid() + ";");
      assertThatThrownBy(() -> StateFolder.clean(path)).hasMessageContaining("is in use");
      assertThat(folder.ports()).isEqualTo(new StateFolder.Ports(0, 0));
    }
  }

  @Test
  void a_folder_with_other_things_is_left_alone(@TempDir Path path) throws IOException {
    Path photo = Files.writeString(path.resolve("photo"), "x");
    assertThatThrownBy(() -> StateFolder.open(path)).hasMessageContaining("holds photo");
    assertThatThrownBy(() -> StateFolder.clean(path)).hasMessageContaining("holds photo");
    assertThat(photo).exists();
  }

  @Test
  void a_broken_image_is_named(@TempDir Path path) throws IOException, CannotStartException {
    try (StateFolder folder = StateFolder.open(path)) {
      Files.writeString(path.resolve("cluster.json"), "{\"format\":1,\"rec");
      assertThatThrownBy(folder::image)
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("cluster.json")
          .hasMessageContaining("--clean");
    }
  }

  @Test
  void cleaning_removes_the_folder(@TempDir Path parent) throws IOException, CannotStartException {
    Path path = parent.resolve("state");
    StateFolder.clean(path);
    try (StateFolder folder = StateFolder.open(path)) {
      folder.keep(image());
      Files.createDirectories(folder.agents().resolve("agent-1/volumes"));
    }
    StateFolder.clean(path);
    assertThat(path).doesNotExist();
  }
}
