package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the API says while it has nothing to show. */
final class SchedulerViewsTest {

  @Test
  void a_scheduler_that_has_its_state_is_not_said_to_be_starting() {
    assertThat(SchedulerViews.whyNone(Optional.empty(), false)).contains("is starting");
    assertThat(SchedulerViews.whyNone(Optional.empty(), true)).contains("is busy").contains("2 s");
    assertThat(SchedulerViews.whyNone(Optional.of("no quorum"), true))
        .isEqualTo("the scheduler waits for its store: no quorum");
  }
}
