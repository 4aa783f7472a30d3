package dev.mainstay.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class FiguresTest {

  private static final Offset<Double> EXACTLY = within(1e-9);

  @Test
  void the_exponent_of_a_cost_that_grows_with_the_square_is_two() {
    double[] sizes = {100, 1_000, 10_000};

    assertThat(Figures.exponent(sizes, new double[] {3e4, 3e6, 3e8})).isCloseTo(2, EXACTLY);
    assertThat(Figures.exponent(sizes, new double[] {5e2, 5e3, 5e4})).isCloseTo(1, EXACTLY);
  }

  @Test
  void the_median_is_in_the_middle() {
    assertThat(Figures.median(new double[] {9, 1, 2})).isEqualTo(2);
    assertThat(Figures.median(new double[] {9, 1, 2, 4})).isEqualTo(3);
  }
}
