package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Bytes;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.mesos.MesosCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Sends the requests of a recording to a cluster, with our ids in place of the recorded ones, at
 * the recorded times and not before what they answer to has come; and compares what comes back.
 */
final class Replay {

  private static final Duration STEP = Duration.ofMillis(20);

  /** Until the agents are there. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /** How long a request waits for the event that it answers to. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How much later than recorded updates may come. */
  private static final Duration LAG = Duration.ofSeconds(2);

  /** From here on the recording may lack an event: it ends. */
  private static final String END = "recording ends";

  /** A stream of the recording and the one that took its place. */
  record Pair(RecordedExchange recorded, VirtualCluster.Stream ours, StreamId id) {}

  private final ImmutableList<RecordedExchange> exchanges;
  private final VirtualCluster cluster;
  private final RecordedAgents agents;
  private final Translation ids = new Translation();
  private final RecordedOffers offers;
  private final boolean acknowledgeAll;
  private final Duration offerPatience;
  private final Instant start;

  /** How much later than recorded we are: the gaps between requests are kept. */
  private Duration late = Duration.ZERO;

  private final Map<String, Pair> streams = new LinkedHashMap<>();
  private final List<Pair> pairs = new ArrayList<>();

  /** How many events a stream of ours had when the recording ended. */
  private final Map<Pair, Integer> ends = new HashMap<>();

  /** All texts in the requests, ids among them. */
  private final ImmutableSet<String> requested;

  private final List<String> differences = new ArrayList<>();
  private final AutoAcknowledger acknowledger;
  private final RecordedDeeds deeds;

  Replay(String scenario, ReplaySettings settings) {
    exchanges = RecordedExchange.load(scenario);
    acknowledgeAll = settings.acknowledgeAll();
    offerPatience = settings.offerPatience();
    requested = RecordedUpdates.texts(exchanges);
    agents = new RecordedAgents(exchanges);
    cluster =
        new VirtualCluster(
            settings.at(agents.master()).cluster(),
            agents.image(),
            RecordedUpdates.start(exchanges).minus(WARM_UP));
    offers = new RecordedOffers(exchanges);
    acknowledger = new AutoAcknowledger(cluster);
    deeds = new RecordedDeeds(cluster, acknowledger);
    agents.specs().forEach(spec -> cluster.hand(new ClusterInput.AgentAdded(spec)));
    cluster.advance(WARM_UP);
    start = cluster.now();
  }

  /** Every difference, as a line for people. */
  ImmutableList<String> run() {
    agents.learn(ids, cluster.model());
    for (RecordedExchange exchange : exchanges) {
      if (exchange.at() >= 0) {
        advanceTo(start.plus(late).plusMillis(exchange.at()));
        await(() -> updatesSeen() >= exchange.updates(), LAG);
      }
      if (exchange.operator().isEmpty()) {
        send(exchange);
        if (exchange.at() >= 0) {
          late = Duration.between(start.plusMillis(exchange.at()), cluster.now());
        }
      } else if (exchange.operator().equals(END)) {
        pairs.forEach(pair -> ends.put(pair, pair.ours().events().size()));
      } else {
        deeds.carryOut(exchange.operator(), pairs);
      }
    }
    advance(Duration.ofSeconds(8));
    for (Pair pair : pairs) {
      differences.addAll(
          new StreamComparison(pair, ids, requested, ends.getOrDefault(pair, Integer.MAX_VALUE))
              .differences());
    }
    return ImmutableList.copyOf(differences);
  }

  private void send(RecordedExchange exchange) {
    if (!prepare(exchange)) {
      return;
    }
    SchedulerAnswer answer = cluster.answer(request(exchange));
    EventStreamQueue stream = answer.stream();
    if (stream != null) {
      compare(exchange, "status", exchange.response().path("status").asText(), "200");
      Pair pair = new Pair(exchange, cluster.stream(stream.id()), stream.id());
      exchange
          .streamId()
          .ifPresent(
              recorded -> {
                ids.learn(recorded, stream.id().toString());
                streams.put(recorded, pair);
              });
      pairs.add(pair);
      learnFramework(pair);
    }
    HttpResponse whole = answer.whole();
    if (whole != null) {
      compareWhole(exchange, whole);
    }
  }

