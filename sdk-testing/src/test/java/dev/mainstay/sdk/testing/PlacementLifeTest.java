package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.spec.PlacementRules.allOf;
import static dev.mainstay.sdk.spec.PlacementRules.avoid;
import static dev.mainstay.sdk.spec.PlacementRules.colocateWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.TaskInfo;
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

  private static final ContainerScript SCRIPT =
      new ContainerScript() {
        @Override
        public Life lifeOf(TaskInfo task) {
          return Life.FOREVER;
        }

        @Override
        public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
          return 0;
        }
      };

  private static ServiceSpec spec(String strategy, String placement) {
    return VirtualService.spec(
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

  private static VirtualService on(List<String> zones, ServiceSpec spec) {
    return VirtualService.inZones(spec, zones, SCRIPT);
  }

  private static Map<String, Long> count(
      VirtualService service, String type, Function<AgentPlace, String> value) {
    return service.state().podsOf(type).stream()
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
    VirtualService service =
        on(SIX_AGENTS_IN_THREE_ZONES, spec(strategy, "@zone:GROUP_BY:3,hostname:UNIQUE"))
            .awaitDeployed();

    assertThat(count(service, "db", PlacementLifeTest::zone))
        .isEqualTo(Map.of("a", 2L, "b", 2L, "c", 2L));
    assertThat(count(service, "db", AgentPlace::hostname).values()).containsOnly(1L);
  }

  @Test
  void a_pod_that_returns_to_its_reservations_is_not_judged_again() {
    VirtualService service =
        on(SIX_AGENTS_IN_THREE_ZONES, spec("parallel", "@zone:GROUP_BY:3")).awaitDeployed();
    PodRecord before = service.pod("db-4");

    service
        .killProcess("db-4", "server")
        .await(
            "db-4 runs again",
            Duration.ofMinutes(1),
            () -> !service.task("db-4", "server").equals(before.task("server").orElseThrow()));

    service.advance(Duration.ofMinutes(1));
    assertThat(service.pod("db-4").place()).isEqualTo(before.place());
    assertThat(service.deploy().status()).isEqualTo(Status.COMPLETE);
  }

  @Test
  void too_few_zones_leave_the_rest_waiting() {
    VirtualService service =
        on(List.of("a", "b"), spec("parallel", "@zone:GROUP_BY:3")).advance(Duration.ofMinutes(10));

    assertThat(count(service, "db", PlacementLifeTest::zone)).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(service.deploy().status()).isNotEqualTo(Status.COMPLETE);
  }

  @Test
  void pods_are_beside_those_that_they_ask_for_and_apart_from_their_own_kind() {
    ServiceSpec spec = spec("parallel", "hostname:LIKE:agent-[35],hostname:MAX_PER:3");
    VirtualService service =
        on(SIX_AGENTS_IN_THREE_ZONES, withWeb(spec, allOf(colocateWith("db"), avoid("web"))))
            .awaitDeployed();

    assertThat(count(service, "web", AgentPlace::hostname))
        .isEqualTo(Map.of("agent-3", 1L, "agent-5", 1L));
  }

  @Test
  void pods_are_apart_from_those_that_they_avoid() {
    ServiceSpec spec = spec("serial", "@zone:UNLIKE:c");
    VirtualService service =
        on(SIX_AGENTS_IN_THREE_ZONES, withWeb(spec, avoid("db"))).awaitDeployed();

    Set<String> web = count(service, "web", AgentPlace::hostname).keySet();
    assertThat(count(service, "db", AgentPlace::hostname))
        .doesNotContainKeys(web.toArray(String[]::new));
    assertThat(count(service, "db", PlacementLifeTest::zone)).doesNotContainKey("c");
  }
}
