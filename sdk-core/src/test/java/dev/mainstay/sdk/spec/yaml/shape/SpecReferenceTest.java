package dev.mainstay.sdk.spec.yaml.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The checked-in reference. {@code mvn test -pl sdk-core -Dtest=SpecReferenceTest
 * -DargLine=-Dgolden.update=true} writes it anew.
 */
final class SpecReferenceTest {

  private static final Path REFERENCE = Path.of("../docs/spec-reference.md");

  @Test
  void the_reference_says_what_the_records_say() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(REFERENCE, SpecReference.text());
    }
    assertThat(SpecReference.text())
        .as(
            "docs/spec-reference.md is stale: write it anew with the command in this test's Javadoc")
        .isEqualTo(Files.readString(REFERENCE));
  }
}
