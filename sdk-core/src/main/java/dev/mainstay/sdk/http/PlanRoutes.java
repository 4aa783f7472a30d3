package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.SecretWords;
import dev.mainstay.sdk.state.PlanRunRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans: {@code /v1/plans}. Paths, fields and statuses as in dcos-commons ({@code PlansResource},
 * {@code PlanInfo}). A plan is listed under its own name; once another target has made the plan
 * that brings the service there {@code update}, it answers at {@code deploy} too, where the tools
 * of dcos-commons wait for it, and says its name.
 */
final class PlanRoutes {

  /** The plan has an error: the status that dcos-commons chose. */
  private static final int EXPECTATION_FAILED = 417;

  private final Views views;
  private final Commands commands;

  PlanRoutes(Views views, Commands commands) {
    this.views = views;
    this.commands = commands;
  }

  ImmutableList<Route> routes() {
    ImmutableList.Builder<Route> routes = ImmutableList.builder();
    routes.add(
        Route.get(
            "/v1/plans",
            request -> views.with(view -> ApiResponse.json(ApiJson.strings(view.planNames())))),
        Route.get(
            "/v1/plans/{plan}", request -> views.with(view -> plan(view, request.part("plan")))));
    for (PlanAction action : PlanAction.values()) {
      routes.add(
          Route.post("/v1/plans/{plan}/" + action.word(), request -> operate(action, request)));
    }
    return routes.build();
  }

  /** A phase and a step are named, or given by their ids. */
  private ApiResponse operate(PlanAction action, ApiRequest request) {
    ImmutableSortedMap<String, String> parameters;
    try {
      parameters =
          action == PlanAction.START ? parameters(request.body()) : ImmutableSortedMap.of();
    } catch (IllegalArgumentException e) {
      return ApiResponse.message(400, String.valueOf(e.getMessage()));
    }
    OperatorCommand command =
        new OperatorCommand.OperatePlan(
            action,
            request.part("plan"),
            request.parameter("phase").orElse(""),
            request.parameter("step").orElse(""),
            parameters);
    return commands.run(
        command,
        answer ->
            ApiResponse.json(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("message", "Received cmd: " + action.word())
                    .put("detail", answer.message())));
  }

  /** Throws for what is no JSON object of texts, with a message that says so. */
  private static ImmutableSortedMap<String, String> parameters(String body) {
    if (body.isBlank()) {
      return ImmutableSortedMap.of();
    }
    JsonNode node = ApiJson.parse(body);
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          "the parameters are no JSON object; write {\"NAME\": \"value\"}");
    }
    ImmutableSortedMap.Builder<String, String> parameters = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isValueNode() || field.getValue().isNull()) {
        throw new IllegalArgumentException(
            "parameter '%s' is no text; write it in quotes".formatted(field.getKey()));
      }
      parameters.put(field.getKey(), field.getValue().asText());
    }
    return parameters.buildOrThrow();
  }

  private static ApiResponse plan(ServiceView view, String name) {
    return view.plan(name)
        .map(plan -> ApiResponse.json(statusOf(plan), ofAuthor(json(plan), plan, view)))
        .orElseGet(() -> ApiResponse.notFound("plan", name, view.planNames()));
  }

  private static int statusOf(PlanView plan) {
    if (!plan.errors().isEmpty()) {
      return EXPECTATION_FAILED;
    }
    return plan.status() == Status.COMPLETE ? 200 : 202;
  }

  /**
   * With what an author's plan has beside its phases: the parameters that the target declares, the
   * current or last run, and those before it. One that no operator started has none, and is WAITING
   * in dcos-commons as here.
   */
  private static ObjectNode ofAuthor(ObjectNode node, PlanView plan, ServiceView view) {
    if (PlanSpec.OF_THE_SCHEDULER.contains(plan.name())) {
      return node;
    }
    view.target()
        .map(spec -> spec.plans().get(plan.name()))
        .map(PlanSpec::parameters)
        .ifPresent(
            declared -> {
              ArrayNode parameters = node.putArray("parameters");
              declared.values().forEach(parameter -> parameters.add(json(parameter)));
            });
    Optional<PlanRunRecord> known = view.state().planRun(plan.name());
    node.put("started", known.isPresent());
    known.ifPresent(
        run -> {
          ArrayNode runs = node.putArray("runs");
          runs.add(run(run.run(), run.parameters(), run.startedAt(), run.endedAt(), run.outcome()));
          run.past()
              .forEach(
                  past ->
                      runs.add(
                          run(
                              past.run(),
                              past.parameters(),
                              past.startedAt(),
                              past.endedAt(),
                              past.outcome())));
        });
    return node;
  }

  private static ObjectNode json(ParameterSpec parameter) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", parameter.name());
    if (parameter.about() != null) {
      node.put("about", parameter.about());
    }
    node.put("required", parameter.required());
    if (parameter.standard() != null) {
      node.put("default", SecretWords.shown(parameter.name(), parameter.standard()));
    }
    if (parameter.pattern() != null) {
      node.put("pattern", parameter.pattern());
    }
    return node;
  }

  private static ObjectNode run(
      String id,
      Map<String, String> parameters,
      Instant startedAt,
      @Nullable Instant endedAt,
      PlanRunRecord.@Nullable Outcome outcome) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", id);
    ObjectNode shown = node.putObject("parameters");
    parameters.forEach((name, value) -> shown.put(name, SecretWords.shown(name, value)));
    node.put("startedAt", startedAt.toString());
    if (endedAt != null && outcome != null) {
      node.put("endedAt", endedAt.toString()).put("outcome", outcome.name());
    }
    return node;
  }

  static ObjectNode json(PlanView plan) {
    // Not in dcos-commons. The plan's own: 'deploy' is answered with the plan 'update' too.
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", plan.name());
    ArrayNode phases = node.putArray("phases");
    for (PlanView.PhaseView phase : plan.phases()) {
      ObjectNode phaseNode = phases.addObject();
      phaseNode.put("id", phase.id().toString()).put("name", phase.name());
      ArrayNode steps = phaseNode.putArray("steps");
      phase.steps().forEach(step -> steps.add(json(step)));
      phaseNode.put("strategy", name(phase.strategy())).put("status", phase.status().name());
      if (!phase.rollout().isEmpty()) {
        phaseNode.put("rollout", phase.rollout());
      }
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
    if (step.stops()) {
      node.put("stops", true);
    }
    return node;
  }

  static String name(StrategyKind strategy) {
    return Ascii.toLowerCase(strategy.name()).replace('_', '-');
  }
}
