package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.spec.PlacementRules.allOf;
import static dev.mainstay.sdk.spec.PlacementRules.avoid;
import static dev.mainstay.sdk.spec.PlacementRules.colocateWith;
import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PodRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Placement rules on the cluster's model. */
final class PlacementLifeTest {

  private static final List<String> SIX_AGENTS_IN_THREE_ZONES =
      List.of("a", "a", "b", "b", "c", "c");

  private static ServiceSpec spec(String strategy, String placement) {
    return Simulation.specOf(
        """
        name: store
        pods:
          db:
            count: 6
            placement: '%s'
            tasks:
              server: {goal: RUNNING, cmd: run, cpus: 0.5, memory: 256}
          web:
            count: 2
            tasks:
              server: {goal: RUNNING, cmd: run, cpus: 0.5, memory: 256}
        plans:
          deploy:
            strategy: serial
            phases:
              db: {strategy: %s, pod: db}
              web: {strategy: %s, pod: web}
        """
            .formatted(placement, strategy, strategy));
  }

  private static ServiceSpec withWeb(ServiceSpec spec, PlacementRule rule) {
    PodSpec web = Objects.requireNonNull(spec.pods().get("web")).withPlacement(rule);
    ImmutableMap<String, PodSpec> pods =
        ImmutableMap.<String, PodSpec>builder()
            .putAll(spec.pods())
            .put("web", web)
            .buildKeepingLast();
    return new ServiceSpec(spec.name(), spec.user(), spec.scheduler(), pods, spec.plans());
  }

  private static Simulation on(List<String> zones, ServiceSpec spec) {
    return Simulation.of(spec).zones(zones.toArray(String[]::new)).start();
  }

  private static Simulation deployed(List<String> zones, ServiceSpec spec) {
    return on(zones, spec).awaitPlan("deploy").complete();
  }

  private static Map<String, Long> count(
      Simulation sim, String type, Function<AgentPlace, String> value) {
    return sim.state().podsOf(type).stream()
        .map(PodRecord::place)
        .filter(Objects::nonNull)
        .collect(Collectors.groupingBy(value, Collectors.counting()));
  }

  private static String zone(AgentPlace place) {
    return Objects.requireNonNull(place.zone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serial", "parallel"})
  void pods_go_round_the_zones(String strategy) {
    Simulation sim =
        deployed(SIX_AGENTS_IN_THREE_ZONES, spec(strategy, "@zone:GROUP_BY:3,hostname:UNIQUE"));

    assertThat(count(sim, "db", PlacementLifeTest::zone))
        .isEqualTo(Map.of("a", 2L, "b", 2L, "c", 2L));
    assertThat(count(sim, "db", AgentPlace::hostname).values()).containsOnly(1L);
  }

  @Test
  void a_pod_that_returns_to_its_reservations_is_not_judged_again() {
    Simulation sim = deployed(SIX_AGENTS_IN_THREE_ZONES, spec("parallel", "@zone:GROUP_BY:3"));
    sim.task("db-4", "server").kill().advance(Duration.ofMinutes(1));

    assertThat(sim.pod("db-4")).isRunning().onTheSameAgent();
    assertThat(sim).hasCompleted("deploy");
  }

  @Test
  void too_few_zones_leave_the_rest_waiting() {
    Simulation sim =
        on(List.of("a", "b"), spec("parallel", "@zone:GROUP_BY:3")).advance(Duration.ofMinutes(10));

    assertThat(count(sim, "db", PlacementLifeTest::zone)).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(sim).hasPlan("deploy", Status.IN_PROGRESS);
  }

  @Test
  void pods_are_beside_those_that_they_ask_for_and_apart_from_their_own_kind() {
    ServiceSpec spec = spec("parallel", "hostname:LIKE:agent-[35],hostname:MAX_PER:3");
    Simulation sim =
        deployed(SIX_AGENTS_IN_THREE_ZONES, withWeb(spec, allOf(colocateWith("db"), avoid("web"))));

    assertThat(count(sim, "web", AgentPlace::hostname))
        .isEqualTo(Map.of("agent-3", 1L, "agent-5", 1L));
  }

  @Test
  void pods_are_apart_from_those_that_they_avoid() {
    ServiceSpec spec = spec("serial", "@zone:UNLIKE:c");
    Simulation sim = deployed(SIX_AGENTS_IN_THREE_ZONES, withWeb(spec, avoid("db")));

    Set<String> web = count(sim, "web", AgentPlace::hostname).keySet();
    assertThat(count(sim, "db", AgentPlace::hostname))
        .doesNotContainKeys(web.toArray(String[]::new));
    assertThat(count(sim, "db", PlacementLifeTest::zone)).doesNotContainKey("c");
  }
}
