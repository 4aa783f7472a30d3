package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said before anything starts when a service cannot fit. */
final class AgentFitTest {

  @Test
  void a_service_that_fits_has_no_problem() {
    assertThat(AgentFit.problems(spec(3, 100, "UNIQUE"), agents(3, 132))).isEmpty();
  }

  @Test
  void a_pod_that_is_larger_than_an_agent_says_how_large_it_would_have_to_be() {
    assertThat(AgentFit.problems(spec(1, 100, "UNIQUE"), agents(3, 131)))
        .containsExactly(
            "pod web needs 132 MB of memory on one agent (its executor included), the largest has 131 MB;"
                + " use --agent-mem 132");
  }

  @Test
  void more_instances_than_the_placement_allows_need_more_agents() {
    assertThat(AgentFit.problems(spec(3, 100, "UNIQUE"), agents(2, 1000)))
        .containsExactly(
            "pod web has 3 instances, and its placement allows 2 on 2 agents; use --agents");
  }

  @Test
  void a_placement_that_no_agent_meets_says_why_and_which_option_helps() {
    assertThat(AgentFit.problems(placed("@zone:GROUP_BY:3"), agents(3, 1000)))
        .containsExactly(
            "pod web can be placed on none of the 3 agents (GROUP_BY @zone 3: asked web spread evenly"
                + " over at least 3 values of @zone, available the agent has no @zone);"
                + " use --agent-zones");
    assertThat(AgentFit.problems(placed("rack:LIKE:r.*"), agents(3, 1000)))
        .singleElement()
        .asString()
        .endsWith("use --agent-attributes");
    assertThat(AgentFit.problems(placed("hostname:LIKE:agent-[12]"), agents(3, 1000))).isEmpty();
    assertThat(AgentFit.problems(placed("hostname:UNIQUE,hostname:LIKE:agent-1"), agents(3, 1000)))
        .containsExactly(
            "pod web has 2 instances, and its placement allows 1 on 3 agents; use --agents");
  }

  private static ServiceSpec placed(String placement) {
    return load(2, 100, placement);
  }

  @Test
  void all_pods_together_may_need_more_than_there_is() {
    assertThat(AgentFit.problems(spec(3, 100, "MAX_PER\", \"9"), agents(2, 150)))
        .containsExactly(
            "all pods together need 396 MB of memory, the 2 agents have 300 MB; use --agent-mem or --agents");
  }

  @Test
  void a_reserved_role_and_GPUs_are_for_those_that_ask_for_them() {
    ServiceSpec plain = spec(1, 100, "MAX_PER\", \"9");
    ServiceSpec reserved = reserved();

    assertThat(AgentFit.problems(plain, agents("gpus:1")))
        .singleElement()
        .asString()
        .contains("only to services that ask for gpus");
    assertThat(AgentFit.problems(plain, agents("cpus(public):1"))).isEmpty();
    assertThat(AgentFit.problems(reserved, agents("cpus(public):1"))).isEmpty();
    assertThat(AgentFit.problems(reserved, agents("cpus(other):1")))
        .singleElement()
        .asString()
        .contains("reserved for role public, and no agent has any");
  }

  private static ImmutableList<AgentOptions> agents(String others) {
    return ImmutableList.of(
        new AgentOptions(
            Scalar.of(4L),
            Scalar.of(500L),
            Scalar.of(10_000L),
            ImmutableMap.of(),
            null,
            AgentResources.parse(others)));
  }

  private static ServiceSpec reserved() {
    String text =
        """
        name: x
        pods:
          web:
            count: 1
            pre-reserved-role: public
            tasks:
              server: {goal: RUNNING, cmd: sleep 1000, cpus: 0.1, memory: 100}
        """;
    return load(text);
  }

  private static ImmutableList<AgentOptions> agents(int count, long memory) {
    AgentOptions agent =
        new AgentOptions(
            Scalar.of(4L),
            Scalar.of(memory),
            Scalar.of(10_000L),
            ImmutableMap.of(),
            null,
            ImmutableList.of());
    return ImmutableList.copyOf(Collections.nCopies(count, agent));
  }

  private static ServiceSpec spec(int count, int memory, String operator) {
    return load(count, memory, "[[\"hostname\", \"" + operator + "\"]]");
  }

  private static ServiceSpec load(int count, int memory, String placement) {
    String text =
        """
        name: x
        pods:
          web:
            count: %d
            placement: '%s'
            tasks:
              server: {goal: RUNNING, cmd: sleep 1000, cpus: 0.1, memory: %d}
        """
            .formatted(count, placement, memory);
    return load(text);
  }

  private static ServiceSpec load(String text) {
    TemplateReader none =
        new TemplateReader() {
          @Override
          public Optional<String> read(String path) {
            return Optional.empty();
          }

          @Override
          public ImmutableSet<String> known() {
            return ImmutableSet.of();
          }
        };
    return SpecLoader.load("svc.yml", text, ImmutableMap.of(), none).spec();
  }
}
