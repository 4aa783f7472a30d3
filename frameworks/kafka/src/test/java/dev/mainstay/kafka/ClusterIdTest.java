package dev.mainstay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.FrameworkId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClusterIdTest {

  @Test
  void outlives_restarts_of_the_scheduler() {
    FrameworkId framework = new FrameworkId("5bd2b3f5-3b0b-4b7e-8a57-3d8ed1a4ac3f-0000");

    assertThat(ClusterId.of(framework)).isEqualTo(ClusterId.of(framework)).hasSize(22);
  }

  @Test
  void differs_between_services_and_is_never_taken_for_an_option() {
    assertThat(IntStream.range(0, 1_000).mapToObj(i -> ClusterId.of(new FrameworkId("f-" + i))))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}"));
  }
}
