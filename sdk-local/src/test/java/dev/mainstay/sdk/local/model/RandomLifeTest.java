package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.reserve;
import static dev.mainstay.sdk.local.model.Lab.reserved;
import static dev.mainstay.sdk.local.model.Lab.scalar;
import static dev.mainstay.sdk.local.model.Lab.task;
import static dev.mainstay.sdk.local.model.Lab.unreserve;
import static dev.mainstay.sdk.local.model.Lab.volume;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.model.ContainerScript.Life;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in whatever order, no resource is lost or given twice, and in quiet times every
 * task is where its framework thinks it is. The number of a test is the seed of its story.
 */
final class RandomLifeTest {

  private static final int AGENTS = 3;
  private static final int STEPS = 300;

  private final Lab lab = Lab.withAgents(AGENTS);
  private final Set<Integer> away = new HashSet<>();
  private Lab.Scheduler scheduler = lab.subscribe();
  private int launched;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void resources_add_up_and_tasks_are_where_they_are_thought_to_be(int seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      act(random);
      lab.passSeconds(random.nextInt(20) / 10.0);
      checkResources();
    }
    bringAllBack();
    checkResources();
    checkTasks();
    assertThat(launched).isGreaterThan(STEPS / 4);
  }

  private void act(Random random) {
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> useAnOffer(random);
      case 4 ->
          lastOffers()
              .forEach(offer -> scheduler.decline(offer, Duration.ofSeconds(random.nextInt(10))));
      case 5, 6 -> scheduler.kill("t" + random.nextInt(launched + 1));
      case 7 ->
          lab.containers().runningTasks().stream()
              .skip(random.nextInt(3))
              .findFirst()
              .ifPresent(id -> lab.containers().kill(id, 9, lab.now()));
      case 8 -> leave(random);
      case 9 -> comeBack();
      case 10 -> {
        lab.disconnect(scheduler);
        lab.passSeconds(random.nextInt(3));
        subscribeAgain();
      }
      case 11 -> {
        if (random.nextInt(5) == 0) {
          lab.handle(new ClusterInput.MasterRestarted());
          subscribeAgain();
        }
      }
      case 12 -> scheduler.call(new MesosCall.Revive(ImmutableList.of()));
      default ->
          lab.containers().runningTasks().stream()
              .findFirst()
              .flatMap(lab.containers()::containerOf)
              .ifPresent(id -> lab.containers().killExecutor(id.parent(), 9, lab.now()));
    }
  }

  private void subscribeAgain() {
    scheduler = lab.subscribe(Lab.framework(Lab.ROLE).withId(scheduler.frameworkId()));
  }

  private List<Offer> lastOffers() {
    return List.copyOf(
        lab.model().view().frameworks().stream()
            .flatMap(framework -> framework.offers().stream())
            .toList());
  }

  private void useAnOffer(Random random) {
    List<Offer> offers = lastOffers();
    if (offers.isEmpty()) {
      return;
    }
    Offer offer = offers.get(random.nextInt(offers.size()));
    ImmutableList.Builder<Operation> operations = ImmutableList.builder();
    Resource disk = reserved(scalar("disk", 10), "x");
    Resource data = volume(disk, "v" + random.nextInt(5));
    switch (random.nextInt(6)) {
      case 0 -> operations.add(reserve("r", reserved(scalar("cpus", 0.2), "x"), disk));
      case 1 -> operations.add(reserve("r", disk), Lab.create("c", data));
      case 2 -> operations.add(Lab.destroy("d", data));
      case 3 -> operations.add(unreserve("u", disk));
      default -> {}
    }
    int group = 1 + random.nextInt(3);
    TaskInfo[] tasks = new TaskInfo[group];
    for (int i = 0; i < group; i++) {
      launched++;
      String id = "t" + launched;
      if (random.nextInt(3) == 0) {
        lab.life(id, Life.endingAfter(Duration.ofSeconds(random.nextInt(5)), random.nextInt(2)));
      }
      tasks[i] = task(id, scalar("cpus", 0.1), scalar("mem", 32));
    }
    operations.add(scheduler.group(Lab.executor("e" + random.nextInt(6)), offer.agentId(), tasks));
    scheduler.call(
        new MesosCall.Accept(
            ImmutableList.of(offer.id()),
            operations.build(),
            Duration.ofSeconds(random.nextInt(5))));
  }

  private void leave(Random random) {
    int number = 1 + random.nextInt(AGENTS);
    if (!away.add(number)) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> lab.handle(new ClusterInput.AgentCrashed(lab.agentId(number)));
      case 1 -> lab.handle(new ClusterInput.AgentStopped(lab.agentId(number)));
      default -> lab.handle(new ClusterInput.AgentPartitioned(lab.agentId(number)));
    }
    if (random.nextBoolean()) {
      lab.passSeconds(80);
    }
  }

  private void comeBack() {
    away.stream()
        .findFirst()
        .ifPresent(
            number -> {
              lab.handle(new ClusterInput.AgentHealed(lab.agentId(number)));
              lab.handle(new ClusterInput.AgentRestarted(lab.agentId(number), launched % 2 == 0));
              away.remove(number);
            });
  }

  private void bringAllBack() {
    while (!away.isEmpty()) {
      comeBack();
    }
    lab.passSeconds(100);
  }

  private void checkResources() {
    for (MasterAgent agent : lab.model().registeredAgents()) {
      ResourcePool sum = agent.available();
      for (ResourcePool used : agent.used().values()) {
        sum = sum.plus(used.unallocated());
      }
      for (OfferBook.Held offer : agent.offers().values()) {
        sum = sum.plus(offer.resources().unallocated());
      }
      ResourcePool total = agent.process().total();
      assertThat(sum.contains(total) && total.contains(sum))
          .as("%s has %s, accounted for are %s", agent, total, sum)
          .isTrue();
    }
  }

  private void checkTasks() {
    Set<String> running = new HashSet<>();
    lab.containers().runningTasks().forEach(id -> running.add(id.value()));
    Set<String> thought = new HashSet<>();
    for (ClusterView.Task known : lab.model().view().frameworks().get(0).tasks()) {
      assertThat(known.state()).as("%s", known.info().taskId()).isEqualTo(TaskState.RUNNING);
      thought.add(known.info().taskId().value());
    }
    assertThat(thought).isEqualTo(running);
  }
}
