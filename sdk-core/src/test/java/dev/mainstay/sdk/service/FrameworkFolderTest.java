package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a framework's spec is found. */
final class FrameworkFolderTest {

  @Test
  void finds_the_spec_that_a_build_leaves_beside_the_classes(@TempDir Path target)
      throws Exception {
    Path classes = Files.createDirectories(target.resolve("classes"));
    Path dist = folderWithSpec(target.resolve("dist"));
    assertThat(FrameworkFolder.beside(classes)).isEqualTo(dist);
    assertThat(FrameworkFolder.beside(target.resolve("kafka.jar"))).isEqualTo(dist);
  }

  @Test
  void finds_the_spec_beside_a_jar(@TempDir Path folder) throws Exception {
    folderWithSpec(folder);
    assertThat(FrameworkFolder.beside(folder.resolve("kafka.jar"))).isEqualTo(folder);
  }

  @Test
  void says_where_it_looked(@TempDir Path folder) {
    assertThatThrownBy(() -> FrameworkFolder.beside(folder.resolve("classes")))
        .hasMessageContaining("no svc.yml")
        .hasMessageContaining(folder.resolve("dist").toString());
  }

  private static Path folderWithSpec(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("svc.yml"), "name: x\n");
    return folder;
  }
}
