package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.planner.ConfigurationDifference;
import dev.mainstay.sdk.planner.FieldDifference;
import dev.mainstay.sdk.planner.NewTarget;
import dev.mainstay.sdk.planner.UpdateSummary;
import dev.mainstay.sdk.spec.SchedulerVariables;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.HistoryRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a start with a spec means for a service that may already have a target. The spec is compared
 * with that of the last start: the same again leaves the target as it is, so that a restart of the
 * scheduler does not undo what an operator changed since; another one becomes the target, if it is
 * a change that may be made.
 *
 * @param changes to be made durable before anything else
 * @param told what an operator should know, a line; empty for nothing
 * @param refused why the spec does not become the target, which stays; empty when it may, or is it
 *     already
 */
public record TargetChoice(
    ImmutableList<StateChange> changes, String told, ImmutableList<Problem> refused) {

  /** Differences that are told one by one; of more, their number. */
  private static final int TOLD = 5;

  /**
   * The choice for a start.
   *
   * @param validator the framework's own rules
   * @param fresh id of a new configuration, if there has to be one
   */
  public static TargetChoice of(
      ServiceState state, LoadedSpec wanted, SpecValidator validator, ConfigId fresh, Instant now) {
    ConfigurationRecord next =
        new ConfigurationRecord(
            fresh, now, ConfigurationRecord.START, wanted.inputs(), wanted.spec());
    Optional<TargetRecord> pointer = state.targetRecord();
    Optional<ConfigurationRecord> target = state.target();
    if (pointer.isEmpty() || target.isEmpty()) {
      return new TargetChoice(
          ImmutableList.of(
              new StateChange.Put(next),
              new StateChange.Put(TargetRecord.first(fresh)),
              new StateChange.Put(story(next, state, ""))),
          "",
          ImmutableList.of());
    }
    if (isSame(target.get(), next)) {
      return kept(again(pointer.get(), target.get(), next), "");
    }
    if (state.configuration(pointer.get().started()).filter(old -> isSame(old, next)).isPresent()) {
      return kept(
          ImmutableList.of(),
          "the spec is that of the last start; the target stays %s, which came by: %s"
              .formatted(target.get().id(), target.get().origin()));
    }
    ImmutableList<Problem> problems =
        SpecChecks.ofChange(validator, target.get().spec(), wanted).stream()
            .filter(Problem::isError)
            .sorted(
                Comparator.<Problem>comparingInt(problem -> problem.location().line())
                    .thenComparingInt(problem -> problem.location().column()))
            .collect(ImmutableList.toImmutableList());
    return problems.isEmpty()
        ? update(target.get(), next, state)
        : new TargetChoice(ImmutableList.of(), refusal(target.get(), problems), problems);
  }

  /** For the service's history; of a target by command the core writes it. */
  private static HistoryRecord story(ConfigurationRecord next, ServiceState state, String changes) {
    return new HistoryRecord(
        state.nextHistoryNumber(),
        next.acceptedAt(),
        HistoryRecord.Kind.CONFIGURATION,
        next.id().value(),
        "became the target: " + next.origin() + changes,
        "");
  }

  private static TargetChoice kept(ImmutableList<StateChange> changes, String told) {
    return new TargetChoice(changes, told, ImmutableList.of());
  }

  private static TargetChoice update(
      ConfigurationRecord target, ConfigurationRecord next, ServiceState state) {
    return new TargetChoice(
        ImmutableList.<StateChange>builder()
            .addAll(NewTarget.changes(state, next, next.id().value(), next.id(), next.acceptedAt()))
            .add(new StateChange.Put(story(next, state, "; " + UpdateSummary.of(state, next))))
            .build(),
        "update from files: %s becomes the target: %s"
            .formatted(next.id(), told(ConfigurationDifference.fields(target.spec(), next.spec()))),
        ImmutableList.of());
  }

  /** Nothing differs that is carried out; what it was made from is kept as it is now. */
  private static ImmutableList<StateChange> again(
      TargetRecord pointer, ConfigurationRecord target, ConfigurationRecord next) {
    ImmutableList.Builder<StateChange> changes = ImmutableList.builder();
    if (!target.inputs().equals(next.inputs())) {
      changes.add(
          new StateChange.Put(
              new ConfigurationRecord(
                  target.id(), target.acceptedAt(), target.origin(), next.inputs(), next.spec())));
    }
    if (!pointer.started().equals(target.id())) {
      changes.add(new StateChange.Put(pointer.withStarted(target.id())));
    }
    return changes.build();
  }

  private static boolean isSame(ConfigurationRecord one, ConfigurationRecord other) {
    return one.spec().equals(other.spec())
        && SchedulerVariables.reachingPods(one.inputs().environment())
            .equals(SchedulerVariables.reachingPods(other.inputs().environment()));
  }

  private static String refusal(ConfigurationRecord target, ImmutableList<Problem> problems) {
    return "the spec of this start is refused, and the service goes on with %s: %s"
        .formatted(
            target.id(),
            problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
  }

  private static String told(ImmutableList<FieldDifference> fields) {
    if (fields.isEmpty()) {
      return "the environment of its pods differs";
    }
    String first =
        fields.stream()
            .limit(TOLD)
            .map(FieldDifference::toString)
            .collect(Collectors.joining(", "));
    return fields.size() <= TOLD ? first : first + ", and " + (fields.size() - TOLD) + " more";
  }
}
