package dev.mainstay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A benchmark that measures an error would be fast. */
final class SimulationBenchmarkTest {

  @Test
  void lives_through_what_it_measures() {
    SimulationBenchmark benchmark = new SimulationBenchmark();
    benchmark.framework = "../frameworks/helloworld";
    benchmark.deploy();

    assertThat(benchmark.scenario().processes()).isNotEmpty();
    assertThat(benchmark.thousandQuietHours().world().age()).isGreaterThan(Duration.ofHours(1000));
    assertThat(benchmark.dayOfFaults().world().trace().lines()).isGreaterThan(100);
  }
}
