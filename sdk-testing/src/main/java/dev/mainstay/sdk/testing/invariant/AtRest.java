package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.CustomPlanner;
import dev.mainstay.sdk.planner.DecommissionPlanner;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.state.UninstallRecord;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Liveness: how the world must be once faults have stopped for long enough. */
final class AtRest {

  private final World world;
  private final ClusterTruth truth;
  private final DurableRecords records;
  private final List<String> problems = new ArrayList<>();

  AtRest(World world, ClusterTruth truth, DurableRecords records) {
    this.world = world;
    this.truth = truth;
    this.records = records;
  }

  void check() {
    List<String> found = problems();
    if (!found.isEmpty()) {
      throw new InvariantViolation(
          "AtRest", "long after the last disturbance " + String.join("; ", found));
    }
  }

  List<String> problems() {
    SchedulerRun run = world.scheduler();
    Optional<ServiceSnapshot> snapshot = run.snapshot();
    if (run.end().map(end -> end.cause() == ExitCause.UNINSTALLED).orElse(false)) {
      uninstalled();
      return problems;
    }
    if (!run.isAlive() || snapshot.isEmpty()) {
      problems.add("no scheduler runs: " + run.end().map(Object::toString).orElse("it loads"));
      return problems;
    }
    plans(snapshot.get());
    tasks();
    reservations();
    framework();
    return problems;
  }

  /** Nothing of it is there but on agents that never came back. */
  private void uninstalled() {
    if (world.storage().records().values().stream()
        .anyMatch(record -> !(record instanceof UninstallRecord))) {
      problems.add("uninstalled, and there are records: " + world.storage().records().keySet());
    }
    for (ClusterTruth.Process process : truth.processes()) {
      if (isBack(process.container().agentId())) {
        problems.add("uninstalled, and task " + process.task().taskId() + " runs");
      }
    }
    for (ClusterImage.Agent agent : world.cluster().image().agents()) {
      boolean should = !agent.gone() && isBack(agent.id()) && !truth.mayBeAbandoned(agent.id());
      if (should && !agent.checkpointed().isEmpty()) {
        problems.add("uninstalled, and reserved on " + agent.name() + ": " + agent.checkpointed());
      }
    }
    for (ClusterView.Framework framework : world.cluster().view().frameworks()) {
      orphan(framework);
    }
  }

  private void plans(ServiceSnapshot snapshot) {
    plan(PlanViews.of(snapshot.deploy(), snapshot.state(), world.now()));
    plan(
        PlanViews.of(
            RecoveryPlanner.recovery(snapshot.deploy().config(), snapshot.state()),
            snapshot.state(),
            world.now()));
    decommission(snapshot);
    CustomPlanner.active(snapshot.state())
        .forEach(plan -> problems.add("plan " + plan.name() + " still runs"));
  }

  /** It waits for agents that are away, and for nothing else. */
  private void decommission(ServiceSnapshot snapshot) {
    Set<PodId> waiting =
        snapshot.state().released().stream()
            .filter(record -> !isBack(record.agentId()))
            .map(ReleasedRecord::pod)
            .collect(Collectors.toSet());
    PlanViews.of(DecommissionPlanner.of(snapshot.state()), snapshot.state(), world.now())
        .phases()
        .stream()
        .filter(phase -> !waiting.contains(PodId.parse(phase.name())))
        .forEach(phase -> problems.add("pod " + phase.name() + " is not given up yet"));
  }

  private void plan(PlanView plan) {
    boolean waits = plan.status() == Status.WAITING && isSomePodPaused();
    if (plan.status() != Status.COMPLETE && !waits) {
      problems.add("plan " + plan.name() + " is " + plan.status());
    }
  }

  private boolean isSomePodPaused() {
    return records.everyPod().stream()
        .anyMatch(pod -> records.pod(pod).map(known -> !known.paused().isEmpty()).orElse(false));
  }

  private void tasks() {
    ServiceSpec target = world.scheduler().state().orElseThrow().target().orElseThrow().spec();
    for (PodSpec pod : target.pods().values()) {
      for (int index = 0; index < pod.count(); index++) {
        for (TaskSpec task : pod.tasks().values()) {
          if (task.goal() == TaskSpec.Goal.RUNNING) {
            runs(new PodId(pod.type(), index), task);
          }
        }
      }
    }
    for (ClusterTruth.Process process : truth.processes()) {
      boolean current =
          records.task(process.task().taskId()).map(TaskRecord::isActive).orElse(false);
      if (!current && isBack(process.container().agentId())) {
        problems.add("task " + process.task().taskId() + " runs, and no record wants it");
      }
    }
  }

