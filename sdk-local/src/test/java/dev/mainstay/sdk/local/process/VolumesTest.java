package dev.mainstay.sdk.local.process;

import static dev.mainstay.sdk.local.process.ContainerLab.AGENT;
import static dev.mainstay.sdk.local.process.ContainerLab.EXECUTOR;
import static dev.mainstay.sdk.local.process.ContainerLab.nested;
import static dev.mainstay.sdk.local.process.ContainerLab.parentVolume;
import static dev.mainstay.sdk.local.process.ContainerLab.shell;
import static dev.mainstay.sdk.local.process.ContainerLab.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.Volume.Source.SandboxPath.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PODS.md section 5: volumes. */
final class VolumesTest {

  private Path workDir;
  private ContainerLab lab;

  @BeforeEach
  void open(@TempDir Path work) throws IOException {
    workDir = work;
    lab = new ContainerLab(workDir);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private Path data(String id) {
    return workDir.resolve("volumes/roles/pod-role").resolve(id);
  }

  @Test
  void tasks_share_the_volume_of_their_executor_and_it_outlives_the_pod() throws IOException {
    lab.execute(new ContainerCommand.CreateVolume(AGENT, volume("vol-1", "data")));
    lab.startExecutor(volume("vol-1", "data"));
    lab.launch(nested("a"), shell("echo hello > mine/file"), parentVolume("mine", "data"), "");
    lab.started();
    lab.exited();
    lab.execute(new ContainerCommand.ExecutorEnded(EXECUTOR));

    ContainerId second = new ContainerId(AGENT, "run-2", null);
    lab.startExecutor(second, volume("vol-1", "data"));
    ContainerId reader = new ContainerId(AGENT, "run-2", "b");
    lab.launch(reader, shell("cat data/file > data/copy"), parentVolume("data", "data"), "");
    lab.started();
    assertThat(lab.exited().exitCode()).isZero();

    assertThat(data("vol-1").resolve("copy")).hasContent("hello\n");
    assertThat(lab.runDirectory().resolve("data").toRealPath())
        .isEqualTo(data("vol-1").toRealPath());
  }

  @Test
  void a_tasks_own_volume_is_linked_while_it_runs() throws IOException {
    lab.startExecutor();
    lab.launch(
        nested("a"), shell("echo x > data/file"), ContainerInfo.mesos(), "", volume("v", "data"));
    lab.started();
    lab.exited();

    assertThat(data("v").resolve("file")).hasContent("x\n");
    assertThat(lab.runDirectory().resolve("data")).doesNotExist();
  }

  @Test
  void a_sandbox_path_that_is_not_there_is_made_in_the_executors_sandbox() throws IOException {
    lab.startExecutor();
    lab.launch(nested("a"), shell("echo x > shared/file"), parentVolume("shared", "common"), "");
    lab.started();
    lab.exited();
    assertThat(lab.runDirectory().resolve("common/file")).hasContent("x\n");
  }

  @Test
  void a_destroyed_volume_takes_its_data_along() throws IOException {
    lab.execute(new ContainerCommand.CreateVolume(AGENT, volume("vol-1", "data")));
    Files.writeString(data("vol-1").resolve("file"), "x");
    lab.execute(new ContainerCommand.DestroyVolume(AGENT, volume("vol-1", "data")));
    assertThat(data("vol-1")).doesNotExist();
    lab.execute(new ContainerCommand.CreateVolume(AGENT, volume("vol-1", "data")));
    assertThat(data("vol-1")).isEmptyDirectory();
  }

  @Test
  void a_volume_on_a_mounted_disk_is_the_disk_and_destroying_it_empties_the_disk()
      throws IOException {
    Resource volume = onDisk("ssd", volume("vol-1", "data"));
    Path disk = workDir.resolve("ssd");
    lab.execute(new ContainerCommand.CreateVolume(AGENT, volume));
    lab.startExecutor();
    lab.launch(nested("a"), shell("echo x > data/file"), ContainerInfo.mesos(), "", volume);
    lab.started();
    lab.exited();
    assertThat(disk.resolve("file")).hasContent("x\n");

    lab.execute(new ContainerCommand.DestroyVolume(AGENT, volume));
    assertThat(disk).isEmptyDirectory();
  }

  private static Resource onDisk(String root, Resource volume) {
    DiskInfo disk = Objects.requireNonNull(volume.disk());
    DiskInfo.Source source = new DiskInfo.Source(DiskInfo.Source.Kind.MOUNT, root, null, null);
    return volume.withDisk(new DiskInfo(disk.persistence(), disk.volume(), source));
  }

  @Test
  void two_volumes_with_one_container_path_fail_the_executor() {
    ContainerEvent event = lab.startExecutor(volume("v1", "data"), volume("v2", "data"));
    assertThat(event).isInstanceOf(ContainerEvent.LaunchFailed.class);
    assertThat(((ContainerEvent.LaunchFailed) event).message())
        .startsWith("Failed to launch container: The existing symlink '");
  }

  @Test
  void an_executor_cannot_have_volumes_of_its_container() {
    ContainerEvent event = lab.startExecutorIn(ContainerLab.withVolume("x", Owner.SELF, "y"));
    assertThat(event).isInstanceOf(ContainerEvent.LaunchFailed.class);
    assertThat(((ContainerEvent.LaunchFailed) event).message())
        .isEqualTo("Failed to launch container: Volumes in ContainerInfo is not supported");
  }

  @Test
  void impossible_sandbox_paths_fail_in_mesos_words() {
    lab.startExecutor();
    lab.launch(nested("a"), shell("true"), parentVolume("/abs", "x"), "");
    assertThat(lab.failed().message())
        .isEqualTo(
            "The 'linux' launcher and 'filesystem/linux' isolator must be enabled to support"
                + " SANDBOX_PATH volume with absolute container path");

    lab.launch(nested("b"), shell("true"), parentVolume("x/y", "n/m"), "");
    assertThat(lab.failed().message())
        .isEqualTo(
            "Failed to symlink '"
                + lab.runDirectory().resolve("n/m")
                + "' -> '"
                + lab.sandbox("b").resolve("x/y")
                + "': No such file or directory");

    ContainerInfo self = ContainerLab.withVolume("x", Owner.SELF, "y");
    lab.launch(nested("c"), shell("true"), self, "");
    assertThat(lab.failed().message())
        .isEqualTo("'container_path' is relative for SANDBOX_PATH volume SELF type");
  }

  @Test
  void a_sandbox_path_cannot_lead_out_of_the_executors_sandbox() {
    lab.startExecutor();
    lab.launch(nested("a"), shell("true"), parentVolume("x", "../../.."), "");
    assertThat(lab.failed().message()).contains("leaves the executor's sandbox");
  }
}