  /** Waits for what the request answers to; false if it is to be left out. */
  private boolean prepare(RecordedExchange exchange) {
    JsonNode json = exchange.request().path("json");
    if (exchange.isSubscribe()) {
      dropStreamsOf(json.path("framework_id").path("value").asText());
    }
    for (String uuid : RecordedUpdates.uuids(json)) {
      if (!ids.knows(uuid) && recordedStreamWith(uuid).isPresent()) {
        await(() -> RecordedUpdates.learn(uuid, recordedStreamWith(uuid), ids), PATIENCE);
        if (!ids.knows(uuid)) {
          differences.add(exchange.name() + ": the update that it acknowledges did not come");
          return false;
        }
      }
    }
    pairs.forEach(pair -> learnInverseOffers(pair));
    Optional<Pair> stream =
        Optional.ofNullable(
            streams.get(exchange.headers(exchange.request()).getOrDefault("Mesos-Stream-Id", "")));
    ImmutableList<String> wanted = RecordedOffers.used(json);
    ImmutableList<String> stale =
        wanted.stream().filter(offers::isSpent).collect(ImmutableList.toImmutableList());
    offers.spend(json);
    if (json.path("type").asText().equals("DECLINE") && acknowledgeAll && stream.isPresent()) {
      offers.declineOpen(json, stream.get()).ifPresent(call -> hand(stream.get(), call));
      return false;
    }
    for (String offer : wanted) {
      if (!ids.knows(offer) && offers.isRecorded(offer) && stream.isPresent()) {
        if (stale.contains(offer)) {
          offers.learnGone(offer, stream.get(), ids);
        } else {
          findOffer(offer, stream.get(), wanted);
        }
        if (!ids.knows(offer)) {
          boolean declines = json.path("type").asText().equals("DECLINE");
          if (!declines) {
            differences.add(exchange.name() + ": no offer of the agent that it uses one of");
          }
          return !declines;
        }
      }
    }
    return true;
  }

  /**
   * Waits for an offer like a recorded one. Where ours came in other pieces, they are declined so
   * that they come back as one.
   */
  private void findOffer(String offer, Pair stream, List<String> together) {
    await(() -> offers.learnEqual(offer, stream, ids), offerPatience);
    if (!ids.knows(offer)) {
      offers.declineAll(offer, stream, ids).ifPresent(call -> hand(stream, call));
      await(() -> offers.learnEqual(offer, stream, ids), offerPatience);
    }
    if (!ids.knows(offer)) {
      offers.learnLargest(offer, stream, ids);
    }
    if (!ids.knows(offer)) {
      offers.learnSame(offer, together, ids);
    }
    if (!ids.knows(offer)) {
      offers.learnGone(offer, stream, ids);
    }
  }

  private void hand(Pair stream, MesosCall call) {
    cluster.hand(new ClusterInput.SchedulerCall(frameworkOf(stream.ours()), call));
  }

