package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Output as it was last agreed on. {@code mvn test -Dgolden.update=true} writes what comes out now.
 */
final class Golden {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  static void assertMatches(String name, String output) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, output);
    }
    assertThat(output)
        .as("output; to accept it run the test with -Dgolden.update=true")
        .isEqualTo(Files.readString(file));
  }
}
