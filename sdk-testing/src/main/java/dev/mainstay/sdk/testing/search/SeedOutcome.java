package dev.mainstay.sdk.testing.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.testing.fault.FaultKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of one run.
 *
 * @param simulated virtual time
 * @param steps of the world
 * @param done faults that did something, by kind
 * @param paths of recovery that were gone
 * @param failure what went wrong, absent when nothing did
 * @param lastEvents the end of the trace
 */
public record SeedOutcome(
    SeedInput input,
    Duration simulated,
    long steps,
    ImmutableMap<FaultKind, Integer> done,
    ImmutableSet<RecoveryPath> paths,
    Optional<Failure> failure,
    ImmutableList<String> lastEvents) {

  /**
   * What went wrong.
   *
   * @param what the invariant's name, or the kind of exception
   * @param sentence for people
   */
  public record Failure(String what, String sentence) {}

  /** What went wrong in a line. */
  public String line() {
    return "seed "
        + input.seed()
        + failure
            .map(found -> ": " + found.what() + ": " + found.sentence())
            .orElse(": nothing went wrong");
  }

  /** For people: what went wrong, what it takes, and how to see it again. */
  public String report() {
    return failure
        .map(
            found ->
                """
                seed %d: %s: %s

                %s
                the faults that it takes:
                %s

                last events:
                %s

                to see it again: mvn test -pl sdk-testing -am -Dtest=SearchTest \
                  -Dsurefire.failIfNoSpecifiedTests=false -Dseed=%d
                """
                    .formatted(
                        input.seed(),
                        found.what(),
                        found.sentence(),
                        input.service().yaml() + input.service().variables(),
                        input.faults().text(),
                        String.join("\n", lastEvents),
                        input.seed()))
        .orElse("seed " + input.seed() + ": nothing went wrong");
  }
}
