package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.planner.ConfigurationDifference;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a start with a spec means for a service that may already have a configuration. */
public final class TargetChoice {

  /** Differences that are told one by one; of more, their number. */
  private static final int TOLD = 5;

  private TargetChoice() {}

  /**
   * The changes that make the spec the target: none when it is so already.
   *
   * @param validator the framework's own rules
   * @throws CannotStartException when the service has another one; the message names what may never
   *     change, then every difference
   */
  public static ImmutableList<StateChange> changes(
      ServiceState state, LoadedSpec wanted, SpecValidator validator, ConfigId fresh, Instant now)
      throws CannotStartException {
    Optional<ConfigurationRecord> target = state.target();
    if (target.isEmpty()) {
      return ImmutableList.of(
          new StateChange.Put(
              new ConfigurationRecord(
                  fresh, now, ConfigurationRecord.START, wanted.inputs(), wanted.spec())),
          new StateChange.Put(TargetRecord.first(fresh)));
    }
    ServiceSpec deployed = target.get().spec();
    if (deployed.equals(wanted.spec())) {
      return ImmutableList.of();
    }
    throw new CannotStartException(
        forbidden(SpecChecks.ofChange(validator, deployed, wanted))
            + "service "
            + wanted.spec().name()
            + " was started with another configuration: "
            + String.join(
                ", ", told(ConfigurationDifference.between(target.get().inputs(), wanted.inputs())))
            + "; start it as before, or remove it and its data with --clean");
  }

  /** A line for each problem, in the order of the file. */
  private static String forbidden(ImmutableList<Problem> problems) {
    return problems.stream()
        .filter(Problem::isError)
        .sorted(
            Comparator.<Problem>comparingInt(problem -> problem.location().line())
                .thenComparingInt(problem -> problem.location().column()))
        .map(problem -> problem + "\n")
        .collect(Collectors.joining());
  }

  private static ImmutableList<String> told(ImmutableList<String> differences) {
    if (differences.isEmpty()) {
      return ImmutableList.of("this version of Mainstay reads it differently");
    }
    if (differences.size() <= TOLD) {
      return differences;
    }
    return ImmutableList.<String>builder()
        .addAll(differences.subList(0, TOLD))
        .add("and " + (differences.size() - TOLD) + " more")
        .build();
  }
}
