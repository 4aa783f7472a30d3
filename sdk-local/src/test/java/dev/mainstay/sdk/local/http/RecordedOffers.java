package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMultiset;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.MesosCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of our offers stands for a recorded one: of the same agent and role, with as much. */
final class RecordedOffers {

  private final Map<String, JsonNode> recorded = new HashMap<>();
  private final Map<String, ImmutableSortedMultiset<String>> resources = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** Recorded offers that were used, or rescinded. */
  private final Set<String> spent = new HashSet<>();

  RecordedOffers(List<RecordedExchange> exchanges) {
    for (RecordedExchange exchange : exchanges) {
      for (JsonNode event : exchange.events()) {
        for (JsonNode offer : event.path("offers").path("offers")) {
          recorded.put(id(offer), offer);
        }
        String rescinded = rescinded(event);
        if (!rescinded.isEmpty()) {
          spent.add(rescinded);
        }
      }
    }
  }

  /** The offers that a call uses. */
  static ImmutableList<String> used(JsonNode call) {
    ImmutableList.Builder<String> used = ImmutableList.builder();
    for (String kind : List.of("accept", "decline")) {
      call.path(kind).path("offer_ids").forEach(id -> used.add(id.path("value").asText()));
    }
    return used.build();
  }

  /** Notes that the recorded scheduler used an offer up. */
  void spend(JsonNode call) {
    spent.addAll(used(call));
  }

  /** True if the recorded scheduler used the offer though it was not there any more. */
  boolean isSpent(String offer) {
    return spent.contains(offer);
  }

  /** Takes the offer that stands for another one of the same agent: ours came in fewer pieces. */
  void learnSame(String offer, List<String> others, Translation ids) {
    JsonNode agent = agentOf(offer);
    others.stream()
        .filter(other -> recorded.containsKey(other) && ids.knows(other))
        .filter(other -> agentOf(other).equals(agent))
        .findFirst()
        .flatMap(ids::of)
        .ifPresent(ours -> ids.learn(offer, ours));
  }

  private JsonNode agentOf(String offer) {
    return recorded.getOrDefault(offer, NullNode.getInstance()).path("agent_id");
  }

  boolean isRecorded(String offer) {
    return recorded.containsKey(offer);
  }

  /** Finds an offer of ours with as much as a recorded one has, and tells if there is one. */
  boolean learnEqual(String offer, Replay.Pair stream, Translation ids) {
    JsonNode theirs = recorded.get(offer);
    if (theirs == null || ids.knows(offer)) {
      return ids.knows(offer);
    }
    for (JsonNode ours : alike(theirs, stream, ids)) {
      if (resources(ours).equals(resources(theirs))) {
        take(offer, ours, ids);
        return true;
      }
    }
    return false;
  }

  /** Takes what there is of the recorded offer's agent. */
  void learnLargest(String offer, Replay.Pair stream, Translation ids) {
    JsonNode theirs = recorded.get(offer);
    if (theirs != null) {
      alike(theirs, stream, ids).stream()
          .max(Comparator.comparingDouble(RecordedOffers::cpus))
          .ifPresent(ours -> take(offer, ours, ids));
    }
  }

  /** Takes an offer of the recorded one's agent that we no longer hold: it was to be stale. */
  void learnGone(String offer, Replay.Pair stream, Translation ids) {
    JsonNode theirs = recorded.get(offer);
    String agent =
        theirs == null ? "" : ids.of(theirs.path("agent_id").path("value").asText()).orElse("");
    ImmutableList<JsonNode> held = open(stream.ours());
    for (JsonNode event : stream.ours().events()) {
      for (JsonNode ours : event.path("offers").path("offers")) {
        if (ours.path("agent_id").path("value").asText().equals(agent) && !held.contains(ours)) {
          ids.learn(offer, id(ours));
        }
      }
    }
  }

  /** A call that gives back all that we hold of the recorded offer's agent. */
  Optional<MesosCall> declineAll(String offer, Replay.Pair stream, Translation ids) {
    JsonNode theirs = recorded.get(offer);
    ImmutableList<JsonNode> held = theirs == null ? ImmutableList.of() : alike(theirs, stream, ids);
    held.forEach(ours -> taken.add(id(ours)));
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MesosCall.Decline(
                held.stream()
                    .map(ours -> new OfferId(id(ours)))
                    .collect(ImmutableList.toImmutableList()),
                Duration.ZERO));
  }

  /** A call that refuses all that we hold for as long as a recorded one did. */
  Optional<MesosCall> declineOpen(JsonNode call, Replay.Pair stream) {
    ImmutableList<OfferId> held =
        open(stream.ours()).stream()
            .map(ours -> new OfferId(id(ours)))
            .collect(ImmutableList.toImmutableList());
    held.forEach(id -> taken.add(id.value()));
    double refuse = call.path("decline").path("filters").path("refuse_seconds").asDouble(5);
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(new MesosCall.Decline(held, Duration.ofMillis(Math.round(refuse * 1000))));
  }

  private void take(String offer, JsonNode ours, Translation ids) {
    taken.add(id(ours));
    ids.learn(offer, id(ours));
  }

  /** Of the same agent and role, newest first. */
  private ImmutableList<JsonNode> alike(JsonNode theirs, Replay.Pair stream, Translation ids) {
    String agent = ids.of(theirs.path("agent_id").path("value").asText()).orElse("");
    return open(stream.ours()).reverse().stream()
        .filter(ours -> ours.path("agent_id").path("value").asText().equals(agent))
        .filter(ours -> ours.path("allocation_info").equals(theirs.path("allocation_info")))
        .collect(ImmutableList.toImmutableList());
  }

  private static double cpus(JsonNode offer) {
    double cpus = 0;
    for (JsonNode resource : offer.path("resources")) {
      cpus +=
          resource.path("name").asText().equals("cpus")
              ? resource.path("scalar").path("value").asDouble()
              : 0;
    }
    return cpus;
  }

  /** Resources in no order. */
  private ImmutableSortedMultiset<String> resources(JsonNode offer) {
    return resources.computeIfAbsent(id(offer), id -> plainResources(offer));
  }

  private static ImmutableSortedMultiset<String> plainResources(JsonNode offer) {
    List<String> resources = new ArrayList<>();
    offer.path("resources").forEach(one -> resources.add(Translation.plain("", one).toString()));
    return ImmutableSortedMultiset.copyOf(resources);
  }

  private ImmutableList<JsonNode> open(VirtualCluster.Stream stream) {
    List<JsonNode> open = new ArrayList<>();
    for (JsonNode event : stream.events()) {
      event.path("offers").path("offers").forEach(open::add);
      String rescinded = rescinded(event);
      open.removeIf(offer -> id(offer).equals(rescinded));
    }
    open.removeIf(offer -> taken.contains(id(offer)));
    return ImmutableList.copyOf(open);
  }

  private static String rescinded(JsonNode event) {
    return event.path("rescind").path("offer_id").path("value").asText();
  }

  private static String id(JsonNode offer) {
    return offer.path("id").path("value").asText();
  }
}
