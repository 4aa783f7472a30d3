package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.testing.PodHistory.Moment;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions about one pod instance. */
public final class PodAssert extends AbstractAssert<PodAssert, SimulatedPod> {

  PodAssert(SimulatedPod pod) {
    super(pod, PodAssert.class);
  }

  private AssertionError failure(String what) {
    return actual.simulation().failure(what);
  }

  private ImmutableList<Moment> moments() {
    return actual.simulation().history().of(actual.id());
  }

  private Moment now() {
    ImmutableList<Moment> moments = moments();
    if (moments.isEmpty()) {
      throw failure(actual + " was never launched");
    }
    return moments.get(moments.size() - 1);
  }

  /** All its tasks are at their goals: running and ready, or finished. */
  @CanIgnoreReturnValue
  public PodAssert isRunning() {
    if (!actual.isRunning()) {
      throw failure(
          "expected "
              + actual
              + " to be running, but: "
              + (moments().isEmpty() ? "never launched" : now().text()));
    }
    return this;
  }

  /** Some of its tasks is not at its goal. */
  @CanIgnoreReturnValue
  public PodAssert isNotRunning() {
    if (actual.isRunning()) {
      throw failure("expected " + actual + " not to be running");
    }
    return this;
  }

  /** It is on an agent, and the last one that it was on before was another. */
  @CanIgnoreReturnValue
  public PodAssert onAnotherAgent() {
    AgentId here = now().agent();
    if (here == null) {
      throw failure("expected " + actual + " on another agent, but it is nowhere");
    }
    Optional<Moment> before = beforeThisAgent(here);
    if (before.isEmpty()) {
      throw failure(
          "expected " + actual + " on another agent than before, but it always was on " + here);
    }
    return this;
  }

  private Optional<Moment> beforeThisAgent(AgentId here) {
    return Lists.reverse(moments()).stream()
        .filter(moment -> moment.agent() != null && !here.equals(moment.agent()))
        .findFirst();
  }

  /** It is on the agent that it always was on. */
  @CanIgnoreReturnValue
  public PodAssert onTheSameAgent() {
    AgentId here = now().agent();
    if (here == null || beforeThisAgent(here).isPresent()) {
      throw failure("expected " + actual + " where it always was, but it moved: " + moments());
    }
    return this;
  }

  /** It is on this agent. */
  @CanIgnoreReturnValue
  public PodAssert on(SimulatedAgent agent) {
    if (!agent.id().equals(now().agent())) {
      throw failure("expected " + actual + " on " + agent + ", but: " + now().text());
    }
    return this;
  }

  /** It has persistent volumes, and had others before: none of the old ones is among them. */
  @CanIgnoreReturnValue
  public PodAssert withFreshVolume() {
    Moment now = now();
    Optional<Moment> before =
        moments().stream()
            .filter(moment -> !moment.volumes().isEmpty())
            .filter(moment -> Sets.intersection(moment.volumes(), now.volumes()).isEmpty())
            .findFirst();
    if (now.volumes().isEmpty() || before.isEmpty()) {
      throw failure(
          "expected "
              + actual
              + " with a fresh volume, but it has "
              + now.volumes()
              + " as before");
    }
    return this;
  }

  /** Its persistent volumes are those that it had from the start. */
  @CanIgnoreReturnValue
  public PodAssert withItsFirstVolume() {
    Optional<Moment> first =
        moments().stream().filter(moment -> !moment.volumes().isEmpty()).findFirst();
    if (first.isEmpty() || !first.get().volumes().equals(now().volumes())) {
      throw failure(
          "expected " + actual + " with the volume it began with, but it has " + now().volumes());
    }
    return this;
  }
}
