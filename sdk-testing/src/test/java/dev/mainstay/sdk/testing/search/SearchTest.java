package dev.mainstay.sdk.testing.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.testing.world.Tampering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Worlds full of faults: in each build the same few, and a tenth as many from a base that the
 * commit gives, so that each commit tries others; {@code -Pchaos}, or {@code -Dseeds=N}, runs more,
 * all of them from there; {@code -Dseed=N} runs one.
 */
final class SearchTest {

  /** With fewer seeds most are the same each time. */
  private static final long FEW = 1_000;

  /** With so many seeds each kind of fault, and each path of recovery, should be met. */
  private static final long ENOUGH_FOR_ALL = 400;

  @Test
  void nothing_breaks_an_invariant() throws Exception {
    String seed = System.getProperty("seed");
    long seeds = Long.parseLong(System.getProperty("seeds", "100"));
    SearchSummary summary =
        seed == null
            ? new Search(seeds < FEW ? 0 : base(), seeds)
                .run(Runtime.getRuntime().availableProcessors())
            : new Search(Long.parseLong(seed), 1).run(1);

    assertThat(summary.failures()).as(() -> reports(summary)).isEmpty();
    if (summary.seeds() >= ENOUGH_FOR_ALL) {
      assertThat(summary.missing()).isEmpty();
    }
  }

  @Test
  void nothing_breaks_an_invariant_in_worlds_of_this_commit() throws Exception {
    if (System.getProperty("seed") != null) {
      return;
    }
    long seeds = Math.min(FEW, Long.parseLong(System.getProperty("seeds", "100"))) / 10;
    SearchSummary summary =
        new Search(base(), seeds).run(Runtime.getRuntime().availableProcessors());

    assertThat(summary.failures()).as(() -> reports(summary)).isEmpty();
  }

  @Test
  void a_seed_gives_the_same_run_again() {
    SeedOutcome once = SeedRun.of(7);
    SeedOutcome again = SeedRun.of(7);

    assertThat(again).isEqualTo(once);
    assertThat(once.steps()).isPositive();
  }

  private static String reports(SearchSummary summary) {
    return summary.failures().stream()
        .map(failure -> Shrinker.shrink(failure, () -> Tampering.NONE).report())
        .collect(Collectors.joining("\n"));
  }

  /** Of the commit at hand; 0 without a repository. */
  private static long base() throws IOException, InterruptedException {
    Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
    String commit =
        new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return git.waitFor() == 0 ? Long.parseLong(commit.substring(0, 8), 16) * 1_000_000 : 0;
  }
}
