package dev.mainstay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A benchmark that measures an error would be fast. */
final class LoadSpecBenchmarkTest {

  @Test
  void loads_what_it_measures() {
    LoadSpecBenchmark benchmark = new LoadSpecBenchmark();
    benchmark.framework = "../frameworks/kafka";
    benchmark.read();
    assertThat(benchmark.load().spec().pods()).containsKey("broker");
    assertThat(benchmark.loadWithOptions().spec()).isEqualTo(benchmark.load().spec());
  }
}
