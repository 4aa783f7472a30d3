package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.planner.PodChange;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.state.HistoryRecord;
import dev.mainstay.sdk.state.RecordKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Operators of a simulated service speak as those of a real one. */
final class SimulatedOperatorTest {

  private static final Path SHOP =
      Path.of("src/test/resources/dev/mainstay/sdk/testing/shop/svc.yml");

  private static Simulation deployed() {
    return Simulation.of(SHOP)
        .env("COUNT=2", "PORTION=small")
        .agents(3)
        .start()
        .awaitPlan("deploy")
        .complete();
  }

  private static String command(Simulation sim, String task) {
    return sim.launchedTasks().stream()
        .filter(launched -> launched.name().equals(task))
        .map(launched -> Objects.requireNonNull(launched.command()))
        .map(CommandInfo::value)
        .reduce("", (first, last) -> String.valueOf(last));
  }

  @Test
  void an_update_is_rolled_out_and_rolled_back() {
    Simulation sim = deployed();
    sim.operator().updateEnv("PORTION=large");
    sim.awaitPlan("update").complete();
    assertThat(command(sim, "web-1-server")).isEqualTo("./serve large");

    sim.operator().rollback();
    sim.awaitPlan("update").complete();
    assertThat(command(sim, "web-1-server")).isEqualTo("./serve small");
  }

  @Test
  void another_spec_can_be_the_target() throws IOException {
    Simulation sim = deployed();
    sim.operator().updateSpec(Files.readString(SHOP).replace("./serve", "./sell"));
    sim.awaitPlan("update").complete();
    assertThat(command(sim, "web-0-server")).isEqualTo("./sell small");
  }

  @Test
  void a_preview_changes_nothing() {
    Simulation sim = deployed();
    assertThat(sim.operator().previewEnv("COUNT=1").of(PodChange.Kind.DECOMMISSIONED))
        .containsExactly(PodId.parse("web-1"));
    assertThat(sim.state().targetRecord().orElseThrow().update()).isFalse();

    sim.operator().updateEnv("COUNT=1");
    sim.await("web-1 to be gone", () -> sim.pod("web-1").record().isEmpty());
  }

  @Test
  void what_may_not_change_is_refused() {
    Simulation sim = deployed();
    assertThatThrownBy(() -> sim.operator().updateEnv("COUNT=none"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("count");
    assertThatThrownBy(() -> sim.operator().updateEnv("COUNT"))
        .hasMessage("'COUNT' is no KEY=VALUE");
    assertThatThrownBy(() -> sim.operator().rollback())
        .hasMessageContaining("nothing to roll back");
  }

  @Test
  void plans_of_the_services_own_run_with_parameters() {
    Simulation sim = deployed();
    sim.operator().startPlan("backup", "TO=tape");
    sim.awaitPlan("backup").complete();
    assertThat(sim.task("web-1", "backup").record().orElseThrow().launch().environment())
        .containsEntry("TO", "tape");
    assertThat(sim.operator().plan(PlanAction.STOP, "backup").outcome()).isEqualTo(Outcome.ALREADY);
    assertThat(sim.state().history())
        .filteredOn(entry -> entry.subject().equals("backup"))
        .extracting(HistoryRecord::kind)
        .as("its start, with the parameters, and its end")
        .containsExactly(HistoryRecord.Kind.COMMAND, HistoryRecord.Kind.PLAN);
  }

  @Test
  void a_plan_of_the_services_own_runs_what_the_target_says_of_it() throws IOException {
    Simulation sim = deployed();
    int launches = sim.launchedTasks().size();
    for (String tool : ImmutableList.of("./pack", "./wrap", "./seal")) {
      sim.operator().updateSpec(Files.readString(SHOP).replace("./backup", tool));
      sim.awaitPlan("update").complete();
      assertThat(sim.launchedTasks()).hasSize(launches);

      sim.operator().startPlan("backup", "TO=tape");
      sim.awaitPlan("backup").complete();
      assertThat(command(sim, "web-0-backup")).startsWith(tool);
      launches = sim.launchedTasks().size();
    }
  }

  @Test
  void a_task_that_only_a_new_plan_has_runs_in_pods_that_were_there_before() throws IOException {
    Simulation sim = deployed();
    sim.operator().updateSpec(withCheck());
    sim.awaitPlan("update").complete();

    sim.operator().startPlan("check");
    sim.awaitPlan("check").complete();
    assertThat(sim.task("web-1", "check").record().orElseThrow().reachedGoal()).isNotNull();
    sim.task("web-1", "server").kill();
    sim.await("web-1 to be back", () -> sim.pod("web-1").isRunning());
  }

  private static String withCheck() throws IOException {
    return Files.readString(SHOP)
            .replace(
                "plans:\n",
                "      check: {goal: FINISH, cmd: ./check, cpus: 0.1, memory: 32}\nplans:\n")
        + "  check: {phases: {web: {pod: web, steps: [{default: [[check]]}]}}}\n";
  }

  /** The shop, whose plan {@code backup} has such parameters, in place of any. */
  private static String taking(String parameters) throws IOException {
    return Files.readString(SHOP)
        .replace(
            "  backup:\n    phases", "  backup:\n    parameters: " + parameters + "\n    phases");
  }

  @Test
  void a_plan_that_lacks_a_parameter_is_not_started_and_one_with_defaults_is() throws IOException {
    Simulation sim = deployed();
    sim.operator().updateSpec(taking("{TO: {required: true, about: Where.}, KEEP: {default: 3}}"));
    sim.awaitPlan("update").complete();

    CommandAnswer refused = sim.operator().startPlan("backup", "T=tape");
    assertThat(refused.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(refused.message()).contains("did you mean 'TO'?", "'TO' is missing: Where.");
    sim.advance(Duration.ofHours(1));
    assertThat(sim.task("web-0", "backup").record()).as("never launched").isEmpty();

    sim.operator().startPlan("backup", "TO=tape");
    sim.awaitPlan("backup").complete();
    assertThat(sim.task("web-1", "backup").environment())
        .containsEntry("TO", "tape")
        .containsEntry("KEEP", "3");
  }

  @Test
  void a_change_of_what_a_plan_takes_touches_no_pod() throws IOException {
    Simulation sim = deployed();
    int launches = sim.launchedTasks().size();
    sim.operator().updateSpec(taking("{TO: {default: tape}}"));
    sim.awaitPlan("update").complete();
    sim.operator().updateSpec(taking("{TO: {default: disk, pattern: '[a-z]+'}, KEEP: {}}"));
    sim.awaitPlan("update").complete();
    sim.advance(Duration.ofHours(1));
    assertThat(sim.launchedTasks()).hasSize(launches);

    sim.operator().startPlan("backup");
    sim.awaitPlan("backup").complete();
    assertThat(sim.task("web-1", "backup").environment()).containsEntry("TO", "disk");
  }

  @Test
  void an_uninstalled_service_leaves_nothing() {
    Simulation sim = deployed();
    sim.operator().uninstall();
    sim.world().runFor(Duration.ofMinutes(30));
    assertThat(sim.processes()).isEmpty();
    assertThat(sim.world().storage().records().keySet())
        .as("what tells the next start")
        .containsExactly(RecordKey.uninstall());
  }
}
