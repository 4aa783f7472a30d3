package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.planner.DeployPlanner;
import dev.mainstay.sdk.planner.PodChange;
import dev.mainstay.sdk.planner.UpdatePreview;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecChange;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.search.SpecGenerator;
import dev.mainstay.sdk.testing.search.SpecVariation;
import dev.mainstay.sdk.testing.world.AgentShape;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a preview says of each pod is what then happens to it, for drawn services and drawn changes
 * of them, three in a row. {@code -Dseed=N} plays one, {@code -Dpreviews=N} so many.
 */
final class PreviewHoldsTest {

  private static final int CHANGES = 3;
  private static final int AGENTS = 6;

  static LongStream seeds() {
    String seed = System.getProperty("seed");
    return seed == null
        ? LongStream.range(0, Long.getLong("previews", 30))
        : LongStream.of(Long.parseLong(seed));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_is_previewed_is_what_happens(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // Nobody is there to give canaries their word.
    String drawn = SpecGenerator.service(random).rendered().replace("serial-canary", "serial");
    String yaml = SpecVariation.withLeaveToGo(drawn);
    Simulation sim =
        Simulation.ofText(yaml)
            .agentShape(AgentShape.usual().cpus(32))
            .agents(AGENTS)
            .seed(seed)
            .start();
    sim.awaitPlan("deploy").complete().advance(Duration.ofMinutes(1));
    for (int change = 1; change <= CHANGES; change++) {
      String next = SpecVariation.yaml(yaml, random);
      ServiceSpec spec = Simulation.specOf(next);
      assertThat(SpecChange.forbidden(target(sim).spec(), spec)).as(next).isEmpty();
      ConfigurationRecord configuration =
          new ConfigurationRecord(
              new ConfigId("change-" + change),
              sim.now(),
              "a test",
              new ServiceInputs(next, ImmutableMap.of(), ImmutableSortedMap.of()),
              spec);
      ServiceState before = sim.state();
      UpdatePreview preview = UpdatePreview.of(before, configuration);
      sim.command(new OperatorCommand.SetTarget(target(sim).id(), configuration));
      sim.await(
          "the end of change %d of seed %d:\n%s\nto\n%s".formatted(change, seed, yaml, next),
          Duration.ofMinutes(30),
          () -> isOver(sim));
      assertThat(shown(DeployPlanner.of(sim.state().targetRecord().orElseThrow(), spec)))
          .isEqualTo(shown(preview.plan()));
      assertThat(broken(preview, before, sim.state()))
          .as("change %d of seed %d:\n%s\nto\n%s", change, seed, yaml, next)
          .isEmpty();
      yaml = next;
    }
  }

  /** All of a plan but the ids, which each run has of its own. */
  private static String shown(Plan plan) {
    return plan.name()
        + plan.strategy()
        + plan.phases().stream()
            .map(
                phase ->
                    phase.name()
                        + phase.strategy()
                        + phase.steps().stream().map(Step::name).toList())
            .toList();
  }

  private static ConfigurationRecord target(Simulation sim) {
    return sim.state().target().orElseThrow();
  }

  private static boolean isOver(Simulation sim) {
    return sim.isLoaded()
        && sim.plan("deploy").status() == Status.COMPLETE
        && sim.plan(Plan.RECOVERY).status() == Status.COMPLETE
        && sim.plan(Plan.DECOMMISSION).status() == Status.COMPLETE
        && sim.state().released().isEmpty();
  }

  /** What was said otherwise than it came, a line each. */
  private static ImmutableList<String> broken(
      UpdatePreview preview, ServiceState before, ServiceState after) {
    ImmutableList.Builder<String> broken = ImmutableList.builder();
    for (PodChange change : preview.pods()) {
      Optional<PodRecord> was = before.pod(change.pod());
      Optional<PodRecord> is = after.pod(change.pod());
      String came = what(was, is, after);
      if (!came.equals(change.kind().name())) {
        broken.add(
            "%s: %s, but it was %s: %s to %s".formatted(change.pod(), change, came, was, is));
      }
    }
    Set<String> said =
        preview.pods().stream().map(change -> change.pod().toString()).collect(Collectors.toSet());
    Set<String> there = Sets.union(ids(before), ids(after)).stream().collect(Collectors.toSet());
    if (!said.containsAll(there)) {
      broken.add("said " + said + " of " + there);
    }
    return broken.build();
  }

  private static Set<String> ids(ServiceState state) {
    return state.pods().stream().map(pod -> pod.id().toString()).collect(Collectors.toSet());
  }

  private static String what(Optional<PodRecord> was, Optional<PodRecord> is, ServiceState after) {
    if (was.isEmpty()) {
      return is.isEmpty() ? "nothing" : "ADDED";
    }
    if (is.isEmpty()) {
      return "DECOMMISSIONED";
    }
    if (running(was.get()).equals(running(is.get()))
        && was.get().holdings().equals(is.get().holdings())) {
      return agent(was.get()).equals(agent(is.get())) ? "UNCHANGED" : "moved";
    }
    if (Sets.intersection(holdings(was.get()), holdings(is.get())).isEmpty()) {
      return "RELOCATED";
    }
    ImmutableList<String> planned =
        PlannedTasks.running(after, is.get()).stream()
            .map(TaskSpec::name)
            .collect(ImmutableList.toImmutableList());
    boolean all =
        planned.stream()
            .allMatch(
                task ->
                    is.get().task(task).filter(TaskRecord::isRunning).isPresent()
                        && !id(was.get(), task).equals(id(is.get(), task)));
    boolean same =
        agent(was.get()).equals(agent(is.get())) && volumes(was.get()).equals(volumes(is.get()));
    boolean asWanted = is.get().config().equals(after.target().orElseThrow().id());
    return all && same && asWanted ? "RESTARTED" : "something else";
  }

  private static Optional<String> agent(PodRecord pod) {
    AgentPlace place = pod.place();
    return place == null ? Optional.empty() : Optional.of(place.agentId().value());
  }

  private static Set<String> running(PodRecord pod) {
    return pod.tasks().values().stream()
        .filter(TaskRecord::isRunning)
        .map(task -> task.taskId().value())
        .collect(Collectors.toSet());
  }

  private static Optional<String> id(PodRecord pod, String task) {
    return pod.task(task).map(known -> known.taskId().value());
  }

  private static Set<String> holdings(PodRecord pod) {
    return pod.holdings().stream().map(holding -> holding.id().value()).collect(Collectors.toSet());
  }

  private static Set<String> volumes(PodRecord pod) {
    return pod.holdings().stream()
        .filter(Holding::isVolume)
        .map(holding -> holding.resource().persistence().orElseThrow().id())
        .collect(Collectors.toSet());
  }
}
