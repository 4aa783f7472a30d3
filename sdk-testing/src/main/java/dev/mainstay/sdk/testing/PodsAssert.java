package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.testing.PodHistory.Moment;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about all pod instances of one type, in chains like those of {@link PodAssert}. */
public final class PodsAssert extends AbstractAssert<PodsAssert, SimulatedPods> {

  private final Demands demands;

  PodsAssert(SimulatedPods pods) {
    super(pods, PodsAssert.class);
    this.demands = new Demands(pods.simulation());
  }

  /** Each of them is running. */
  @CanIgnoreReturnValue
  public PodsAssert areRunning() {
    demands.add(
        () -> {
          ImmutableList<SimulatedPod> all = actual.all();
          ImmutableList<SimulatedPod> down =
              all.stream().filter(pod -> !pod.isRunning()).collect(ImmutableList.toImmutableList());
          return all.isEmpty()
              ? Optional.of("there are no pods of type " + actual.type())
              : Demands.unless(
                  down.isEmpty(),
                  () -> "expected " + actual + " to be running, but these are not: " + down);
        });
    return this;
  }

  /** No two of them are on one agent. */
  @CanIgnoreReturnValue
  public PodsAssert areOnDifferentAgents() {
    demands.add(
        () -> {
          Collection<String> places =
              actual.all().stream()
                  .map(
                      pod ->
                          actual.simulation().placement().getOrDefault(pod.toString(), "nowhere"))
                  .toList();
          return Demands.unless(
              Set.copyOf(places).size() == places.size(),
              () -> "expected " + actual + " on different agents, but: " + places);
        });
    return this;
  }

  /** At no time was more than one of them unavailable: see {@link #neverMoreUnavailableThan}. */
  @CanIgnoreReturnValue
  public PodsAssert neverMoreThanOneUnavailable() {
    return neverMoreUnavailableThan(1);
  }

  /**
   * At no time were more than so many of them unavailable. An instance counts from when it first
   * was available: all its tasks that should run known to be running and ready, and their processes
   * there. Where processes are real, somebody looks ten times a second.
   */
  @CanIgnoreReturnValue
  public PodsAssert neverMoreUnavailableThan(int most) {
    Map<PodId, Boolean> available = new LinkedHashMap<>();
    Set<PodId> down = new LinkedHashSet<>();
    @Nullable Instant at = null;
    for (Moment moment : actual.simulation().history().moments()) {
      if (!moment.pod().type().equals(actual.type())) {
        continue;
      }
      if (at != null && moment.at().isAfter(at)) {
        check(down, most, at);
      }
      at = moment.at();
      if (moment.available()) {
        available.put(moment.pod(), true);
        down.remove(moment.pod());
      } else if (available.containsKey(moment.pod())) {
        down.add(moment.pod());
      }
    }
    if (at != null) {
      check(down, most, at);
    }
    return this;
  }

  private void check(Set<PodId> down, int most, Instant at) {
    if (down.size() > most) {
      throw actual
          .simulation()
          .failure(
              "expected never more than "
                  + most
                  + " of "
                  + actual
                  + " unavailable, but at "
                  + at
                  + " these were: "
                  + down);
    }
  }
}
