package dev.mainstay.sdk.testing.fault;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.http.SpecUpdates;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.ServicePlans;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.service.ServiceUpdates;
import dev.mainstay.sdk.spec.UpdateRequest;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Operators who command things at any time, and who help when asked to. */
final class OperatorPlay {

  /** Between two looks of an operator at what waits for a word. */
  private static final Duration LOOK = Duration.ofMinutes(10);

  private final World world;
  private final ImmutableSortedMap<String, ImmutableList<String>> choices;
  private long configurations;

  OperatorPlay(World world, ImmutableSortedMap<String, ImmutableList<String>> choices) {
    this.world = world;
    this.choices = choices;
  }

  /** A pod of the service, if it has any. */
  Optional<PodId> pod(int pick) {
    ImmutableList<PodId> known =
        world.scheduler().state().map(ServiceState::pods).stream()
            .flatMap(pods -> pods.stream())
            .map(PodRecord::id)
            .collect(ImmutableList.toImmutableList());
    return known.isEmpty() ? Optional.empty() : Optional.of(known.get(pick % known.size()));
  }

  /** The state, while there is a scheduler to command. */
  private Optional<ServiceState> state() {
    SchedulerRun run = world.scheduler();
    return run.isAlive() && run.isLoaded() ? run.state() : Optional.empty();
  }

  boolean command(Fault.PodCommand fault) {
    Optional<PodId> pod = pod(fault.pick());
    if (pod.isEmpty() || !world.scheduler().isAlive()) {
      return false;
    }
    world.command(
        switch (fault.command()) {
          case RESTART -> new OperatorCommand.RestartPod(pod.get(), ImmutableSet.of());
          case REPLACE -> new OperatorCommand.ReplacePod(pod.get());
          case PAUSE -> new OperatorCommand.PausePod(pod.get(), ImmutableSet.of());
          case RESUME -> new OperatorCommand.ResumePod(pod.get(), ImmutableSet.of());
        });
    return true;
  }

  boolean command(Fault.PlanCommand fault) {
    ImmutableList<Plan> plans = state().map(ServicePlans::of).orElse(ImmutableList.of());
    if (plans.isEmpty()) {
      return false;
    }
    Plan plan = plans.get(fault.pick() % plans.size());
    if (fault.action() == PlanAction.FORCE_COMPLETE && plan.purpose() == Plan.Purpose.DEPLOY) {
      return false; // what was never launched would rightly be missing at the end
    }
    boolean whole =
        plan.phases().isEmpty()
            || isOfAWholeRun(fault.action())
            || fault.pick() / plans.size() % 2 == 0;
    operate(fault.action(), plan.name(), whole ? "" : plan.phases().get(0).id().toString(), "");
    return true;
  }

  private static boolean isOfAWholeRun(PlanAction action) {
    return switch (action) {
      case START, STOP -> true;
      case CONTINUE, INTERRUPT, RESTART, FORCE_COMPLETE -> false;
    };
  }

  private void operate(PlanAction action, String plan, String phase, String step) {
    world.command(
        new OperatorCommand.OperatePlan(action, plan, phase, step, ImmutableSortedMap.of()));
  }

  boolean update(Fault.Update fault) {
    if (choices.isEmpty()) {
      return false;
    }
    Map.Entry<String, ImmutableList<String>> choice =
        choices.entrySet().asList().get(fault.pick() % choices.size());
    String value = choice.getValue().get(fault.value() % choice.getValue().size());
    ImmutableSortedMap<String, String> variables = ImmutableSortedMap.of(choice.getKey(), value);
    UpdateRequest request = new UpdateRequest(null, ImmutableList.of(), variables, null);
    return state()
        .flatMap(ServiceState::target)
        .map(target -> target(target, () -> updates().changed(target, request)))
        .orElse(false);
  }

  boolean rollback() {
    return state()
        .flatMap(
            known ->
                known
                    .targetRecord()
                    .flatMap(TargetRecord::rollback)
                    .flatMap(known::configuration)
                    .map(
                        earlier -> {
                          ConfigurationRecord target = known.target().orElseThrow();
                          return target(target, () -> updates().earlier(target, earlier));
                        }))
        .orElse(false);
  }

  /** What an operator would have to be told when it may not be. */
  private interface Making {
    SpecUpdates.Checked make();
  }

  private boolean target(ConfigurationRecord target, Making making) {
    try {
      world.command(new OperatorCommand.SetTarget(target.id(), making.make().configuration()));
      return true;
    } catch (InvalidInputException e) {
      world.note("refused: " + e.getMessage());
      return false;
    }
  }

  private ServiceUpdates updates() {
    configurations++;
    return new ServiceUpdates(
        world.settings().framework().validator(),
        spec -> ImmutableList.of(),
        () -> new UUID(configurations, 0),
        world::now);
  }

  boolean uninstall() {
    if (state().isEmpty()) {
      return false;
    }
    world.command(new OperatorCommand.Uninstall());
    return true;
  }

  // Afterwards.

  /** From now on whatever waits for an operator's word gets it. */
  void letGo() {
    state().ifPresent(this::letGo);
    world.at(world.now().plus(LOOK), this::letGo);
  }

  private void letGo(ServiceState state) {
    for (PodRecord pod : state.pods()) {
      if (!pod.paused().isEmpty()) {
        world.command(new OperatorCommand.ResumePod(pod.id(), ImmutableSet.of()));
      }
    }
    for (Plan plan : ServicePlans.of(state)) {
      goOn(PlanViews.of(plan, state, world.now(), ServicePlans.before(plan, state)));
    }
  }

  private void goOn(PlanView plan) {
    if (plan.status() == Status.WAITING) {
      operate(PlanAction.CONTINUE, plan.name(), "", "");
    }
    for (PlanView.PhaseView phase : plan.phases()) {
      if (phase.status() == Status.WAITING) {
        operate(PlanAction.CONTINUE, plan.name(), phase.id().toString(), "");
      }
    }
  }
}
