package dev.mainstay.sdk.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tries of a probe that are left out change nothing of what is told of it. */
final class SteadyProbesTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ContainerId CONTAINER =
      new ContainerId(new AgentId("agent"), "executor", "task");
  private static final Duration TRY = Duration.ofMillis(20);

  /** An outcome and when it became known. */
  private record Told(Duration at, int value) {}

  /** Outcomes by second: how a check goes that changes now and then. */
  private static List<Integer> outcomes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> outcomes = new ArrayList<>();
    while (outcomes.size() < 600) {
      int value = random.nextInt(3);
      int lasting = 1 + random.nextInt(90);
      for (int i = 0; i < lasting; i++) {
        outcomes.add(value);
      }
    }
    return outcomes;
  }

  private static Duration steadyFrom(List<Integer> outcomes, Duration time) {
    int from = (int) time.toSeconds();
    int to = from;
    while (to < outcomes.size() && outcomes.get(to).equals(outcomes.get(from))) {
      to++;
    }
    return Duration.ofSeconds(to).minus(time);
  }

  private final List<Told> changes = new ArrayList<>();
  private int tries;

  private List<Told> changes(List<Integer> outcomes, boolean steady) {
    changes.clear();
    tries = 0;
    ModelContext context =
        new ModelContext(
            ClusterSettings.of(new Address("master", "127.0.0.1", 5050)),
            () -> new UUID(0, 1),
            START);
    Probe probe = new Probe.Command(CommandInfo.shell("ready"));
    int[] last = {-1};
    ProbeLoop loop =
        new ProbeLoop(
            context,
            CONTAINER,
            probe,
            Duration.ofMillis(2500),
            Duration.ofSeconds(10),
            value -> {
              if (value != last[0]) {
                changes.add(new Told(Duration.between(START, context.now()), value));
                last[0] = value;
              }
              return true;
            });
    loop.startAfter(Duration.ofMillis(700));
    Instant end = START.plusSeconds(590);
    while (context.nextWake().filter(next -> next.isBefore(end)).isPresent()) {
      context.advanceTo(context.nextWake().orElseThrow());
      context.runTimers();
      for (ClusterOutput output : context.takeOutputs()) {
        answer(context, loop, output, outcomes, steady);
      }
    }
    return List.copyOf(changes);
  }

  private void answer(
      ModelContext context,
      ProbeLoop loop,
      ClusterOutput output,
      List<Integer> outcomes,
      boolean steady) {
    if (output instanceof ClusterOutput.Container wanted
        && wanted.command() instanceof ContainerCommand.RunProbe run) {
      tries++;
      Duration since = Duration.between(START, context.now());
      int value = outcomes.get((int) since.toSeconds());
      Duration lasting = steady ? steadyFrom(outcomes, since) : Duration.ZERO;
      context.after(
          TRY,
          () -> loop.probed(new ContainerEvent.Probed(run.probeId(), run.id(), value, lasting)));
    }
  }

  @Test
  void the_same_is_told_at_the_same_times_with_fewer_tries() {
    for (int seed = 0; seed < 50; seed++) {
      List<Integer> outcomes = outcomes(seed);
      List<Told> each = changes(outcomes, false);
      int allTries = tries;

      assertThat(changes(outcomes, true)).as("seed %s", seed).isEqualTo(each);
      assertThat(tries).isLessThan(allTries / 3);
    }
  }
}
