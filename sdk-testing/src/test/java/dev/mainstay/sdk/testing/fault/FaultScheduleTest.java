package dev.mainstay.sdk.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultScheduleTest {

  /** Faults of one kind at random times. */
  static FaultSchedule of(FaultKind kind, SplittableRandom random, int count, Duration until) {
    Chance chance = new Chance(random, 6);
    return new FaultSchedule(
        IntStream.range(0, count)
            .mapToObj(
                unused ->
                    new FaultSchedule.Timed(
                        Duration.ofMillis(random.nextLong(until.toMillis())), kind.draw(chance)))
            .collect(ImmutableList.toImmutableList()));
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void each_kind_can_be_written_and_read_again(FaultKind kind) {
    FaultSchedule schedule = of(kind, new SplittableRandom(1), 20, Duration.ofHours(1));

    assertThat(FaultSchedule.parse(schedule.text())).isEqualTo(schedule);
    assertThat(schedule.faults())
        .allSatisfy(timed -> assertThat(FaultKind.of(timed.fault())).isEqualTo(kind));
  }

  @Test
  void each_seed_has_some_kinds_and_all_seeds_have_all_but_the_end() {
    Set<FaultKind> seen = EnumSet.noneOf(FaultKind.class);
    for (int seed = 0; seed < 50; seed++) {
      Set<FaultKind> ofSeed = EnumSet.noneOf(FaultKind.class);
      FaultSchedule.draw(seed, 200, Duration.ofHours(1), 5)
          .faults()
          .forEach(timed -> ofSeed.add(FaultKind.of(timed.fault())));
      assertThat(ofSeed).hasSizeLessThan(FaultKind.values().length);
      seen.addAll(ofSeed);
    }
    assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(FaultKind.UNINSTALL)));
  }

  @Test
  void what_is_no_fault_is_said() {
    assertThatThrownBy(() -> FaultSchedule.parse("PT1S Earthquake"))
        .hasMessageContaining("no such fault: 'Earthquake'")
        .hasMessageContaining("AgentCrash");
    assertThatThrownBy(() -> FaultSchedule.parse("PT1S TaskKilled"))
        .hasMessage("'TaskKilled' has no pick");
  }
}
