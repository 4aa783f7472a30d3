package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a stream of ours against the recorded one: for each task, operation and executor the same
 * events with the same content in the same order. Offers and heartbeats follow the clock and are
 * compared where a call uses them.
 */
final class StreamComparison {

  private static final Set<String> BY_THE_CLOCK = Set.of("OFFERS", "HEARTBEAT", "RESCIND");

  /** An event as it is compared, and where in its stream it was. */
  private record Seen(String text, int place) {}

  private final Replay.Pair pair;
  private final Translation ids;
  private final ImmutableSet<String> requested;
  private final int end;

  /**
   * Compares a pair of streams.
   *
   * @param requested the ids that the recording's requests name; nothing is asked of what the
   *     recorded scheduler started in requests that were not kept
   * @param end how many events ours had when the recording ended
   */
  StreamComparison(Replay.Pair pair, Translation ids, ImmutableSet<String> requested, int end) {
    this.pair = pair;
    this.ids = ids;
    this.requested = requested;
    this.end = end;
  }

  ImmutableList<String> differences() {
    ListMultimap<String, Seen> theirs = bySubject(pair.recorded().events(), true);
    ListMultimap<String, Seen> ours = bySubject(pair.ours().events(), false);
    Set<String> subjects = new LinkedHashSet<>(theirs.keySet());
    subjects.addAll(ours.keySet());
    ImmutableList.Builder<String> differences = ImmutableList.builder();
    for (String subject : subjects) {
      differences.addAll(compare(subject, theirs.get(subject), ours.get(subject)));
    }
    return differences.build();
  }

  private List<String> compare(String subject, List<Seen> theirs, List<Seen> ours) {
    List<String> differences = new ArrayList<>();
    String where = pair.recorded().name() + ": " + subject;
    for (int i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
      String their = i < theirs.size() ? theirs.get(i).text : "(nothing)";
      String our = i < ours.size() ? ours.get(i).text : "(nothing)";
      boolean late = i >= theirs.size() && ours.get(i).place >= end;
      if (!their.equals(our) && !late) {
        differences.add(where + " #" + (i + 1) + ":\n  recorded " + their + "\n  ours     " + our);
      }
    }
    return differences;
  }

  /**
   * Whether the first and the last but one status of a nested task know its pid and address is a
   * matter of milliseconds (PODS.md, 0).
   */
  private static JsonNode withoutRaces(JsonNode event) {
    JsonNode status = event.path("update").path("status");
    JsonNode container = status.path("container_status");
    String state = status.path("state").asText();
    if (container instanceof ObjectNode object
        && container.path("container_id").has("parent")
        && (state.equals("TASK_STARTING") || state.equals("TASK_KILLING"))) {
      object.remove(List.of("network_infos", "executor_pid"));
    }
    return event;
  }

  private ListMultimap<String, Seen> bySubject(List<JsonNode> events, boolean recorded) {
    ListMultimap<String, Seen> bySubject =
        MultimapBuilder.linkedHashKeys().arrayListValues().build();
    IdentityHashMap<JsonNode, Integer> places = new IdentityHashMap<>();
    events.forEach(event -> places.put(event, places.size()));
    for (JsonNode event : RecordedUpdates.distinct(events)) {
      String id = RecordedUpdates.subjectId(event);
      if (!BY_THE_CLOCK.contains(event.path("type").asText())
          && (id.isEmpty() || requested.contains(id))) {
        JsonNode plain =
            withoutRaces(Translation.plain("", recorded ? ids.translateDeep(event) : event));
        bySubject.put(
            RecordedUpdates.subject(event),
            new Seen(plain.toString(), places.getOrDefault(event, 0)));
      }
    }
    return bySubject;
  }
}
