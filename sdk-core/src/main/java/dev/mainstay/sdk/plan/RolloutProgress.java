package dev.mainstay.sdk.plan;

import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the rollout policies of a plan look at, kept up to date pod by pod: which instances of each
 * type are away, which a step would take down, which steps failed. For one thread.
 *
 * <p>An instance counts as away while it is not available, or a step is at work on it. A step that
 * would take down an instance is held while as many others are away as the policy allows. An
 * instance that is away is never held, as it is away already; those go first while another is held
 * because of them, or an update that mends them would wait for ever.
 */
final class RolloutProgress {

  private final Plan plan;
  private final PlanDecisions decisions;

  /** How many of each limited type may be away. */
  private final Map<String, Integer> limits = new HashMap<>();

  private final Map<String, NavigableSet<PodId>> away = new HashMap<>();
  private final Set<PodId> wouldGoDown = new HashSet<>();

  /** What runs of them may go on any time. */
  private final Set<PodId> outOfReach = new HashSet<>();

  /** Pods of which a step failed, so that the plan stops. */
  private final Set<PodId> stopped = new TreeSet<>();

  private final boolean someWithPolicy;

  RolloutProgress(Plan plan, PlanDecisions decisions, ServiceState state) {
    this.plan = plan;
    this.decisions = decisions;
    this.someWithPolicy = plan.purpose() == Plan.Purpose.DEPLOY && readPolicies(state);
  }

  private boolean readPolicies(ServiceState state) {
    ServiceSpec spec = state.specOf(plan.config());
    boolean some = false;
    for (String type : spec.pods().keySet()) {
      PodId first = new PodId(type, 0);
      Optional<RolloutSpec> policy = spec.rolloutOf(first);
      some |= policy.isPresent();
      policy.ifPresent(
          known ->
              known
                  .mostUnavailable(spec.pod(first).count())
                  .ifPresent(
                      most -> {
                        limits.put(type, most);
                        away.put(type, new TreeSet<>());
                      }));
    }
    return some;
  }

  /** Some pod type has a policy: without one nothing has to be kept here. */
  boolean isNeeded() {
    return someWithPolicy;
  }

  /**
   * Takes note of a pod.
   *
   * @param steps all of the pod's in the plan
   * @param open those of them that are not complete
   */
  void update(PodId id, List<Step> steps, List<Step> open, ServiceState state) {
    Optional<PodRecord> pod = state.pod(id);
    boolean stops =
        steps.stream()
            .anyMatch(step -> Rollout.stops(plan, step, decisions.step(step.id()), state));
    note(stopped, id, stops);
    NavigableSet<PodId> ofType = away.get(id.type());
    if (ofType != null) {
      boolean counts = id.index() < state.specOf(plan.config()).pod(id).count();
      boolean atWork =
          open.stream()
              .anyMatch(step -> Rollout.work(step, decisions.step(step.id()), state).isPresent());
      boolean isAway =
          counts && pod.filter(known -> atWork || Availability.isDown(known, state)).isPresent();
      note(ofType, id, isAway);
      boolean goesDown =
          !open.isEmpty()
              && pod.filter(known -> Availability.isUp(known, state))
                  .filter(known -> isTakenDown(known, open.get(0), state))
                  .isPresent();
      note(wouldGoDown, id, goesDown);
      note(outOfReach, id, pod.map(RolloutProgress::isOutOfReach).orElse(false));
    }
  }

  private static boolean isOutOfReach(PodRecord pod) {
    return pod.tasks().values().stream().anyMatch(TaskRecord::isOutOfReach);
  }

  private static void note(Set<PodId> pods, PodId id, boolean belongs) {
    if (belongs) {
      pods.add(id);
    } else {
      pods.remove(id);
    }
  }

  /** Some task has to end for the step: it is of another definition, or the step is run anew. */
  private boolean isTakenDown(PodRecord pod, Step step, ServiceState state) {
    StepDecision decision = decisions.step(step.id());
    return pod.tasks().values().stream()
        .filter(TaskRecord::isActive)
        .anyMatch(
            task ->
                !StepStatuses.sameDefinition(state, task.launch().config(), plan, pod.id())
                    || (decision.generation() > 0
                        && step.tasks().contains(task.name())
                        && !StepStatuses.isSince(
                            plan, decision.generation(), task.launch().mark())));
  }

  /** A failed step lets nothing more of the plan begin. */
  boolean isStopped() {
    return !stopped.isEmpty();
  }

  boolean isStoppedBy(PodId pod) {
    return stopped.contains(pod);
  }

  /** The pods whose steps failed, for people. */
  String stoppedBy() {
    return stopped.stream().map(PodId::toString).collect(Collectors.joining(", "));
  }

  boolean isLimited(PodId pod) {
    return limits.containsKey(pod.type());
  }

  boolean isAway(PodId pod) {
    return away.getOrDefault(pod.type(), new TreeSet<>()).contains(pod);
  }

  /** It is away and does not come back by itself: to work on it does no more harm. */
  boolean mayGoFirst(PodId pod) {
    return isAway(pod) && !outOfReach.contains(pod);
  }

  Set<PodId> away(String podType) {
    return away.getOrDefault(podType, new TreeSet<>());
  }

  /** How many more of a limited type may go down now. */
  int free(String podType) {
    return limits.getOrDefault(podType, Integer.MAX_VALUE) - away(podType).size();
  }

  boolean wouldGoDown(PodId pod) {
    return wouldGoDown.contains(pod);
  }

  /** Its step would take it down, and too many others are away. */
  boolean isHeld(PodId pod) {
    return wouldGoDown.contains(pod) && !isAway(pod) && free(pod.type()) <= 0;
  }

  /** What a held pod waits for, for people. */
  String hold(PodId pod) {
    Set<PodId> others = away(pod.type());
    return "waits: %d of at most %d '%s' %s unavailable: %s"
        .formatted(
            others.size(),
            limits.getOrDefault(pod.type(), 0),
            pod.type(),
            others.size() == 1 ? "is" : "are",
            others.stream().map(PodId::toString).collect(Collectors.joining(", ")));
  }
}
