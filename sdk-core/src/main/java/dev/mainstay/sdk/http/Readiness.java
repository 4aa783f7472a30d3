package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the service is all there: deployed, nothing to recover, every task that should run
 * running and ready.
 *
 * @param missing what is not there yet, for people; empty when it is all there
 */
public record Readiness(ImmutableList<String> missing) {

  /** The plans that bring the service to its target and keep it there. */
  private static final ImmutableSet<String> BRINGS_THERE =
      ImmutableSet.of(Plan.DEPLOY, Plan.UPDATE, Plan.RECOVERY);

  public boolean isReady() {
    return missing.isEmpty();
  }

  public static Readiness of(ServiceView view) {
    Optional<ServiceSpec> target = view.target();
    if (target.isEmpty()) {
      return new Readiness(ImmutableList.of("no configuration has been accepted yet"));
    }
    List<String> missing = new ArrayList<>();
    if (!view.snapshot().reconciled()) {
      missing.add(
          view.snapshot().connected()
              ? "the master has not told yet how every task stands"
              : "the scheduler has no connection to the master");
    }
    if (view.state().isInDoubt()) {
      missing.add(FrameworkRecord.IN_DOUBT);
    }
    for (PlanView plan : view.plans()) {
      if (BRINGS_THERE.contains(plan.name()) && plan.status() != Status.COMPLETE) {
        missing.add("plan " + plan.name() + " is " + plan.status());
      }
    }
    for (Phase phase : view.snapshot().deploy().phases()) {
      phase.steps().forEach(step -> addTasks(view, target.get(), step, missing));
    }
    return new Readiness(ImmutableList.copyOf(missing));
  }

  private static void addTasks(
      ServiceView view, ServiceSpec spec, Step step, List<String> missing) {
    for (String name : step.tasks()) {
      TaskSpec task = spec.pod(step.pod()).task(name);
      if (task.goal() == TaskSpec.Goal.RUNNING) {
        Optional<TaskRecord> record = view.state().pod(step.pod()).flatMap(pod -> pod.task(name));
        String what = "task " + step.pod() + "-" + name;
        if (record.isEmpty()) {
          missing.add(what + " has not been launched");
        } else if (record.get().idles()) {
          missing.add(what + " is paused by the operator");
        } else if (record.get().state() != TaskState.RUNNING) {
          missing.add(what + " is " + record.get().state());
        } else if (task.readinessCheck() != null && !record.get().condition().ready()) {
          missing.add(what + " is not ready");
        }
      }
    }
  }
}