  private void runs(PodId pod, TaskSpec task) {
    Optional<TaskRecord> known = records.pod(pod).flatMap(record -> record.task(task.name()));
    if (known.isEmpty()) {
      if (isInPlan(pod, task)) {
        problems.add("task " + pod + "-" + task.name() + " was never launched");
      }
      return;
    }
    boolean paused =
        records.pod(pod).map(record -> record.paused().contains(task.name())).orElse(false);
    boolean stands = paused ? known.get().idles() : known.get().condition().ready();
    if (!stands || !known.get().isRunning()) {
      problems.add("task " + known.get().taskId() + " is not ready: " + known.get().describe());
    } else if (known.get().endWanted() != null) {
      problems.add("task " + known.get().taskId() + " should end, and runs");
    } else if (truth.process(known.get().taskId()).isEmpty()) {
      problems.add("task " + known.get().taskId() + " should run, and no process of it lives");
    } else {
      runsAsWanted(truth.process(known.get().taskId()).orElseThrow().task(), task);
    }
  }

  /** By what the process itself was given. */
  private void runsAsWanted(TaskInfo process, TaskSpec task) {
    CommandInfo command = Objects.requireNonNull(process.command());
    task.env()
        .forEach(
            (name, value) -> {
              boolean given =
                  command.environment().stream()
                      .anyMatch(
                          variable ->
                              variable.name().equals(name) && value.equals(variable.value()));
              if (!given) {
                problems.add(
                    "task %s runs, and not with %s=%s".formatted(process.taskId(), name, value));
              }
            });
  }

  /** A written plan need not name all tasks. */
  private boolean isInPlan(PodId pod, TaskSpec task) {
    return world.scheduler().snapshot().orElseThrow().deploy().phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .anyMatch(step -> step.pod().equals(pod) && step.tasks().contains(task.name()));
  }

  private boolean isBack(AgentId agent) {
    return !truth.isCutOff(agent) && !truth.isGone(agent);
  }

  private void reservations() {
    for (ClusterImage.Agent agent : world.cluster().image().agents()) {
      if (agent.gone() || !isBack(agent.id())) {
        continue;
      }
      for (Resource resource : agent.checkpointed()) {
        if (resource.resourceId().map(id -> !records.isHeld(id)).orElse(false)) {
          problems.add(
              "%s %s is reserved on %s, and no pod holds it"
                  .formatted(resource.name(), resource.resourceId().orElseThrow(), agent.name()));
        }
      }
    }
    for (ReleasedRecord record : world.scheduler().state().orElseThrow().released()) {
      if (isBack(record.agentId()) || truth.isGone(record.agentId())) {
        problems.add("%s still waits to be cleaned up".formatted(record.id()));
      }
    }
  }

  private void framework() {
    for (ClusterView.Framework framework : world.cluster().view().frameworks()) {
      if (!isOurs(framework)) {
        orphan(framework);
        continue;
      }
      if (!framework.connected()) {
        problems.add("the framework is not connected");
      }
      if (!framework.offers().isEmpty()) {
        problems.add("offers are held: " + framework.offers().size());
      }
      boolean leftovers = !world.scheduler().state().orElseThrow().released().isEmpty();
      if (!leftovers && framework.suppressedRoles().size() < framework.info().roles().size()) {
        problems.add("the framework still wants offers for " + framework.info().roles());
      }
      framework.operations().stream()
          .filter(operation -> !isForgotten(operation))
          .forEach(
              operation ->
                  problems.add("feedback of an operation is not acknowledged: " + operation));
    }
  }

  private boolean isForgotten(OperationStatus operation) {
    AgentId agent = operation.agentId();
    return agent != null && (truth.hasLeft(agent) || !isBack(agent));
  }

  private boolean isOurs(ClusterView.Framework framework) {
    return records
        .framework()
        .map(known -> known.frameworkId().equals(framework.id()))
        .orElse(false);
  }

  /** Left by a scheduler that never heard its id; the master removes it after its timeout. */
  private void orphan(ClusterView.Framework framework) {
    if (framework.connected() || !framework.tasks().isEmpty() || !framework.offers().isEmpty()) {
      problems.add("framework " + framework.id() + " is nobody's, and holds something");
    }
  }
}
