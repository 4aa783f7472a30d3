package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.testing.invariant.Invariants;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instances of a service are given up for good, with what they hold. */
final class RemovalLifeTest {

  private static ServiceSpec spec(int count) {
    return Simulation.specOf(
        """
        name: store
        pods:
          data:
            count: %d
            allow-decommission: true
            placement: '[["hostname", "UNIQUE"]]'
            tasks:
              server:
                goal: RUNNING
                cmd: run
                cpus: 1
                memory: 256
                ports:
                  main:
                    port: 0
                volume:
                  path: data
                  type: ROOT
                  size: 50
              sidecar:
                goal: RUNNING
                essential: false
                cmd: watch
                cpus: 0.1
                memory: 32
        """
            .formatted(count));
  }

  /** The same with a task that drains an instance before it is given up. */
  private static ServiceSpec draining(int count) {
    return Simulation.specOf(
        """
        name: store
        pods:
          data:
            count: %d
            allow-decommission: true
            tasks:
              server:
                goal: RUNNING
                cmd: run
                cpus: 1
                memory: 256
                volume:
                  path: data
                  type: ROOT
                  size: 50
              drain:
                goal: ONCE
                cmd: hand over
                cpus: 0.1
                memory: 32
        plans:
          deploy:
            phases:
              data:
                pod: data
                steps: [{default: [[server]]}]
          decommission:
            phases:
              data:
                pod: data
                steps: [{default: [[drain]]}]
        """
            .formatted(count));
  }

  private static Simulation deployed(int count) {
    Simulation sim = Simulation.of(spec(count)).agents(5).start();
    deploy(sim);
    return sim;
  }

  private static void deploy(Simulation sim) {
    sim.awaitPlan("deploy").complete().advance(Duration.ofMinutes(1));
  }

  private static void target(Simulation sim, String name, int count) {
    target(sim, sim.state().target().orElseThrow().id(), name, count);
  }

  private static void target(Simulation sim, ConfigId base, String name, int count) {
    target(sim, base, name, spec(count));
  }

  private static void target(Simulation sim, ConfigId base, String name, ServiceSpec spec) {
    sim.command(
        new OperatorCommand.SetTarget(
            base,
            new ConfigurationRecord(
                new ConfigId(name),
                Instant.EPOCH,
                "a test",
                new ServiceInputs("text of " + name, ImmutableMap.of(), ImmutableSortedMap.of()),
                spec)));
  }

  private static long reservations(Simulation sim) {
    return sim.world().cluster().image().agents().stream()
        .map(ClusterImage.Agent::checkpointed)
        .mapToLong(resources -> resources.size())
        .sum();
  }

  private static boolean isOver(Simulation sim) {
    return sim.plan("decommission").status() == Status.COMPLETE;
  }

  @Test
  void a_service_that_is_scaled_in_gives_everything_back_within_a_minute() {
    Simulation sim = deployed(3);
    long each = reservations(sim) / 3;
    target(sim, "fewer", 1);
    sim.await("the end of the scale-in", Duration.ofMinutes(1), () -> isOver(sim));
    assertThat(sim.state().pods()).hasSize(1);
    assertThat(sim.state().released()).isEmpty();
    assertThat(reservations(sim)).isEqualTo(each);
    assertThat(sim.processes()).hasSize(2);
    assertThat(sim.pod("data-0").record()).isPresent();
  }

  @Test
  void one_instance_ends_after_the_other() {
    Simulation sim = deployed(3);
    target(sim, "fewer", 1);
    sim.await(
        "data-2 ends",
        () ->
            sim.state().pod(sim.pod("data-2").id()).isEmpty()
                || !sim.state().pod(sim.pod("data-2").id()).orElseThrow().hasActiveTask());
    PlanView plan = sim.plan("decommission");
    assertThat(plan.status()).isNotEqualTo(Status.COMPLETE);
    sim.await("the end of the scale-in", () -> isOver(sim));
  }

  @Test
  void an_agent_that_never_returns_holds_no_other_instance_up() {
    Simulation sim = deployed(3);
    SimulatedAgent lost = sim.agentOf("data-2");
    lost.partition();
    target(sim, "fewer", 1);
    sim.await("data-1 is gone", () -> sim.pod("data-1").record().isEmpty());
    sim.advance(Duration.ofHours(2));
    assertThat(sim.pod("data-2").record()).isPresent();
    assertThat(isOver(sim)).isFalse();
    lost.heal();
    sim.await("the end of the scale-in", () -> isOver(sim));
    assertThat(sim.processes()).hasSize(2);
  }

