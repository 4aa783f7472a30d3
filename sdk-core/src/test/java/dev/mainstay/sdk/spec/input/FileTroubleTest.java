package dev.mainstay.sdk.spec.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a file that cannot be read or written. */
final class FileTroubleTest {

  private interface Work {
    void run() throws IOException;
  }

  private static String trouble(Work work) {
    try {
      work.run();
      return "";
    } catch (IOException e) {
      return FileTrouble.of(e);
    }
  }

  @Test
  void a_file_s_trouble_is_more_than_its_name(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(trouble(() -> Files.readString(folder.resolve("none"))))
        .isEqualTo("there is no such file or folder");
    assertThat(trouble(() -> Files.createDirectory(file))).isEqualTo("a file is there already");
    assertThat(trouble(() -> Files.writeString(file.resolve("below"), "")))
        .isEqualTo("Not a directory");
    assertThat(FileTrouble.of(new AccessDeniedException("x"))).isEqualTo("permission denied");
    assertThat(FileTrouble.of(new FileSystemException("x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileTrouble.of(new IOException("cut off"))).isEqualTo("cut off");
    assertThat(FileTrouble.of(new IOException())).isEqualTo("java.io.IOException");
  }
}
