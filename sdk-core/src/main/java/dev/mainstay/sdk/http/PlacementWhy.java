package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.evaluate.Evaluation;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.http.PodViews.PodView;
import dev.mainstay.sdk.planner.RecoveryNotes;
import dev.mainstay.sdk.planner.RecoveryNotes.Outlook;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.state.PodRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a pod is where it is, or why it is not running yet: what it lacked in each agent's last
 * offer.
 */
final class PlacementWhy {

  private PlacementWhy() {}

  static ApiResponse of(ServiceView view, PodView pod) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("pod", pod.id().toString());
    PodRecord record = pod.record();
    if (record != null && record.place() != null) {
      node.set("place", ApiJson.tree(record.place()));
    }
    view.target()
        .map(spec -> spec.pods().get(pod.id().type()))
        .map(PodSpec::placement)
        .ifPresent(rule -> node.put("placement", rule.text()));
    if (record != null && !record.error().isEmpty()) {
      node.put("error", record.error());
    }
    if (record != null && !record.backoff().lastFailure().isEmpty()) {
      node.put("lastFailure", record.backoff().lastFailure());
    }
    RecoveryNotes.outlook(pod.id(), view.snapshot().sight(), view.state())
        .ifPresent(outlook -> add(node, outlook));
    ArrayNode offers = node.putArray("offers");
    lastByAgent(view.snapshot().recentOutcomes())
        .values()
        .forEach(outcome -> add(offers, outcome, pod));
    return ApiResponse.json(node);
  }

  /** Since when a pod is down, and when it is replaced, if that is known. */
  static void add(ObjectNode node, Outlook outlook) {
    node.put("downSince", outlook.since().toString());
    Instant replacedAt = outlook.replacedAt();
    if (replacedAt != null) {
      node.put("replacedAt", replacedAt.toString());
    }
  }

  private static Map<String, OfferOutcome> lastByAgent(ImmutableList<OfferOutcome> outcomes) {
    Map<String, OfferOutcome> last = new LinkedHashMap<>();
    outcomes.forEach(outcome -> last.put(outcome.agentId().value(), outcome));
    return last;
  }

  private static void add(ArrayNode offers, OfferOutcome outcome, PodView pod) {
    ObjectNode offer =
        offers
            .addObject()
            .put("at", outcome.at().toString())
            .put("agent", outcome.agentId().value())
            .put("hostname", outcome.hostname())
            .put("outcome", outcome.used().contains(pod.id().toString()) ? "used" : "refused")
            .put("reason", outcome.reason());
    ArrayNode failures = offer.putArray("failures");
    outcome.refused().stream()
        .filter(
            refusal ->
                refusal.pod().equals(pod.id().type()) || refusal.pod().equals(pod.id().toString()))
        .flatMap(refusal -> refusal.evaluation().failures().stream())
        .forEach(failure -> failures.add(json(failure)));
  }

  static ObjectNode json(Evaluation failure) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("rule", failure.rule())
        .put("asked", failure.asked())
        .put("available", failure.available());
  }
}
