package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.testing.PodHistory.Moment;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about one pod instance. A chain of them has to hold at one moment: now, or with real
 * processes at some moment within the patience.
 */
public final class PodAssert extends AbstractAssert<PodAssert, SimulatedPod> {

  private final Demands demands;

  PodAssert(SimulatedPod pod) {
    super(pod, PodAssert.class);
    this.demands = new Demands(pod.simulation());
  }

  private ImmutableList<Moment> moments() {
    return actual.simulation().history().of(actual.id());
  }

  /** Adds a demand of its last moment; says nothing before its first launch but that. */
  @CanIgnoreReturnValue
  private PodAssert demand(Function<Moment, Optional<String>> problem) {
    demands.add(
        () ->
            actual
                .simulation()
                .history()
                .last(actual.id())
                .map(problem)
                .orElseGet(() -> Optional.of(actual + " was never launched")));
    return this;
  }

  /** All its tasks are at their goals: running and ready, or finished. */
  @CanIgnoreReturnValue
  public PodAssert isRunning() {
    demands.add(
        () ->
            Demands.unless(
                actual.isRunning(),
                () ->
                    "expected "
                        + actual
                        + " to be running, but: "
                        + actual
                            .simulation()
                            .history()
                            .last(actual.id())
                            .map(Moment::text)
                            .orElse("never launched")));
    return this;
  }

  /** Some of its tasks is not at its goal. */
  @CanIgnoreReturnValue
  public PodAssert isNotRunning() {
    demands.add(
        () ->
            Demands.unless(!actual.isRunning(), () -> "expected " + actual + " not to be running"));
    return this;
  }

  /** It is on an agent, and the last one that it was on before was another. */
  @CanIgnoreReturnValue
  public PodAssert onAnotherAgent() {
    return demand(
        now -> {
          AgentId here = now.agent();
          if (here == null) {
            return Optional.of("expected " + actual + " on another agent, but it is nowhere");
          }
          return Demands.unless(
              beforeThisAgent(here).isPresent(),
              () ->
                  "expected "
                      + actual
                      + " on another agent than before, but it always was on "
                      + here);
        });
  }

  private Optional<Moment> beforeThisAgent(AgentId here) {
    return Lists.reverse(moments()).stream()
        .filter(moment -> moment.agent() != null && !here.equals(moment.agent()))
        .findFirst();
  }

  /** It is on the agent that it always was on. */
  @CanIgnoreReturnValue
  public PodAssert onTheSameAgent() {
    return demand(
        now -> {
          AgentId here = now.agent();
          return Demands.unless(
              here != null && beforeThisAgent(here).isEmpty(),
              () -> "expected " + actual + " where it always was, but it moved: " + moments());
        });
  }

  /** It is on this agent. */
  @CanIgnoreReturnValue
  public PodAssert on(SimulatedAgent agent) {
    return demand(
        now ->
            Demands.unless(
                agent.id().equals(now.agent()),
                () -> "expected " + actual + " on " + agent + ", but: " + now.text()));
  }

  /** It has persistent volumes, and had others before: none of the old ones is among them. */
  @CanIgnoreReturnValue
  public PodAssert withFreshVolume() {
    return demand(
        now ->
            Demands.unless(
                !now.volumes().isEmpty()
                    && moments().stream()
                        .filter(moment -> !moment.volumes().isEmpty())
                        .anyMatch(
                            moment -> Sets.intersection(moment.volumes(), now.volumes()).isEmpty()),
                () ->
                    "expected "
                        + actual
                        + " with a fresh volume, but it has "
                        + now.volumes()
                        + " as before"));
  }

  /** Its persistent volumes are those that it had from the start. */
  @CanIgnoreReturnValue
  public PodAssert withItsFirstVolume() {
    return demand(
        now ->
            Demands.unless(
                moments().stream()
                    .filter(moment -> !moment.volumes().isEmpty())
                    .findFirst()
                    .filter(first -> first.volumes().equals(now.volumes()))
                    .isPresent(),
                () ->
                    "expected "
                        + actual
                        + " with the volume it began with, but it has "
                        + now.volumes()));
  }
}
