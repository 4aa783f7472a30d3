package dev.mainstay.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.benchmarks.scale.Workload.Placed;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A pod costs the same however many there are. Counted, not timed: what is counted is the same on
 * each machine, and what is allocated nearly so.
 */
final class ScaleTest {

  private static final int FEW = 150;
  private static final int MANY = 4 * FEW;

  /** What is done once, whatever the number of pods, makes a pod of few dearer. */
  private static final Offset<Double> OF_A_COUNT = within(0.3);

  /**
   * Of what a pod of few allocates: a look at all pods for each event would be several times it.
   */
  private static final double MOST_GROWTH = 1.25;

  @ParameterizedTest
  @EnumSource(
      value = Placed.class,
      names = {"ANYWHERE", "TEN_A_HOST"})
  void a_pod_of_many_costs_what_a_pod_of_few_does(Placed placed) {
    DeployCost few = Deployment.of(new Workload(FEW, placed)).cost();
    DeployCost many = Deployment.of(new Workload(MANY, placed)).cost();

    assertThat(many.perPod(many.events())).isCloseTo(few.perPod(few.events()), OF_A_COUNT);
    assertThat(many.perPod(many.calls())).isCloseTo(few.perPod(few.calls()), OF_A_COUNT);
    assertThat(many.perPod(many.records())).isCloseTo(few.perPod(few.records()), OF_A_COUNT);
    assertThat(many.perPod(many.offers())).isLessThanOrEqualTo(few.perPod(few.offers()));
    assertThat(many.perPod(many.core().bytes()))
        .isLessThan(MOST_GROWTH * few.perPod(few.core().bytes()));
  }

  @Test
  void each_task_is_heard_of_once_in_a_quiet_hour() {
    Deployment deployment = Deployment.of(new Workload(FEW, Placed.ANYWHERE));
    Answers answers = new Answers();
    deployment.world().observe(answers);

    deployment.world().runFor(Duration.ofMinutes(90));

    assertThat(answers.events).isEqualTo(FEW);
  }

  @Test
  void a_restarted_scheduler_knows_what_is_deployed() {
    HeapCost cost = HeapCost.of(new Workload(FEW, Placed.ANYWHERE));

    assertThat(cost.scheduler()).isPositive().isLessThan(cost.all());
  }

  private static final class Answers implements Observer {
    private int events;

    @Override
    public void received(SchedulerRun run, SchedulerEvent event) {
      events++;
    }
  }
}
