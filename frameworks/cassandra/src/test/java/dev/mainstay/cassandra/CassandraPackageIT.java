package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.testing.PackagedFramework;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive, away from its build. */
@EnabledOnOs(OS.LINUX)
final class CassandraPackageIT {

  @Test
  void has_all_that_a_scheduler_needs_and_Cassandra_itself(@TempDir Path folder) throws Exception {
    PackagedFramework packed = PackagedFramework.unpack(Path.of("target"), folder);
    packed.assertSound();
    assertThat(packed.home().resolve("dist"))
        .isDirectoryContaining("glob:**/apache-cassandra-*-bin.tar.gz")
        .isDirectoryContaining("glob:**/svc.yml");
  }

  @Test
  @DisabledIfSystemProperty(
      named = "maven.mode",
      matches = "offline:true",
      disabledReason = "an offline build writes no bill of materials")
  void names_what_it_and_Cassandra_are_made_of(@TempDir Path folder) throws Exception {
    PackagedFramework packed = PackagedFramework.unpack(Path.of("target"), folder);
    packed.assertBillOfMaterials();
    assertThat(packed.home().resolve("sbom-cassandra.json")).content().contains("cassandra-all");
  }
}
