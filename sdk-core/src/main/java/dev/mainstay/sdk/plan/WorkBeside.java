package dev.mainstay.sdk.plan;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a pod does for a plan beside what it runs: an author's plan, or to be drained. */
public final class WorkBeside {

  private WorkBeside() {}

  /**
   * The configuration in which a pod does work beside what it runs: the one that is wanted, where
   * that defines the pod as the one that runs; else the pod's own, which no work beside may change.
   */
  public static ConfigId configOf(ConfigId wanted, PodRecord pod, ServiceState state) {
    String plan =
        state.targetRecord().filter(TargetRecord::update).isPresent() ? Plan.UPDATE : Plan.DEPLOY;
    Optional<PodDefinition> definition = state.definition(wanted, plan, pod.id());
    boolean same =
        definition.isPresent() && definition.equals(state.definition(pod.config(), plan, pod.id()));
    return same ? wanted : pod.config();
  }

  /**
   * Why none of what a step of an author's plan has left to do can be launched, for people; empty
   * when some of it can.
   *
   * @param left names of tasks
   */
  static Optional<String> hindrance(
      Plan plan, List<String> left, PodRecord pod, ServiceState state) {
    if (plan.purpose() != Plan.Purpose.CUSTOM || left.isEmpty()) {
      return Optional.empty();
    }
    ConfigId config = configOf(plan.config(), pod, state);
    Set<String> known = state.specOf(config).pod(pod.id()).tasks().keySet();
    if (left.stream().anyMatch(known::contains)) {
      return Optional.empty();
    }
    List<String> gone =
        state
            .target()
            .map(target -> target.spec().pods().get(pod.id().type()))
            .map(type -> left.stream().filter(task -> !type.tasks().containsKey(task)).toList())
            .orElse(left);
    List<String> lacking = gone.isEmpty() ? left : gone;
    return Optional.of(
        "%s %s not in configuration %s, in which the pod runs%s"
            .formatted(
                String.join(", ", lacking),
                lacking.size() == 1 ? "is" : "are",
                config,
                gone.isEmpty()
                    ? ": the update has to reach it first"
                    : ", nor in the target: 'mainstay plan stop %s' ends the run"
                        .formatted(plan.name())));
  }
}
