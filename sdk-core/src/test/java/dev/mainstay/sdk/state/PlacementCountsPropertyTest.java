package dev.mainstay.sdk.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.sample.PodRecords;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What is kept is what counting all pods would give. */
final class PlacementCountsPropertyTest {

  private static final ImmutableList<String> TYPES = ImmutableList.of("web", "db");
  private static final ImmutableList<String> FIELDS =
      ImmutableList.of("hostname", "@region", "@zone", "rack", "none");

  /** A pod comes to a place, moves to it, or goes. */
  record Move(String pod, @Nullable AgentPlace to) {}

  @Provide
  Arbitrary<Move> moves() {
    Arbitrary<AgentPlace> places =
        Combinators.combine(
                Arbitraries.of("h1", "h2", "h3"),
                Arbitraries.of("a", "b", "").injectNull(0.2),
                Arbitraries.of("r1", "r2").injectNull(0.3))
            .as(PlacementCountsPropertyTest::place);
    return Combinators.combine(
            Arbitraries.of("web-0", "web-1", "web-2", "db-0", "db-1"), places.injectNull(0.3))
        .as(Move::new);
  }

  private static AgentPlace place(String host, @Nullable String zone, @Nullable String rack) {
    return new AgentPlace(
        new AgentId(host),
        host,
        null,
        zone == null ? null : "here",
        zone,
        rack == null ? ImmutableSortedMap.of() : ImmutableSortedMap.of("rack", rack));
  }

  @Property(tries = 300)
  void counts_that_are_kept_are_those_of_a_recount(@ForAll List<@From("moves") Move> moves) {
    ServiceState state = ServiceState.empty();
    for (Move move : moves) {
      PodRecord pod = PodRecords.fresh(move.pod()).withPlace(move.to());
      state = state.apply(new StateChange.Put(pod));
    }
    for (String field : FIELDS) {
      assertSpread(state.placements().ofEveryPod(field), recount(state, null, field));
      for (String type : TYPES) {
        assertSpread(state.placements().ofType(type, field), recount(state, type, field));
      }
    }
    assertAgents(state);
  }

  private static Map<String, Integer> recount(
      ServiceState state, @Nullable String type, String field) {
    return state.pods().stream()
        .filter(pod -> type == null || pod.id().type().equals(type))
        .map(PodRecord::place)
        .filter(Objects::nonNull)
        .flatMap(place -> place.field(field).stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.summingInt(one -> 1)));
  }

  private static void assertSpread(PlacementCounts.Spread kept, Map<String, Integer> counted) {
    assertThat(kept.counts()).isEqualTo(counted);
    assertThat(kept.values()).isEqualTo(counted.size());
    assertThat(kept.least()).isEqualTo(counted.values().stream().min(Integer::compare).orElse(0));
    assertThat(kept.most()).isEqualTo(counted.values().stream().max(Integer::compare).orElse(0));
  }

  private static void assertAgents(ServiceState state) {
    for (String type : TYPES) {
      Map<String, Integer> hosts = recount(state, type, "hostname");
      assertThat(state.placements().isPlaced(type)).isEqualTo(!hosts.isEmpty());
      for (String host : ImmutableList.of("h1", "h2", "h3")) {
        assertThat(state.placements().onAgent(type, new AgentId(host)))
            .isEqualTo(hosts.getOrDefault(host, 0));
      }
    }
  }
}
