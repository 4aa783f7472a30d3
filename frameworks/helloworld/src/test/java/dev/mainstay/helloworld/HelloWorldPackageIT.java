package dev.mainstay.helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.testing.PackagedFramework;
import dev.mainstay.sdk.testing.ServiceProcess;
import dev.mainstay.sdk.testing.ServiceRemoval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive, on a cluster that is not its own. */
@EnabledOnOs(OS.LINUX)
final class HelloWorldPackageIT {

  private final String service = "packed-it-" + ProcessHandle.current().pid();
  private final Path folder;

  HelloWorldPackageIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @DisabledIfSystemProperty(
      named = "maven.mode",
      matches = "offline:true",
      disabledReason = "an offline build writes no bill of materials")
  void names_what_it_is_made_of() throws Exception {
    PackagedFramework.unpack(Path.of("target"), folder).assertBillOfMaterials();
  }

  @Test
  void runs_from_another_folder_on_another_cluster() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("else where"));
    PackagedFramework packed = PackagedFramework.unpack(Path.of("target"), elsewhere);
    packed.assertSound();
    try (Surroundings surroundings = Surroundings.open(folder)) {
      try (ServiceProcess scheduler =
          packed.start(
              folder.resolve("run.out"),
              ImmutableList.of(
                  "--master",
                  surroundings.master(),
                  "--zookeeper",
                  surroundings.zookeeper(),
                  "--set",
                  "service.name=" + service),
              Duration.ofSeconds(30))) {
        scheduler.awaitReady(Duration.ofMinutes(2));
        assertThat(scheduler.json("/v1/pod").toString()).contains("hello-0", "world-1");
      } finally {
        ServiceRemoval.remove(surroundings.mesos(), service);
      }
    }
  }
}
