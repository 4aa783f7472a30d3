package dev.mainstay.sdk.testing;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.http.SpecUpdates;
import dev.mainstay.sdk.planner.UpdatePreview;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.service.ServiceUpdates;
import dev.mainstay.sdk.spec.UpdateRequest;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What an operator tells the service of a {@link Simulation}, by the same steps as the HTTP API and
 * the command line. What an operator tells a pod is at {@link SimulatedPod}.
 *
 * <pre>{@code
 * sim.operator().update("brokers.count=4");
 * sim.awaitPlan("update").complete();
 * sim.operator().rollback();
 * }</pre>
 */
public final class SimulatedOperator {

  private final Simulation simulation;

  SimulatedOperator(Simulation simulation) {
    this.simulation = simulation;
  }

  // Configurations.

  /**
   * {@code mainstay update --set}: the target with other options, each {@code
   * path.to.option=value}.
   *
   * @throws dev.mainstay.sdk.base.InvalidInputException with all problems of the options, the spec
   *     or the change
   */
  @CanIgnoreReturnValue
  public CommandAnswer update(String... settings) {
    return update(request(settings, ImmutableSortedMap.of()));
  }

  /** {@code mainstay update --env}: the same with variables, each {@code KEY=VALUE}. */
  @CanIgnoreReturnValue
  public CommandAnswer updateEnv(String... variables) {
    return update(request(new String[0], pairs(variables)));
  }

  /** {@code mainstay update --spec}: another text of the spec, with the target's options. */
  @CanIgnoreReturnValue
  public CommandAnswer updateSpec(String yaml) {
    return update(
        new UpdateRequest(
            null,
            ImmutableList.of(),
            ImmutableSortedMap.of(),
            new UpdateRequest.Files(
                "svc.yml", yaml, null, ImmutableMap.of(), ImmutableSortedMap.of())));
  }

  /** The target with any change of its inputs. */
  @CanIgnoreReturnValue
  public CommandAnswer update(UpdateRequest request) {
    ConfigurationRecord target = target();
    return accept(target, updates().changed(target, request));
  }

  /** {@code mainstay update --set --preview}: what would become of each pod. */
  public UpdatePreview preview(String... settings) {
    return preview(request(settings, ImmutableSortedMap.of()));
  }

  /** {@code mainstay update --env --preview}: the same with variables, each {@code KEY=VALUE}. */
  public UpdatePreview previewEnv(String... variables) {
    return preview(request(new String[0], pairs(variables)));
  }

  /** What would become of each pod with any change of the target's inputs. */
  public UpdatePreview preview(UpdateRequest request) {
    return UpdatePreview.of(
        simulation.state(), updates().changed(target(), request).configuration());
  }

  /** {@code mainstay rollback}: the last configuration that was rolled out completely. */
  @CanIgnoreReturnValue
  public CommandAnswer rollback() {
    ConfigId to =
        simulation
            .state()
            .targetRecord()
            .flatMap(TargetRecord::rollback)
            .orElseThrow(
                () ->
                    simulation.failure(
                        "nothing to roll back to: no configuration was rolled out completely before this one"));
    ConfigurationRecord earlier =
        simulation
            .state()
            .configuration(to)
            .orElseThrow(() -> simulation.failure("configuration " + to + " is not kept any more"));
    ConfigurationRecord target = target();
    return accept(target, updates().earlier(target, earlier));
  }

  private CommandAnswer accept(ConfigurationRecord target, SpecUpdates.Checked checked) {
    return simulation.command(new OperatorCommand.SetTarget(target.id(), checked.configuration()));
  }

  private ConfigurationRecord target() {
    simulation.await("a scheduler with a target", this::hasTarget);
    return simulation.state().target().orElseThrow();
  }

  private boolean hasTarget() {
    return simulation.isLoaded() && simulation.state().target().isPresent();
  }

  private ServiceUpdates updates() {
    int known = simulation.state().configurations().size();
    return new ServiceUpdates(
        simulation.stage().framework().validator(),
        spec -> ImmutableList.of(),
        () -> UUID.nameUUIDFromBytes(("configuration " + known + simulation.now()).getBytes(UTF_8)),
        simulation::now);
  }

  private static UpdateRequest request(
      String[] settings, ImmutableSortedMap<String, String> variables) {
    return new UpdateRequest(null, ImmutableList.copyOf(settings), variables, null);
  }

  /** Throws {@link IllegalArgumentException} when one is no {@code KEY=VALUE}. */
  private static ImmutableSortedMap<String, String> pairs(String... words) {
    return Arrays.stream(words)
        .map(
            word -> {
              List<String> sides = Splitter.on('=').limit(2).splitToList(word);
              checkArgument(sides.size() == 2, "'%s' is no KEY=VALUE", word);
              return sides;
            })
        .collect(
            ImmutableSortedMap.toImmutableSortedMap(
                Comparator.naturalOrder(), sides -> sides.get(0), sides -> sides.get(1)));
  }

  // Plans.

  /**
   * {@code mainstay plan start}: a new run of a plan of the spec's own.
   *
   * @param parameters for the environment of its tasks, each {@code KEY=VALUE}
   */
  @CanIgnoreReturnValue
  public CommandAnswer startPlan(String plan, String... parameters) {
    return simulation.command(
        new OperatorCommand.OperatePlan(PlanAction.START, plan, "", "", pairs(parameters)));
  }

  /** Anything else that an operator does to a plan. */
  @CanIgnoreReturnValue
  public CommandAnswer plan(PlanAction action, String plan) {
    return plan(action, plan, "", "");
  }

  /**
   * The same to a part of a plan.
   *
   * @param phase name or id; empty for the whole plan, or for any phase that has the step
   * @param step name or id; empty for the whole phase
   */
  @CanIgnoreReturnValue
  public CommandAnswer plan(PlanAction action, String plan, String phase, String step) {
    return simulation.command(
        new OperatorCommand.OperatePlan(action, plan, phase, step, ImmutableSortedMap.of()));
  }

  // The end.

  /** {@code mainstay uninstall}: the service goes, with all that it holds. */
  @CanIgnoreReturnValue
  public CommandAnswer uninstall() {
    return simulation.command(new OperatorCommand.Uninstall());
  }
}
