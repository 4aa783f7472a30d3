package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request that a real Mesos was sent, with what it answered; or something that an operator did.
 *
 * @param at milliseconds since the first request, -1 where the log does not tell
 * @param updates how many status updates the recording scheduler had seen before it
 * @param operator what the operator did, empty for a request
 * @param json the whole line
 */
record RecordedExchange(String name, long at, int updates, String operator, JsonNode json) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The exchanges of a scenario, in order. */
  static ImmutableList<RecordedExchange> load(String scenario) {
    try {
      return Resources.readLines(
              Resources.getResource("exchanges/" + scenario + ".jsonl"), StandardCharsets.UTF_8)
          .stream()
          .map(RecordedExchange::parse)
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isSubscribe() {
    return request().path("json").path("type").asText().equals("SUBSCRIBE")
        && request().path("path").asText().endsWith("/scheduler");
  }

  JsonNode request() {
    return json.path("request");
  }

  JsonNode response() {
    return json.path("response");
  }

  /** The events of the stream that this exchange opened. */
  ImmutableList<JsonNode> events() {
    return ImmutableList.copyOf(response().path("events"));
  }

  ImmutableMap<String, String> headers(JsonNode side) {
    ImmutableMap.Builder<String, String> headers = ImmutableMap.builder();
    side.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return headers.buildOrThrow();
  }

  Optional<String> streamId() {
    return Optional.ofNullable(headers(response()).get("Mesos-Stream-Id"));
  }

  /** True if it was the scheduler that closed its stream. */
  boolean closedByScheduler() {
    return !response().path("closed").asText().startsWith("final chunk");
  }

  private static RecordedExchange parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return new RecordedExchange(
          json.path("name").asText(),
          json.path("at").asLong(-1),
          json.path("updates").asInt(0),
          json.path("operator").asText(),
          json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
