package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.Step;
import java.util.Optional;

/**
 * The plans that launch tasks, with how far they are. Recovery is none of them: it is derived for
 * each pod.
 *
 * @param deploy deploy or update
 * @param custom an author's plans that run, in the order in which they were started
 */
public record WorkPlans(PlanProgress deploy, ImmutableList<PlanProgress> custom) {

  /** A step that may work now, and its plan. */
  record Candidate(PlanProgress plan, Step step) {}

  /** The step by which the first of the custom plans works on a pod. */
  Optional<Candidate> customCandidate(PodId pod) {
    return custom.stream()
        .flatMap(plan -> plan.candidateOf(pod).map(step -> new Candidate(plan, step)).stream())
        .findFirst();
  }
}
