package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.ServiceState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a run shows its progress. */
final class RunDisplayTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Terminal terminal =
      CliRun.terminal(out, new ByteArrayOutputStream(), ImmutableMap.of());

  @Test
  void plain_output_has_a_line_for_each_change_and_none_for_what_stays() {
    PlainDisplay display = new PlainDisplay(terminal);
    display.show(
        view(Status.PENDING, Status.PENDING).plans(), Duration.ofSeconds(0), ImmutableList.of());
    display.show(
        view(Status.STARTING, Status.PENDING).plans(), Duration.ofSeconds(3), ImmutableList.of());
    display.show(
        view(Status.STARTING, Status.PENDING).plans(), Duration.ofSeconds(4), ImmutableList.of());
    display.show(
        view(Status.COMPLETE, Status.STARTING).plans(),
        Duration.ofSeconds(65),
        ImmutableList.of("waiting: agent-1 …"));
    assertThat(written())
        .isEqualTo(
            """
              0:03  deploy    a-0:[s]  STARTING
              1:05  deploy    a-0:[s]  COMPLETE
              1:05  deploy    a-1:[s]  STARTING
            waiting: agent-1 …
            """);
  }

  @Test
  void the_end_of_a_recovery_is_a_line_of_its_own_once_nothing_of_the_pod_is_left_to_recover() {
    PlainDisplay display = new PlainDisplay(terminal);
    display.show(recovering("a-0:[s, t]").plans(), Duration.ofSeconds(1), ImmutableList.of());
    display.show(recovering("a-0:[t]").plans(), Duration.ofSeconds(2), ImmutableList.of());
    display.show(recovering().plans(), Duration.ofSeconds(3), ImmutableList.of());
    display.show(recovering().plans(), Duration.ofSeconds(4), ImmutableList.of());
    assertThat(written())
        .isEqualTo(
            """
              0:01  recovery  a-0:[s, t]  STARTED
              0:02  recovery  a-0:[t]  STARTED
              0:03  recovery  a-0:[t]  COMPLETE
            """);
  }

  @Test
  void steps_that_an_uninstall_lists_no_more_are_complete_and_other_plans_say_nothing() {
    PlainDisplay display = new PlainDisplay(terminal);
    display.show(recovering("a-0:[s]").plans(), Duration.ofSeconds(1), ImmutableList.of());
    display.show(uninstalling("a-0:[kill]"), Duration.ofSeconds(2), ImmutableList.of());
    display.show(uninstalling("agent-1"), Duration.ofSeconds(3), ImmutableList.of());
    display.show(uninstalling(), Duration.ofSeconds(4), ImmutableList.of());
    assertThat(written())
        .isEqualTo(
            """
              0:01  recovery  a-0:[s]  STARTED
              0:02  uninstall  a-0:[kill]  STARTED
              0:03  uninstall  a-0:[kill]  COMPLETE
              0:03  uninstall  agent-1  STARTED
              0:04  uninstall  agent-1  COMPLETE
            """);
  }

  @Test
  void a_live_display_draws_a_bar_and_the_tree_in_their_place() {
    LiveDisplay display = new LiveDisplay(terminal);
    display.show(
        view(Status.COMPLETE, Status.STARTED).plans(), Duration.ofSeconds(31), ImmutableList.of());
    String first = written();
    assertThat(first)
        .contains("███████████████░░░░░░░░░░░░░░░ 1/2 steps  0:31")
        .contains("└─ a-1:[s] (STARTED)");
    display.show(
        view(Status.COMPLETE, Status.COMPLETE).plans(), Duration.ofSeconds(32), ImmutableList.of());
    assertThat(written()).startsWith("\u001b[5A\r").contains("2/2 steps");
  }

  @Test
  void a_master_that_does_not_answer_is_named_with_its_option_after_a_while() {
    Hints hints = new Hints("10.0.0.1:5050");
    assertThat(hints.of(alone(Instant.EPOCH))).isEmpty();
    assertThat(hints.of(alone(Instant.EPOCH.plusSeconds(7))))
        .containsExactly(
            "waiting: no Mesos master answers at 10.0.0.1:5050; check --master, or start it");
  }

  private static ServiceView alone(Instant now) {
    ServiceSnapshot snapshot = view(Status.PENDING, Status.PENDING).snapshot();
    return new ServiceView(
        new ServiceSnapshot(
            snapshot.state(),
            false,
            false,
            snapshot.deploy(),
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableMap.of()),
        ImmutableMap.of(),
        now);
  }

  private String written() {
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }

  /** With a recovery plan of these steps of one pod. */
  private static ServiceView recovering(String... steps) {
    ImmutableList<PlanView.StepView> views =
        Stream.of(steps)
            .map(
                name ->
                    new PlanView.StepView(
                        new UUID(2, name.length()), name, Status.STARTED, "", null))
            .collect(ImmutableList.toImmutableList());
    PlanView.PhaseView phase =
        new PlanView.PhaseView(
            new UUID(0, 2), "a-0", Status.IN_PROGRESS, StrategyKind.SERIAL, views);
    return view(
        new PlanView(
            "recovery",
            steps.length == 0 ? Status.COMPLETE : Status.IN_PROGRESS,
            StrategyKind.PARALLEL,
            ImmutableList.of(),
            steps.length == 0 ? ImmutableList.of() : ImmutableList.of(phase)));
  }

  private static ImmutableList<PlanView> uninstalling(String... steps) {
    PlanView.PhaseView phase =
        new PlanView.PhaseView(
            new UUID(0, 3),
            "a-0",
            Status.IN_PROGRESS,
            StrategyKind.SERIAL,
            Stream.of(steps)
                .map(
                    name ->
                        new PlanView.StepView(
                            new UUID(3, name.length()), name, Status.STARTED, "", null))
                .collect(ImmutableList.toImmutableList()));
    return ImmutableList.of(
        new PlanView(
            "uninstall",
            Status.IN_PROGRESS,
            StrategyKind.PARALLEL,
            ImmutableList.of(),
            ImmutableList.of(phase)));
  }

  private static ServiceView view(Status first, Status second) {
    PlanView.PhaseView phase =
        new PlanView.PhaseView(
            new UUID(0, 1),
            "a",
            second,
            StrategyKind.SERIAL,
            ImmutableList.of(step(0, first), step(1, second)));
    PlanView plan =
        new PlanView(
            "deploy", second, StrategyKind.SERIAL, ImmutableList.of(), ImmutableList.of(phase));
    return view(plan);
  }

  private static ServiceView view(PlanView plan) {
    Plan deploy =
        new Plan(
            "deploy",
            Plan.Purpose.DEPLOY,
            "run",
            new ConfigId("c"),
            StrategyKind.SERIAL,
            ImmutableList.of());
    return new ServiceView(
        new ServiceSnapshot(
            ServiceState.empty(),
            true,
            true,
            deploy,
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableMap.of()),
        ImmutableMap.of(plan.name(), () -> plan),
        Instant.EPOCH);
  }

  private static PlanView.StepView step(int index, Status status) {
    return new PlanView.StepView(new UUID(1, index), "a-" + index + ":[s]", status, "", null);
  }
}
