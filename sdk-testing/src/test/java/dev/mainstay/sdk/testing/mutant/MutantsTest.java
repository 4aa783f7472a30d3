package dev.mainstay.sdk.testing.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.testing.search.SeedInput;
import dev.mainstay.sdk.testing.search.SeedOutcome;
import dev.mainstay.sdk.testing.search.SeedRun;
import dev.mainstay.sdk.testing.world.Tampering;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each planted mistake breaks some invariant within a few seeds. */
final class MutantsTest {

  /** Most are found by the first seed; none is given more. */
  private static final int SEEDS = 200;

  static List<String> names() {
    return Mutants.all().keySet().asList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void is_found(String name) {
    Optional<SeedOutcome> found = firstFailure(Objects.requireNonNull(Mutants.all().get(name)));

    assertThat(found).as("the mutant that %s", name).isPresent();
    assertThat(found.orElseThrow().failure().orElseThrow().sentence()).isNotEmpty();
  }

  @Test
  void there_are_at_least_twenty() {
    assertThat(names()).hasSizeGreaterThanOrEqualTo(20);
  }

  private static Optional<SeedOutcome> firstFailure(Supplier<Tampering> mutant) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SeedOutcome outcome = SeedRun.of(SeedInput.draw(seed), mutant.get());
      if (outcome.failure().isPresent()) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }
}
