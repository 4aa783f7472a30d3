package dev.mainstay.sdk.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The embedded cluster answers as a real Mesos did, request by request and event by event. Where it
 * does not, that is named here, and its reason is in docs/mesos-differences.md.
 */
final class ConformanceTest {

  private static final ReplaySettings PODS =
      ReplaySettings.of(Duration.ofMillis(200), Duration.ofSeconds(4)).acknowledgingAll();

  /** Where agents died, Mesos was set to miss them sooner. */
  private static final ReplaySettings DEATH =
      ReplaySettings.of(Duration.ofMillis(200), Duration.ofMillis(2400))
          .acknowledgingAll()
          .takingOffersAsTheyCome();

  @ParameterizedTest
  @ValueSource(strings = {"basic", "refusals", "failover"})
  void a_recording_is_answered_as_mesos_answered_it(String scenario) {
    ReplaySettings settings = ReplaySettings.of(Duration.ofSeconds(1), Duration.ofMillis(5500));

    assertThat(new Replay(scenario, settings).run()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pods")
  void pods_behave_as_on_mesos(String scenario, ReplaySettings settings, List<String> known) {
    ImmutableList<String> differences = new Replay(scenario, settings).run();

    assertThat(differences)
        .filteredOn(one -> known.stream().noneMatch(one::startsWith))
        .as("differences that are not in docs/mesos-differences.md")
        .isEmpty();
    assertThat(known)
        .filteredOn(one -> differences.stream().noneMatch(found -> found.startsWith(one)))
        .as("differences that are no more: take them out of docs/mesos-differences.md")
        .isEmpty();
  }

  static Stream<Arguments> pods() {
    return Stream.of(
        recording(
            "pods-01-checks",
            "stream-pods: task c-cmd-sig9",
            "stream-pods: task odd-none",
            "stream-pods: executor ex-odd-interval-0"),
        recording(
            "pods-02-health",
            "stream-pods: task g-cmd-timeout",
            "stream-pods: task g-http-404 #5",
            "stream-pods: task g-check-and-health",
            "stream-pods: task g-cmd-flap",
            "stream-pods: task c-cmd-flap"),
        recording("pods-03-group-death", "stream-pods: task bad-user-b #4"),
        recording(
            "pods-04-launch-group-again",
            "stream-pods: task y1 #4",
            "stream-pods: task y2 #4",
            "stream-pods: task y3",
            "stream-pods: task zz-image-b",
            "stream-pods: task zz-network-b"),
        recording("pods-05-volumes"),
        recording("pods-05b-volumes-in-use"),
        recording("pods-06-uris", "stream-pods: task task-uri-abs-output-b #4"),
        recording("pods-07-operations"),
        recording("pods-09-ports-limits", "GET_OPERATIONS: "),
        recording(
            "pods-10-death",
            DEATH.pinging(Duration.ofMillis(3100)),
            "stream-pods: task e1a #3",
            "stream-pods: task e2h #3",
            "stream-pods: task e3c",
            "stream-pods: task e3d",
            "stream-pods: executor ex3"),
        recording(
            "pods-10b-death", DEATH.pinging(Duration.ofMillis(10200)), "stream-pods: executor k9"),
        recording("pods-11-maintenance-drain", "reactivate-agent: "),
        recording("pods-11b-drain"),
        recording("pods-12-offers", "update-quota", "operator-unreserve: "),
        recording("pods-12b-offers-health"),
        recording("pods-13-reconcile-replay"),
        recording(
            "pods-15-extras", PODS.takingOffersAsTheyCome(), "stream-pods: task check-codes-a"),
        recording(
            "pods-15b-default-isolation",
            "stream-pods: task rlimit-twice-t #3",
            "stream-pods: task tty-t #3"),
        recording("pods-16-more"),
        recording("pods-17-volume-second-group", "stream-pods: task Z-late2"));
  }

  private static Arguments recording(String scenario, String... known) {
    return recording(scenario, PODS, known);
  }

  private static Arguments recording(String scenario, ReplaySettings settings, String... known) {
    return Arguments.of(scenario, settings, List.of(known));
  }
}
