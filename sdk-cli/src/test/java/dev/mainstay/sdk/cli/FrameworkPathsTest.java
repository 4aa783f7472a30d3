package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.service.Framework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a path means the framework whose program this is, or another spec. */
final class FrameworkPathsTest {

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    for (String of : new String[] {"mine/src/main/dist", "mine/target/dist", "other", "box/dist"}) {
      Files.writeString(
          Files.createDirectories(folder.resolve(of)).resolve("svc.yml"), "name: " + of);
    }
  }

  @Test
  void every_path_into_a_project_means_its_program() {
    Framework own = Framework.of(folder.resolve("mine/target/dist"));
    for (String path :
        new String[] {
          "mine",
          "mine/src/main/dist",
          "mine/src/main/dist/svc.yml",
          "mine/target/dist/svc.yml",
          "mine/target"
        }) {
      assertThat(FrameworkPaths.toRun(folder.resolve(path), own)).as(path).isSameAs(own);
    }
    assertThat(FrameworkPaths.toRun(folder.resolve("other"), own)).isNotSameAs(own);
  }

  @Test
  void the_folder_of_an_unpacked_archive_means_its_program() {
    Framework own = Framework.of(folder.resolve("box/dist"));
    assertThat(FrameworkPaths.toRun(folder.resolve("box"), own)).isSameAs(own);
    assertThat(FrameworkPaths.toRun(folder.resolve("box"), null).source().text())
        .isEqualTo("name: box/dist");
  }
}
