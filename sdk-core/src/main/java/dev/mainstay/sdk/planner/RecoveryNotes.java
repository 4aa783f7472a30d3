package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells people of pods that do not come back when the service's policy gives them up. For readers.
 */
public final class RecoveryNotes {

  private RecoveryNotes() {}

  /**
   * What can be said of pods that fail.
   *
   * @param reconciled the master has told how each task stands: before, nothing is replaced
   * @param seen from when on it could be seen of each pod which fails that it does
   */
  public record Sight(boolean reconciled, Map<PodId, Instant> seen) {}

  /**
   * Since when a pod has failed, or could not be reached, and when it is replaced for it.
   *
   * @param replacedAt absent before the master has told how each task stands
   */
  public record Outlook(Instant since, @Nullable Instant replacedAt) {

    private String text() {
      return replacedAt == null
          ? "replaced unless it comes back; when is known once the master has told how tasks stand"
          : "replaced at " + replacedAt.truncatedTo(ChronoUnit.SECONDS) + " unless it comes back";
    }
  }

  /** What is ahead of a pod; absent when it is well, or is waited for without an end. */
  public static Optional<Outlook> outlook(PodId id, Sight sight, ServiceState state) {
    return outlook(id, sight, deploy(state), state);
  }

  /** That of each pod that has one. */
  public static ImmutableMap<PodId, Outlook> outlooks(Sight sight, ServiceState state) {
    List<PodId> failing =
        state.pods().stream()
            .filter(pod -> ReplacementTimes.failingSince(pod, state).isPresent())
            .map(PodRecord::id)
            .toList();
    ImmutableMap.Builder<PodId, Outlook> outlooks = ImmutableMap.builder();
    if (!failing.isEmpty()) {
      PlanProgress deploy = deploy(state);
      failing.forEach(
          id -> outlook(id, sight, deploy, state).ifPresent(outlook -> outlooks.put(id, outlook)));
    }
    return outlooks.buildOrThrow();
  }

  private static Optional<Outlook> outlook(
      PodId id, Sight sight, PlanProgress deploy, ServiceState state) {
    return state
        .pod(id)
        .filter(pod -> deploy.candidateOf(id).isEmpty())
        .flatMap(pod -> ReplacementTimes.failingSince(pod, state))
        .flatMap(
            since ->
                Optional.ofNullable(
                        ReplacementTimes.times(Map.of(id, since), sight.seen(), state).get(id))
                    .map(time -> new Outlook(since, sight.reconciled() ? time : null)));
  }

  private static PlanProgress deploy(ServiceState state) {
    return new PlanProgress(
        DeployPlanner.of(state.targetRecord().orElseThrow(), state.target().orElseThrow().spec()),
        state);
  }

  /** The view of the recovery plan with this added to the steps of such pods. */
  public static PlanView addTo(PlanView view, Plan recovery, Sight sight, ServiceState state) {
    Map<UUID, PodId> pods =
        recovery.phases().stream()
            .flatMap(phase -> phase.steps().stream())
            .collect(Collectors.toMap(step -> step.id(), step -> step.pod()));
    if (pods.isEmpty()) {
      return view;
    }
    PlanProgress deploy = deploy(state);
    return withSteps(
        view,
        step ->
            Optional.ofNullable(pods.get(step.id()))
                .flatMap(pod -> outlook(pod, sight, deploy, state))
                .map(outlook -> with(step, outlook))
                .orElse(step));
  }

  private static StepView with(StepView step, Outlook outlook) {
    String message = step.message();
    return step.withMessage(message + (message.isEmpty() ? "" : "; ") + outlook.text());
  }

  private static PlanView withSteps(PlanView view, UnaryOperator<StepView> change) {
    ImmutableList.Builder<PhaseView> phases = ImmutableList.builder();
    for (PhaseView phase : view.phases()) {
      phases.add(
          new PhaseView(
              phase.id(),
              phase.name(),
              phase.status(),
              phase.strategy(),
              phase.steps().stream().map(change).collect(ImmutableList.toImmutableList())));
    }
    return new PlanView(view.name(), view.status(), view.strategy(), view.errors(), phases.build());
  }
}
