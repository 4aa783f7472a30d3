package dev.mainstay.sdk.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import dev.mainstay.sdk.testing.world.AgentShape;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.World;
import dev.mainstay.sdk.testing.world.WorldSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service of three brokers lives through faults, and is whole again when they stop. */
final class FaultPlayTest {

  private static final Path BROKERS =
      Path.of("src/test/resources/dev/mainstay/sdk/testing/brokers");
  private static final int AGENTS = 6;
  private static final int SEEDS = Integer.getInteger("fault.seeds", 25);

  private final LoadedSpec spec = spec();

  private static LoadedSpec spec() {
    SpecSource source = SpecSource.at(BROKERS);
    return SpecLoader.load(source, ServiceEnvironment.of(source, GivenOptions.none()));
  }

  /** A world that has lived through a schedule of faults in so much time. */
  private record Lived(World world, FaultPlay play) {}

  private Lived live(long seed, FaultSchedule schedule, Duration time) {
    Behaviours behaviours = new Behaviours(spec.spec());
    World world =
        new World(
            WorldSettings.of(
                    Framework.of(BROKERS),
                    spec,
                    IntStream.rangeClosed(1, AGENTS)
                        .mapToObj(AgentShape.usual()::agent)
                        .collect(ImmutableList.toImmutableList()),
                    behaviours)
                .withSeed(seed));
    FaultPlay play = new FaultPlay(world, behaviours);
    play.play(schedule);
    world.runFor(time);
    play.stop();
    return new Lived(world, play);
  }

  private static void assertBecomesWhole(World world, long seed, FaultSchedule schedule) {
    assertThat(world.await(Duration.ofHours(3), () -> isWhole(world)))
        .as("seed %s\n%s\n\n%s", seed, schedule.text(), String.join("\n", world.trace().last(60)))
        .isTrue();
  }

  private static boolean isWhole(World world) {
    return world.scheduler().snapshot().filter(snapshot -> isDeployed(snapshot, world)).isPresent()
        && world.containers().runningTasks().size() == 3;
  }

  private static boolean isDeployed(ServiceSnapshot snapshot, World world) {
    return PlanViews.of(snapshot.deploy(), snapshot.state(), world.now()).status()
        == Status.COMPLETE;
  }

  /** Updates and the end of a service are about one that is deployed: see the search. */
  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UPDATE", "ROLLBACK", "UNINSTALL"})
  void a_service_survives_each_kind_of_fault_at_any_time_of_its_deployment(FaultKind kind) {
    SplittableRandom random = new SplittableRandom(kind.name().hashCode());
    int effective = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      FaultSchedule schedule = FaultScheduleTest.of(kind, random, 3, Duration.ofSeconds(30));
      Lived lived = live(seed, schedule, Duration.ofMinutes(30));
      effective += lived.play().done().getOrDefault(kind, 0);
      assertBecomesWhole(lived.world(), seed, schedule);
    }
    assertThat(effective).as("faults that did something").isPositive();
  }

  @Test
  void a_service_survives_a_day_of_mixed_faults() {
    for (int seed = 0; seed < SEEDS; seed++) {
      FaultSchedule schedule = FaultSchedule.draw(seed, 25, Duration.ofHours(22), AGENTS);
      Lived lived = live(seed, schedule, Duration.ofHours(22));
      assertBecomesWhole(lived.world(), seed, schedule);
    }
  }

  @Test
  void the_same_faults_give_the_same_trace() {
    FaultSchedule schedule = FaultSchedule.draw(7, 25, Duration.ofHours(2), AGENTS);

    assertThat(live(7, schedule, Duration.ofHours(3)).world().trace().digest())
        .isEqualTo(
            live(7, FaultSchedule.parse(schedule.text()), Duration.ofHours(3))
                .world()
                .trace()
                .digest());
  }
}
