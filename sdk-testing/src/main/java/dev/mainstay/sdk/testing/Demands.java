package dev.mainstay.sdk.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a chain of assertions asks for: all of it has to hold at one moment. With virtual time that
 * is now, with real processes some moment within the patience.
 */
final class Demands {

  private final Simulation simulation;
  private final List<Supplier<Optional<String>>> demands = new ArrayList<>();

  Demands(Simulation simulation) {
    this.simulation = simulation;
  }

  /**
   * One more.
   *
   * @param problem what is wrong at the moment, empty for nothing
   */
  void add(Supplier<Optional<String>> problem) {
    demands.add(problem);
    simulation
        .settle(this::firstProblem)
        .ifPresent(
            what -> {
              throw simulation.failure(what);
            });
  }

  private Optional<String> firstProblem() {
    return demands.stream().flatMap(demand -> demand.get().stream()).findFirst();
  }

  /** A problem, unless something holds. */
  static Optional<String> unless(boolean holds, Supplier<String> problem) {
    return holds ? Optional.empty() : Optional.of(problem.get());
  }
}
