package dev.mainstay.sdk.plan;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.PhaseDecision;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What is kept up to date pod by pod is the same as what is derived anew. */
final class PlanProgressTest {

  private static final int PODS = 4;

  private static final ServiceState ACCEPTED =
      ServiceBuilder.accepted(
          hello().pod(pod("hello").count(PODS).task(task("a")).task(task("b"))).build());

  /** One task of a pod reached its goal, or is forgotten. */
  record Change(int pod, String task, boolean reaches) {}

  @Property(tries = 500)
  void agrees_with_the_view_after_every_change(
      @ForAll("plans") Plan plan,
      @ForAll("decisions") List<Integer> decisions,
      @ForAll("changes") List<Change> changes) {
    ServiceState state = decided(plan, decisions);
    PlanProgress progress = new PlanProgress(plan, state);
    check(progress, plan, state);
    for (Change change : changes) {
      Set<PodId> before = progress.candidatePods();
      PodRecord pod = changed(state, change);
      state = state.apply(new StateChange.Put(pod));
      Set<PodId> told = progress.update(pod.id(), state);
      check(progress, plan, state);
      Set<PodId> grown = new LinkedHashSet<>(progress.candidatePods());
      grown.removeAll(before);
      if (change.reaches()) {
        assertThat(told).as("pods that may work now after %s", change).containsAll(grown);
      }
    }
  }

  /** Some phases are told to go on, some phases and steps are interrupted or forced. */
  private static ServiceState decided(Plan plan, List<Integer> decisions) {
    PlanDecisions decided = PlanDecisions.NONE;
    int next = 0;
    for (Phase phase : plan.phases()) {
      int ofPhase = decisions.get(next++ % decisions.size());
      decided = decided.with(phase.id(), new PhaseDecision(ofPhase == 9, ofPhase % 3));
      for (Step step : phase.steps()) {
        int ofStep = decisions.get(next++ % decisions.size());
        decided = decided.with(step.id(), new StepDecision(ofStep == 8, 0, ofStep == 7));
      }
    }
    return ACCEPTED.apply(
        new StateChange.Put(
            PlanRunRecord.begun(plan.name(), plan.run(), CONFIG, START).withDecisions(decided)));
  }

  private static PodRecord changed(ServiceState state, Change change) {
    PodRecord pod =
        state
            .pod(new PodId("hello", change.pod()))
            .orElse(PodRecords.fresh("hello-" + change.pod()));
    return pod.withTask(
        change.reaches()
            ? PodRecords.reached(change.task(), TaskState.RUNNING)
            : PodRecords.task(change.task(), TaskState.FAILED));
  }

  private static void check(PlanProgress progress, Plan plan, ServiceState state) {
    PlanProgress anew = new PlanProgress(plan, state);
    assertThat(progress.isComplete()).isEqualTo(anew.isComplete());
    assertThat(ImmutableSet.copyOf(progress.candidatePods()))
        .isEqualTo(ImmutableSet.copyOf(anew.candidatePods()));
    Set<PodId> candidates = new LinkedHashSet<>();
    for (int index = 0; index < PODS; index++) {
      PodId pod = new PodId("hello", index);
      assertThat(progress.candidateOf(pod)).isEqualTo(anew.candidateOf(pod));
      progress.candidateOf(pod).ifPresent(step -> candidates.add(pod));
    }
    assertThat(ImmutableSet.copyOf(progress.candidatePods())).isEqualTo(candidates);
    PlanView view = PlanViews.of(plan, state, START);
    assertThat(progress.isComplete()).isEqualTo(view.status() == Status.COMPLETE);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, PODS - 1),
            Arbitraries.of("a", "b"),
            Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)))
        .as(Change::new)
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Integer>> decisions() {
    return Arbitraries.integers().between(0, 9).list().ofMinSize(1).ofMaxSize(20);
  }

  @Provide
  Arbitrary<Plan> plans() {
    Arbitrary<StrategyKind> strategies = Arbitraries.of(StrategyKind.class);
    Arbitrary<Step> steps =
        Combinators.combine(
                Arbitraries.integers().between(0, PODS - 1),
                Arbitraries.of(
                    ImmutableList.of("a"), ImmutableList.of("b"), ImmutableList.of("a", "b")))
            .as(
                (pod, tasks) ->
                    Step.of(Plan.DEPLOY, "phase", new PodId("hello", pod), tasks)
                        .after(
                            IntStream.range(0, pod)
                                .mapToObj(earlier -> new PodId("hello", earlier))
                                .toList()));
    Arbitrary<Phase> phases =
        Combinators.combine(strategies, steps.list().ofMaxSize(5))
            .as(
                (strategy, list) ->
                    Phase.of(Plan.DEPLOY, "phase", strategy, ImmutableList.copyOf(list)));
    return Combinators.combine(strategies, phases.list().ofMaxSize(4))
        .as(
            (strategy, list) ->
                new Plan(
                    Plan.DEPLOY,
                    Plan.Purpose.DEPLOY,
                    "run",
                    CONFIG,
                    strategy,
                    ImmutableList.copyOf(list)));
  }
}
