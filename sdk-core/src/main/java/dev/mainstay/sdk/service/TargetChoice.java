package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
            + String.join(", ", told(differences(target.get().inputs(), inputs)))
            + "; start it as before, or remove it and its data with --clean");
  }

  /** In the order of variables, then templates, then the spec's text. */
  static ImmutableList<String> differences(ServiceInputs before, ServiceInputs now) {
    List<String> differences = new ArrayList<>();
    for (String name : keys(before.environment(), now.environment())) {
      String was = before.environment().get(name);
      String is = now.environment().get(name);
      if (was == null) {
        differences.add(name + " was not set, is '" + is + "'");
      } else if (is == null) {
        differences.add(name + " was '" + was + "', is not set");
      } else if (!was.equals(is)) {
        differences.add(name + " was '" + was + "', is '" + is + "'");
      }
    }
    for (String name : keys(before.templates(), now.templates())) {
      if (!Objects.equals(before.templates().get(name), now.templates().get(name))) {
        differences.add("template " + name + " differs");
      }
    }
    if (!before.specText().equals(now.specText())) {
      differences.add("the text of the spec differs");
    }
    return ImmutableList.copyOf(differences);
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

  private static Set<String> keys(Map<String, ?> one, Map<String, ?> other) {
    Set<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    return keys;
  }
}
