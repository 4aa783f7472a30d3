package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.ConfigurationDifference;
import dev.mainstay.sdk.planner.FieldDifference;
import dev.mainstay.sdk.planner.PodChange;
import dev.mainstay.sdk.planner.UpdatePreview;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Changes of the target: {@code POST /v1/configurations} makes one, {@code POST
 * /v1/configurations/preview} says what it would do. Both take the same body, {@link UpdateJson},
 * and give the same answer.
 */
final class UpdateRoutes {

  private final Views views;
  private final Commands commands;
  private final SpecUpdates updates;

  UpdateRoutes(Views views, Commands commands, SpecUpdates updates) {
    this.views = views;
    this.commands = commands;
    this.updates = updates;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.post(
            "/v1/configurations/preview",
            request -> answer(request, (base, checked, body) -> ApiResponse.json(body))),
        Route.post("/v1/configurations", request -> answer(request, this::accept)));
  }

  /** What is the target already, made from the same, does not become it once more. */
  private ApiResponse accept(
      ConfigurationRecord base, SpecUpdates.Checked checked, ObjectNode body) {
    ConfigurationRecord next = checked.configuration();
    if (next.spec().equals(base.spec()) && next.inputs().equals(base.inputs())) {
      return ApiResponse.json(
          body.put("configuration", base.id().value())
              .put("message", "configuration " + base.id() + " is the target already"));
    }
    return commands.run(
        new OperatorCommand.SetTarget(base.id(), next),
        answer -> ApiResponse.json(body.put("message", answer.message())));
  }

  /** What is done with a change that may be made. */
  private interface Then {
    ApiResponse answer(ConfigurationRecord base, SpecUpdates.Checked checked, ObjectNode body);
  }

  private ApiResponse answer(ApiRequest request, Then then) {
    UpdateJson update;
    try {
      update = UpdateJson.of(request.body());
    } catch (IllegalArgumentException e) {
      return ApiResponse.message(400, String.valueOf(e.getMessage()));
    }
    return views.withNewest(view -> answer(view, update, then));
  }

  private ApiResponse answer(ServiceView view, UpdateJson update, Then then) {
    ServiceState state = view.state();
    Optional<ConfigurationRecord> target = state.target();
    if (target.isEmpty()) {
      return ApiResponse.message(409, "no configuration has been accepted yet");
    }
    try {
      SpecUpdates.Checked checked;
      if (update.isRollback()) {
        String named = update.rollbackTo();
        Optional<ConfigId> to =
            named == null
                ? state.targetRecord().flatMap(TargetRecord::rollback)
                : Optional.of(new ConfigId(named));
        if (to.isEmpty()) {
          return ApiResponse.message(
              409, "no configuration was rolled out completely before this one; name one");
        }
        Optional<ConfigurationRecord> earlier = state.configuration(to.get());
        if (earlier.isEmpty()) {
          return ApiResponse.notFound(
              "configuration", to.get().value(), ConfigurationRoutes.ids(view));
        }
        checked = updates.earlier(target.get(), earlier.get());
      } else {
        checked = updates.changed(target.get(), update.request());
      }
      return then.answer(target.get(), checked, json(view, target.get(), checked));
    } catch (InvalidInputException e) {
      return refused(e.problems());
    } catch (IllegalArgumentException e) {
      return ApiResponse.message(400, String.valueOf(e.getMessage()));
    }
  }

  private static ApiResponse refused(List<Problem> problems) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put(
                "message",
                problems.stream()
                    .filter(Problem::isError)
                    .findFirst()
                    .map(Problem::toString)
                    .orElse("the change is refused"));
    node.set("problems", ApiJson.strings(problems.stream().map(Problem::toString).toList()));
    return ApiResponse.json(400, node);
  }

  private static ObjectNode json(
      ServiceView view, ConfigurationRecord target, SpecUpdates.Checked checked) {
    ConfigurationRecord next = checked.configuration();
    UpdatePreview preview = UpdatePreview.of(view.state(), next);
    ImmutableList<FieldDifference> fields =
        ConfigurationDifference.fields(target.spec(), next.spec());
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("target", target.id().value())
            .put("configuration", next.id().value())
            .put("changesNothing", fields.isEmpty() && preview.changesNothing());
    node.set("fields", fields(fields));
    ArrayNode pods = node.putArray("pods");
    preview.pods().forEach(change -> pods.add(json(change)));
    ServiceState then = view.state().apply(new StateChange.Put(next));
    node.set("plan", PlanRoutes.json(PlanViews.of(preview.plan(), then, view.now())));
    node.set(
        "warnings", ApiJson.strings(checked.warnings().stream().map(Problem::toString).toList()));
    return node;
  }

  static ArrayNode fields(List<FieldDifference> differences) {
    ArrayNode fields = JsonNodeFactory.instance.arrayNode();
    differences.forEach(
        difference ->
            fields.addObject().put("field", difference.path()).put("change", difference.change()));
    return fields;
  }

  private static ObjectNode json(PodChange change) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", change.pod().toString())
            .put("change", change.kind().name().toLowerCase(Locale.ROOT));
    if (!change.note().isEmpty()) {
      node.put("note", change.note());
    }
    node.set("causes", fields(change.causes()));
    return node;
  }
}