  private byte[] request(RecordedExchange exchange) {
    JsonNode request = exchange.request();
    byte[] body =
        (request.has("json")
                ? withoutTwins(ids.translate(request.path("json")), request).toString()
                : request.path("text").asText())
            .getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append(request.path("method").asText()).append(' ');
    head.append(request.path("path").asText()).append(" HTTP/1.1\r\n");
    exchange
        .headers(request)
        .forEach(
            (name, value) ->
                head.append(name).append(": ").append(ids.of(value).orElse(value)).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    return Bytes.concat(head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
  }

  /** Two recorded offers may be one of ours. */
  private static JsonNode withoutTwins(JsonNode ours, JsonNode request) {
    List<String> recorded = RecordedOffers.used(request.path("json"));
    if (new HashSet<>(recorded).size() == recorded.size()
        && ours.path("accept").path("offer_ids") instanceof ArrayNode list) {
      Set<JsonNode> distinct = new LinkedHashSet<>();
      list.forEach(distinct::add);
      list.removeAll().addAll(distinct);
    }
    return ours;
  }

  private void compareWhole(RecordedExchange exchange, HttpResponse ours) {
    JsonNode theirs = exchange.response();
    compare(exchange, "status", theirs.path("status").asText(), "" + ours.status());
    compare(
        exchange,
        "headers",
        exchange.headers(theirs).toString(),
        ImmutableMap.copyOf(ours.headers()).toString());
    if (theirs.has("text")) {
      compare(
          exchange,
          "body",
          Translation.plainText(ids.translateWithin(theirs.path("text").asText())),
          Translation.plainText(ours.body().toStringUtf8()));
    }
  }

  private void compare(RecordedExchange exchange, String what, String theirs, String ours) {
    if (!theirs.equals(ours)) {
      differences.add(exchange.name() + ": " + what + ": recorded " + theirs + " | ours " + ours);
    }
  }

  private void learnFramework(Pair pair) {
    if (pair.recorded().events().isEmpty() || pair.ours().events().isEmpty()) {
      return;
    }
    JsonNode theirs = pair.recorded().events().get(0).path("subscribed");
    JsonNode ours = pair.ours().events().get(0).path("subscribed");
    String id = theirs.path("framework_id").path("value").asText();
    if (!id.isEmpty() && ours.has("framework_id")) {
      ids.learn(id, ours.path("framework_id").path("value").asText());
      ids.learn(
          theirs.path("master_info").path("id").asText(),
          ours.path("master_info").path("id").asText());
    }
  }

  /** One inverse offer of an agent follows the other, so the n-th is the n-th. */
  private void learnInverseOffers(Pair pair) {
    List<String> theirs = inverseOffers(pair.recorded().events());
    List<String> ours = inverseOffers(pair.ours().events());
    for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++) {
      ids.learn(theirs.get(i), ours.get(i));
    }
  }

  private static List<String> inverseOffers(List<JsonNode> events) {
    List<String> inverse = new ArrayList<>();
    for (JsonNode event : events) {
      for (JsonNode offer : event.path("inverse_offers").path("inverse_offers")) {
        inverse.add(offer.path("id").path("value").asText());
      }
    }
    return inverse;
  }

  static FrameworkId frameworkOf(VirtualCluster.Stream stream) {
    return new FrameworkId(
        stream.events().get(0).path("subscribed").path("framework_id").path("value").asText());
  }

  /** A scheduler that closed its stream itself did so before it subscribed again. */
  private void dropStreamsOf(String recordedFramework) {
    for (Pair pair : pairs) {
      String framework =
          pair.recorded().events().isEmpty()
              ? ""
              : pair.recorded()
                  .events()
                  .get(0)
                  .path("subscribed")
                  .path("framework_id")
                  .path("value")
                  .asText();
      if (!recordedFramework.isEmpty()
          && framework.equals(recordedFramework)
          && pair.recorded().closedByScheduler()
          && !pair.ours().isClosed()) {
        cluster.hand(new ClusterInput.StreamClosed(pair.id()));
      }
    }
  }

  private Optional<Pair> recordedStreamWith(String uuid) {
    return pairs.stream().filter(pair -> RecordedUpdates.holds(pair.recorded(), uuid)).findFirst();
  }

  private long updatesSeen() {
    return pairs.stream()
        .flatMap(pair -> RecordedUpdates.distinct(pair.ours().events()).stream())
        .filter(event -> event.path("type").asText().startsWith("UPDATE"))
        .count();
  }

  private void await(BooleanSupplier condition, Duration patience) {
    Instant limit = cluster.now().plus(patience);
    while (!condition.getAsBoolean() && cluster.now().isBefore(limit)) {
      advance(STEP);
    }
  }

  private void advanceTo(Instant instant) {
    while (cluster.now().isBefore(instant)) {
      advance(STEP);
    }
  }

  private void advance(Duration duration) {
    Instant until = cluster.now().plus(duration);
    while (cluster.now().isBefore(until)) {
      cluster.advance(STEP);
      if (acknowledgeAll) {
        pairs.forEach(pair -> acknowledger.acknowledge(pair));
      }
    }
  }
}
