package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.RolloutSpec.MaxUnavailable;
import dev.mainstay.sdk.spec.RolloutSpec.OnFailure;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a spec says of its rollouts, and what is wrong with it. */
final class RolloutDecoderTest {

  private static final PodId NODE = new PodId("node", 0);

  @Test
  void a_policy_with_everything_becomes_a_record() {
    assertThat(
            load("rollout: {max-unavailable: 25%, bake-time: 90s, deadline: 10m, on-failure: pause}")
                .rolloutOf(NODE))
        .contains(
            new RolloutSpec(
                new MaxUnavailable(25, true),
                Duration.ofSeconds(90),
                Duration.ofMinutes(10),
                OnFailure.PAUSE));
  }

  @Test
  void a_plain_number_is_seconds() {
    RolloutSpec rollout =
        load("rollout: {bake-time: 30, deadline: '90'}").rolloutOf(NODE).orElseThrow();
    assertThat(rollout.bake()).isEqualTo(Duration.ofSeconds(30));
    assertThat(rollout.deadline()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void the_keys_of_a_pod_type_come_before_those_of_the_service() {
    ServiceSpec spec =
        SpecText.load(
                "rollout: {max-unavailable: 2, deadline: 1h, on-failure: rollback}\n"
                    + SpecText.pod("rollout: {max-unavailable: 1, bake-time: 1m}"))
            .spec();
    assertThat(spec.rolloutOf(NODE).map(RolloutSpec::describe))
        .contains("at most 1 unavailable, bake time 1m, deadline 1h, on failure rollback");
  }

  @Test
  void without_the_key_there_is_no_policy() {
    assertThat(load("allow-decommission: true").rolloutOf(NODE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"25%,4,1", "25%,8,2", "25%,3,1", "100%,3,3", "34%,0,1", "2,7,2"})
  void a_share_is_rounded_down_but_at_least_one(String share, int count, int most) {
    assertThat(
            load("rollout: {max-unavailable: " + share + "}")
                .rolloutOf(NODE)
                .orElseThrow()
                .mostUnavailable(count))
        .hasValue(most);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-unavailable: 0|max-unavailable: '0' is too small; write at least 1",
        "max-unavailable: 0%|max-unavailable: '0%' is no share of the instances; write one from 1% to 100%",
        "max-unavailable: 120%|max-unavailable: '120%' is no share of the instances; write one from 1% to 100%",
        "max-unavailable: -5%|max-unavailable: '-5%' is no share of the instances; write one from 1% to 100%",
        "max-unavailable: many|max-unavailable: 'many' is not a whole number; write one such as 3",
        "bake-time: -5|bake-time: '-5' is too small; write at least 0",
        "bake-time: 5 minutes|bake-time: '5 minutes' is not a time; write seconds, or a number with 's', 'm', 'h' or 'd', as 10m",
        "deadline: -5m|deadline: '-5m' is not a time; write seconds, or a number with 's', 'm', 'h' or 'd', as 10m",
        "deadline: 0|deadline: '0' is no time to do anything in; write one such as 10m",
        "deadline: 99999d|deadline: '99999d' is too long; write at most 3650d",
        "on-failure: panic|on-failure: 'panic' is not one of pause, rollback, continue; write one of them",
        "on-failure: rolback|on-failure: 'rolback' is not one of pause, rollback, continue; did you mean 'rollback'?"
      })
  void what_is_wrong_is_told_at_its_place(String line, String problem) {
    assertThat(SpecText.problems(SpecText.pod("rollout:", "  " + line)))
        .containsExactly("svc.yml:6:" + (9 + line.indexOf(':')) + ": pods.node.rollout." + problem);
  }

  @Test
  void a_deadline_is_longer_than_the_bake_time() {
    String problem =
        "the deadline of 1m is not longer than the bake-time of 1m, so that no step could keep it; write a longer 'deadline' or a shorter 'bake-time'";
    assertThat(SpecText.problems(SpecText.pod("rollout:", "  bake-time: 1m", "  deadline: 60")))
        .containsExactly("svc.yml:7:17: pods.node.rollout.deadline: " + problem);
    assertThat(
            SpecText.problems(
                "rollout: {deadline: 1m}\n" + SpecText.pod("rollout: {bake-time: 60}")))
        .as("with what the service says")
        .containsExactly("svc.yml:6:26: pods.node.rollout.bake-time: " + problem);
  }

  @Test
  void an_unknown_key_is_a_problem() {
    assertThat(SpecText.problems(SpecText.pod("rollout: {max-unavailabel: 1}")))
        .hasSize(1)
        .first()
        .asString()
        .contains("unknown key 'max-unavailabel'", "did you mean 'max-unavailable'?");
  }

  private static ServiceSpec load(String line) {
    return SpecText.load(SpecText.pod(line)).spec();
  }
}