  @Test
  void what_is_wanted_again_comes_back_without_its_data() {
    Simulation sim = deployed(2);
    TaskId before = sim.task("data-1", "server").id();
    target(sim, "fewer", 1);
    target(sim, "more", 2);
    sim.await(
        "another data-1",
        () ->
            sim.task("data-1", "server")
                .record()
                .filter(task -> !task.taskId().equals(before))
                .isPresent());
    sim.awaitPlan("deploy").complete();
    sim.await("the end of the scale-in", () -> isOver(sim));
    assertThat(sim.state().pods()).hasSize(2);
  }

  private static boolean isUninstalled(Simulation sim) {
    return sim.scheduler().end().filter(end -> end.cause() == ExitCause.UNINSTALLED).isPresent();
  }

  @Test
  void a_service_that_is_uninstalled_leaves_nothing() {
    Simulation sim = Simulation.of(spec(3)).agents(5).start();
    Invariants invariants = Invariants.watch(sim.world());
    deploy(sim);
    sim.command(new OperatorCommand.Uninstall());
    sim.await("the end of the service", Duration.ofMinutes(3), () -> isUninstalled(sim));
    invariants.checkAtRest(sim.world());
    assertThat(sim.processes()).isEmpty();
    assertThat(reservations(sim)).isZero();
    assertThat(sim.world().storage().records().keySet())
        .as("what tells the next start")
        .containsExactly(RecordKey.uninstall());
    assertThat(sim.world().cluster().view().frameworks()).isEmpty();
  }

  @Test
  void an_agent_that_never_returns_does_not_keep_a_service_from_being_uninstalled() {
    Simulation sim = deployed(3);
    sim.agentOf("data-1").partition();
    sim.command(new OperatorCommand.Uninstall());
    sim.await("the end of the service", Duration.ofMinutes(40), () -> isUninstalled(sim));
    assertThat(sim.scheduler().end().orElseThrow().message()).contains("left behind");
  }

  /** Killed after its last write its successor finds what that left, and begins no new service. */
  @ParameterizedTest
  @EnumSource(KillPoint.class)
  void the_uninstall_goes_on_wherever_the_scheduler_is_killed(KillPoint point) {
    boolean killed = true;
    for (int pass = 1; killed && pass < 500; pass++) {
      Simulation sim = Simulation.of(spec(2)).agents(3).start();
      Invariants invariants = Invariants.watch(sim.world());
      deploy(sim);
      sim.operatorsInsist();
      sim.world().killScheduler(point, pass);
      sim.command(new OperatorCommand.Uninstall());
      sim.await(
          "the end of the service, with the scheduler killed at pass " + pass + " of " + point,
          Duration.ofMinutes(40),
          () -> isUninstalled(sim));
      invariants.checkAtRest(sim.world());
      killed = !sim.world().isKillPending();
    }
    assertThat(killed).isFalse();
  }

  @Test
  void an_instance_is_drained_before_it_ends_wherever_the_scheduler_is_killed() {
    ImmutableMap<KillPoint, Integer> tried =
        CrashEverywhere.of(
                draining(3),
                sim -> {
                  ConfigId base = sim.state().configurations().iterator().next().id();
                  target(sim, base, "fewer", draining(1));
                })
            .preparedBy(RemovalLifeTest::deploy)
            .check();
    assertThat(tried.get(KillPoint.COMMITTED)).isGreaterThan(8);
  }

  @Test
  void a_drained_instance_has_run_its_task_once() {
    Simulation sim = Simulation.of(draining(3)).agents(3).start();
    deploy(sim);
    target(sim, sim.state().target().orElseThrow().id(), "fewer", draining(1));
    sim.await("the end of the scale-in", Duration.ofMinutes(2), () -> isOver(sim));
    assertThat(sim.launchedTasks())
        .extracting(TaskInfo::name)
        .filteredOn(name -> name.endsWith("drain"))
        .containsExactly("data-2-drain", "data-1-drain");
  }

  @Test
  void a_scale_in_comes_to_the_same_end() {
    ImmutableMap<KillPoint, Integer> tried =
        CrashEverywhere.of(
                spec(3),
                sim -> target(sim, sim.state().configurations().iterator().next().id(), "fewer", 1))
            .preparedBy(RemovalLifeTest::deploy)
            .check();
    assertThat(tried.get(KillPoint.COMMITTED)).isGreaterThan(5);
  }
}
