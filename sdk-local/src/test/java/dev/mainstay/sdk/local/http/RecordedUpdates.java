package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Which of our updates stands for a recorded one: the same of its task or operation. */
final class RecordedUpdates {

  /** From the first launch to what is told of it. */
  private static final Duration FIRST_UPDATE = Duration.ofMillis(300);

  private RecordedUpdates() {}

  /** The updates that a call acknowledges. */
  static ImmutableList<String> uuids(JsonNode call) {
    ImmutableList.Builder<String> uuids = ImmutableList.builder();
    for (String kind : List.of("acknowledge", "acknowledge_operation_status")) {
      if (call.path(kind).path("uuid").isTextual()) {
        uuids.add(call.path(kind).path("uuid").asText());
      }
    }
    return uuids.build();
  }

  static boolean holds(RecordedExchange stream, String uuid) {
    return stream.events().stream().anyMatch(event -> uuid(event).equals(uuid));
  }

  /** Learns what our uuid is, and tells if it is there. */
  static boolean learn(String uuid, Optional<Replay.Pair> stream, Translation ids) {
    if (stream.isEmpty() || ids.knows(uuid)) {
      return ids.knows(uuid);
    }
    List<JsonNode> theirs = distinct(stream.get().recorded().events());
    JsonNode wanted =
        theirs.stream().filter(event -> uuid(event).equals(uuid)).findFirst().orElseThrow();
    long before =
        theirs.stream()
            .takeWhile(event -> !uuid(event).equals(uuid))
            .filter(event -> key(event).equals(key(wanted)))
            .count();
    distinct(stream.get().ours().events()).stream()
        .filter(event -> key(event).equals(key(wanted)) && !uuid(event).isEmpty())
        .skip(before)
        .findFirst()
        .ifPresent(event -> ids.learn(uuid, uuid(event)));
    return ids.knows(uuid);
  }

  /** Without updates that are sent again. */
  static List<JsonNode> distinct(List<JsonNode> events) {
    List<String> seen = new ArrayList<>();
    List<JsonNode> distinct = new ArrayList<>();
    for (JsonNode event : events) {
      String uuid = uuid(event);
      if (uuid.isEmpty() || !seen.contains(uuid)) {
        distinct.add(event);
        seen.add(uuid);
      }
    }
    return distinct;
  }

  /** Base64, empty for an event that needs no acknowledgement. */
  static String uuid(JsonNode event) {
    JsonNode update = event.path("update").path("status").path("uuid");
    return update.isTextual()
        ? update.asText()
        : event.path("update_operation_status").path("status").path("uuid").path("value").asText();
  }

  /** What an event is about: a task, an operation, an executor, or its type alone. */
  static String subject(JsonNode event) {
    JsonNode status = event.path("update").path("status");
    if (status.has("task_id")) {
      return "task " + status.path("task_id").path("value").asText();
    }
    JsonNode operation = event.path("update_operation_status").path("status");
    if (operation.has("operation_id")) {
      return "operation " + operation.path("operation_id").path("value").asText();
    }
    JsonNode failure = event.path("failure");
    if (failure.has("executor_id")) {
      return "executor " + failure.path("executor_id").path("value").asText();
    }
    return event.path("type").asText();
  }

  /** The id of an event's subject, empty where it has none. */
  static String subjectId(JsonNode event) {
    String subject = subject(event);
    return subject.substring(subject.indexOf(' ') + 1).equals(subject)
        ? ""
        : subject.substring(subject.indexOf(' ') + 1);
  }

  /** When a recording began, by its clock: what some commands do depends on that. */
  static Instant start(List<RecordedExchange> exchanges) {
    double first =
        exchanges.stream()
            .flatMap(exchange -> exchange.events().stream())
            .map(event -> event.path("update").path("status").path("timestamp"))
            .filter(JsonNode::isNumber)
            .mapToDouble(JsonNode::asDouble)
            .min()
            .orElse(0);
    long launched =
        exchanges.stream()
            .filter(exchange -> exchange.request().toString().contains("LAUNCH"))
            .mapToLong(RecordedExchange::at)
            .findFirst()
            .orElse(0);
    return Instant.ofEpochMilli(Math.round(first * 1000) - launched).minus(FIRST_UPDATE);
  }

  /** All texts in the requests of a recording. */
  static ImmutableSet<String> texts(List<RecordedExchange> exchanges) {
    ImmutableSet.Builder<String> texts = ImmutableSet.builder();
    for (RecordedExchange exchange : exchanges) {
      Deque<JsonNode> open = new ArrayDeque<>(List.of(exchange.request().path("json")));
      while (!open.isEmpty()) {
        JsonNode node = open.pop();
        node.forEach(open::push);
        if (node.isTextual()) {
          texts.add(node.asText());
        }
      }
    }
    return texts.build();
  }

  private static String key(JsonNode event) {
    JsonNode status = event.path("update").path("status");
    return subject(event) + status.path("state").asText() + status.path("reason").asText();
  }
}
