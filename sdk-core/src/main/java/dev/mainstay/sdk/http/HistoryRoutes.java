package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import dev.mainstay.sdk.state.HistoryRecord;
import java.util.Collection;
import java.util.Optional;

/** What happened to the service: {@code /v1/history}, the oldest first. */
final class HistoryRoutes {

  private final Views views;

  HistoryRoutes(Views views) {
    this.views = views;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(Route.get("/v1/history", this::history));
  }

  /** {@code ?limit=N} for the newest N alone, {@code ?since=N} for those from number N on. */
  private ApiResponse history(ApiRequest request) {
    Optional<String> wrong =
        ImmutableList.of("limit", "since").stream()
            .filter(name -> request.parameter(name).map(text -> !isCount(text)).orElse(false))
            .findFirst();
    if (wrong.isPresent()) {
      return ApiResponse.message(
          400,
          "%s: '%s' should be a number, 0 or more"
              .formatted(wrong.get(), request.parameter(wrong.get()).orElse("")));
    }
    long limit = number(request, "limit", HistoryRecord.SLOTS);
    long since = number(request, "since", 0);
    return views.with(view -> ApiResponse.json(json(view.state().history(), limit, since)));
  }

  private static boolean isCount(String text) {
    Long number = Longs.tryParse(text);
    return number != null && number >= 0;
  }

  private static long number(ApiRequest request, String name, long otherwise) {
    return request.parameter(name).map(Long::valueOf).orElse(otherwise);
  }

  private static ObjectNode json(Collection<HistoryRecord> history, long limit, long since) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode entries = node.putArray("history");
    long matching = history.stream().filter(record -> record.number() >= since).count();
    history.stream()
        .filter(record -> record.number() >= since)
        .skip(Math.max(0, matching - limit))
        .forEach(record -> add(entries.addObject(), record));
    return node;
  }

  private static void add(ObjectNode node, HistoryRecord record) {
    node.put("number", record.number())
        .put("at", record.at().toString())
        .put("kind", record.kind().name())
        .put("subject", record.subject())
        .put("text", record.text());
    if (!record.by().isEmpty()) {
      node.put("by", record.by());
    }
  }
}
