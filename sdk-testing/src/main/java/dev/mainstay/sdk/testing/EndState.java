package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableSortedMultiset;
import com.google.common.collect.Multisets;
import com.google.common.collect.TreeMultiset;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Optional;

/**
 * What a service has come to, without what may differ between two equal lives: ids, places, times
 * and the numbers of ports. A line for each thing; two equal things are two equal lines.
 */
record EndState(ImmutableSortedMultiset<String> lines) {

  static EndState of(Simulation sim) {
    TreeMultiset<String> lines = TreeMultiset.create();
    ServiceState state = sim.state();
    plan(sim.plan(Plan.DEPLOY), lines);
    plan(sim.plan(Plan.RECOVERY), lines);
    plan(sim.plan(Plan.DECOMMISSION), lines);
    for (PodRecord pod : state.pods()) {
      pod(state, pod, lines);
    }
    for (TaskId task : sim.processes()) {
      lines.add("process of " + ownerOf(state, task));
    }
    for (ClusterImage.Agent agent : sim.world().cluster().image().agents()) {
      if (!agent.gone()) {
        agent.checkpointed().forEach(resource -> lines.add("reserved: " + sizeOf(resource)));
      }
    }
    state.released().forEach(record -> lines.add("still released: " + sizeOf(record.resource())));
    return new EndState(ImmutableSortedMultiset.copyOfSorted(lines));
  }

  private static void plan(PlanView plan, TreeMultiset<String> lines) {
    lines.add("plan " + plan.name() + " " + plan.status());
    for (PlanView.PhaseView phase : plan.phases()) {
      for (PlanView.StepView step : phase.steps()) {
        lines.add(
            "step " + plan.name() + "/" + phase.name() + "/" + step.name() + " " + step.status());
      }
    }
  }

  private static void pod(ServiceState state, PodRecord pod, TreeMultiset<String> lines) {
    Optional<ConfigId> target = state.target().map(known -> known.id());
    boolean current = target.equals(Optional.of(pod.config()));
    lines.add("pod " + pod.id() + (current ? " in the target" : " in another configuration"));
    for (TaskRecord task : pod.tasks().values()) {
      lines.add(
          "task %s-%s %s%s%s"
              .formatted(
                  pod.id(),
                  task.name(),
                  task.describe(),
                  task.reachedGoal() == null ? "" : ", came to its goal",
                  task.endWanted() == null ? "" : ", to end"));
    }
    for (Holding holding : pod.holdings()) {
      lines.add(
          "pod %s holds %s/%s %s %s"
              .formatted(
                  pod.id(),
                  holding.owner(),
                  holding.name(),
                  sizeOf(holding.resource()),
                  holding.phase()));
    }
  }

  private static String ownerOf(ServiceState state, TaskId id) {
    return state.podOfTask(id).stream()
        .flatMap(
            pod ->
                pod.tasks().values().stream()
                    .filter(task -> task.taskId().equals(id))
                    .map(task -> pod.id() + "-" + task.name()))
        .findFirst()
        .orElse("nobody");
  }

  private static String sizeOf(Resource resource) {
    String size =
        resource.value() instanceof ResourceValue.Amount ? " " + resource.value() : " numbers";
    return resource.name() + size + (resource.persistence().isPresent() ? " as a volume" : "");
  }

  /** What is there and should not be, and what is missing. */
  String difference(EndState expected) {
    StringBuilder text = new StringBuilder();
    Multisets.difference(lines, expected.lines)
        .forEach(line -> text.append("  not expected: ").append(line).append('\n'));
    Multisets.difference(expected.lines, lines)
        .forEach(line -> text.append("  missing:      ").append(line).append('\n'));
    return text.toString();
  }
}
