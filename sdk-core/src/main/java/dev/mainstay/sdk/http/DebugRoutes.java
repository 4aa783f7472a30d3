package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What goes on inside: {@code /v1/debug}. Fields as in dcos-commons's package {@code debug}. */
final class DebugRoutes {

  private final Views views;

  DebugRoutes(Views views) {
    this.views = views;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get("/v1/debug/offers", request -> views.with(DebugRoutes::offers)),
        Route.get("/v1/debug/plans", request -> views.with(DebugRoutes::plans)),
        Route.get("/v1/debug/taskStatuses", request -> views.with(DebugRoutes::taskStatuses)),
        Route.get("/v1/debug/reservations", request -> views.with(DebugRoutes::reservations)));
  }

  private static ApiResponse offers(ServiceView view) {
    ImmutableList<OfferOutcome> outcomes = view.snapshot().recentOutcomes();
    Map<String, Integer> reasons = new TreeMap<>();
    Map<String, Integer> agents = new TreeMap<>();
    ArrayNode offers = JsonNodeFactory.instance.arrayNode();
    for (OfferOutcome outcome : outcomes) {
      for (String pod : outcome.used()) {
        offers.add(offer(outcome, pod, "pass", ImmutableList.of(outcome.reason())));
      }
      for (OfferOutcome.Refusal refusal : outcome.refused()) {
        ImmutableList<String> failures =
            refusal.evaluation().failures().stream()
                .map(Object::toString)
                .collect(ImmutableList.toImmutableList());
        refusal
            .evaluation()
            .failures()
            .forEach(failure -> reasons.merge(failure.rule(), 1, Integer::sum));
        offers.add(offer(outcome, refusal.pod(), "fail", failures));
      }
      if (outcome.used().isEmpty()) {
        agents.merge(outcome.agentId().value(), 1, Integer::sum);
      }
    }
    long accepted = outcomes.stream().filter(outcome -> !outcome.used().isEmpty()).count();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("acceptedCount", accepted).put("rejectedCount", outcomes.size() - accepted);
    node.set("failureReasons", ApiJson.tree(reasons));
    node.set("rejectedAgents", ApiJson.tree(agents));
    node.set("offers", offers);
    return ApiResponse.json(node);
  }

  private static ObjectNode offer(
      OfferOutcome outcome, String pod, String result, ImmutableList<String> explanation) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("timestamp", outcome.at().toEpochMilli())
            .put("pod-instance-name", pod)
            .put("outcome", result);
    node.set("explanation", ApiJson.strings(explanation));
    return node.put(
            "offer", String.join(",", outcome.offers().stream().map(id -> id.value()).toList()))
        .put("agent", outcome.agentId().value())
        .put("hostname", outcome.hostname());
  }

  private static ApiResponse plans(ServiceView view) {
    ObjectNode node =
        JsonNodeFactory.instance.objectNode().put("schedulerState", schedulerState(view));
    ArrayNode active = node.putArray("activePlans");
    ArrayNode plans = node.putArray("plans");
    for (PlanView plan : view.plans()) {
      if (plan.status() != Status.COMPLETE) {
        active.add(plan.name());
      }
      ObjectNode planNode =
          plans
              .addObject()
              .put("name", plan.name())
              .put("status", plan.status().name())
              .put("strategy", PlanRoutes.name(plan.strategy()))
              .put("totalSteps", plan.steps())
              .put("completedSteps", plan.completeSteps());
      planNode.set("phases", PlanRoutes.json(plan).path("phases"));
    }
    return ApiResponse.json(node);
  }

  private static String schedulerState(ServiceView view) {
    if (isBusy(view, Plan.DEPLOY)) {
      return "DEPLOYING";
    }
    return isBusy(view, Plan.RECOVERY) ? "RECOVERING" : "DEPLOYED";
  }

  private static boolean isBusy(ServiceView view, String plan) {
    return view.plan(plan).filter(found -> found.status() != Status.COMPLETE).isPresent();
  }

  private static ApiResponse taskStatuses(ServiceView view) {
    ArrayNode plans = JsonNodeFactory.instance.arrayNode();
    Plan deploy = view.snapshot().deploy();
    ArrayNode phases = plans.addObject().put("name", deploy.name()).putArray("phases");
    for (Phase phase : deploy.phases()) {
      ArrayNode steps = phases.addObject().put("name", phase.name()).putArray("steps");
      for (Step step : phase.steps()) {
        ArrayNode tasks = steps.addObject().put("name", step.name()).putArray("taskStatus");
        step.tasks().forEach(name -> tasks.add(taskStatus(view, step, name)));
      }
    }
    return ApiResponse.json(plans);
  }

  private static ObjectNode taskStatus(ServiceView view, Step step, String name) {
    Optional<TaskRecord> record = view.state().pod(step.pod()).flatMap(pod -> pod.task(name));
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", step.pod() + "-" + name)
        .put("taskId", record.map(task -> task.taskId().value()).orElse(""))
        .put(
            "taskStatus", record.map(task -> "TASK_" + task.state().name()).orElse("TASK_UNKNOWN"));
  }

  private static ApiResponse reservations(ServiceView view) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (PodRecord pod : view.state().pods()) {
      if (pod.place() != null) {
        ArrayNode ids = node.withArrayProperty(pod.place().hostname());
        for (Holding holding : pod.holdings()) {
          ids.add(holding.id().value());
        }
      }
    }
    return ApiResponse.json(node);
  }
}
