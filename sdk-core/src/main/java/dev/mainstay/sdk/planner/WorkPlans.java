package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.RemovalSteps;
import dev.mainstay.sdk.plan.Step;
import java.util.Optional;

/**
 * The plans that launch tasks, with how far they are. Recovery is none of them: it is derived for
 * each pod.
 *
 * @param deploy deploy or update
 * @param decommission instances that leave, up to their end
 * @param custom an author's plans that run, in the order in which they were started
 */
public record WorkPlans(
    PlanProgress deploy, PlanProgress decommission, ImmutableList<PlanProgress> custom) {

  /** A step that may work now, and its plan. */
  record Candidate(PlanProgress plan, Step step) {}

  /**
   * The step by which the first of the plans after deploy works on a pod: it is drained before it
   * leaves, or it does what an author's plan says.
   */
  Optional<Candidate> laterCandidate(PodId pod) {
    Optional<Step> leaving = deploy.isComplete() ? decommission.candidateOf(pod) : Optional.empty();
    if (leaving.isPresent()) {
      return leaving
          .filter(RemovalSteps::isDraining)
          .map(step -> new Candidate(decommission, step));
    }
    return custom.stream()
        .flatMap(plan -> plan.candidateOf(pod).map(step -> new Candidate(plan, step)).stream())
        .findFirst();
  }
}
