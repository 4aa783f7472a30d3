package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;

/**
 * Plans: {@code /v1/plans}. Paths, fields and statuses as in dcos-commons ({@code PlansResource},
 * {@code PlanInfo}).
 */
final class PlanRoutes {

  /** The plan has an error: the status that dcos-commons chose. */
  private static final int EXPECTATION_FAILED = 417;

  private final Views views;

  PlanRoutes(Views views) {
    this.views = views;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get(
            "/v1/plans",
            request -> views.with(view -> ApiResponse.json(ApiJson.strings(view.planNames())))),
        Route.get(
            "/v1/plans/{plan}", request -> views.with(view -> plan(view, request.part("plan")))));
  }

  private static ApiResponse plan(ServiceView view, String name) {
    return view.plan(name)
        .map(plan -> ApiResponse.json(statusOf(plan), json(plan)))
        .orElseGet(() -> ApiResponse.notFound("plan", name, view.planNames()));
  }

  private static int statusOf(PlanView plan) {
    if (!plan.errors().isEmpty()) {
      return EXPECTATION_FAILED;
    }
    return plan.status() == Status.COMPLETE ? 200 : 202;
  }

  static JsonNode json(PlanView plan) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode phases = node.putArray("phases");
    for (PlanView.PhaseView phase : plan.phases()) {
      ObjectNode phaseNode = phases.addObject();
      phaseNode.put("id", phase.id().toString()).put("name", phase.name());
      ArrayNode steps = phaseNode.putArray("steps");
      phase.steps().forEach(step -> steps.add(json(step)));
      phaseNode.put("strategy", name(phase.strategy())).put("status", phase.status().name());
    }
    node.set("errors", ApiJson.strings(plan.errors()));
    return node.put("strategy", name(plan.strategy())).put("status", plan.status().name());
  }

  private static ObjectNode json(PlanView.StepView step) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", step.id().toString())
            .put("status", step.status().name())
            .put("name", step.name())
            .put("message", step.message());
    if (step.delayedUntil() != null) {
      node.put("delayedUntil", step.delayedUntil().toString());
    }
    return node;
  }

  static String name(StrategyKind strategy) {
    return Ascii.toLowerCase(strategy.name());
  }
}
