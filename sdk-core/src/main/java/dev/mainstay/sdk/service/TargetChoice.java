package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.planner.ConfigurationDifference;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Instant;
import java.util.Optional;

/** What a start with a spec means for a service that may already have a configuration. */
final class TargetChoice {

  /** Differences that are told one by one; of more, their number. */
  private static final int TOLD = 5;

  private TargetChoice() {}

  /**
   * The changes that make the spec the target: none when it is so already.
   *
   * @throws CannotStartException when the service has another one; the message names the difference
   */
  static ImmutableList<StateChange> changes(
      ServiceState state, ServiceSpec spec, ServiceInputs inputs, ConfigId fresh, Instant now)
      throws CannotStartException {
    Optional<ConfigurationRecord> target = state.target();
    if (target.isEmpty()) {
      return ImmutableList.of(
          new StateChange.Put(new ConfigurationRecord(fresh, now, inputs, spec)),
          new StateChange.Put(new TargetRecord(fresh)));
    }
    if (target.get().spec().equals(spec)) {
      return ImmutableList.of();
    }
    throw new CannotStartException(
        "service "
            + spec.name()
            + " was started with another configuration: "
            + String.join(
                ", ", told(ConfigurationDifference.between(target.get().inputs(), inputs)))
            + "; start it as before, or remove it and its data with --clean");
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
