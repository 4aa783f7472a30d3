package dev.mainstay.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ForwardClockTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicReference<Instant> machine = new AtomicReference<>(NOON);
  private final ForwardClock clock = new ForwardClock(machine::get);

  @Test
  void goes_with_the_machine_forward() {
    assertThat(clock.instant()).isEqualTo(NOON);
    machine.set(NOON.plusSeconds(3600));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3600));
  }

  @Test
  void goes_on_from_where_it_was_when_the_machine_is_set_back() {
    assertThat(clock.instant()).isEqualTo(NOON);
    machine.set(NOON.minus(Duration.ofHours(5)));
    assertThat(clock.instant()).isEqualTo(NOON);
    machine.set(NOON.minus(Duration.ofHours(5)).plusSeconds(10));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
  }
}
