package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodRecords.fresh;
import static dev.mainstay.sdk.sample.PodRecords.place;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import org.junit.jupiter.api.Test;

/** A pod with cpus and two volumes, asked for by one RESERVE and one CREATE. */
final class OperationRulesTest {

  private static final OperationId RESERVE = new OperationId("reserve");
  private static final OperationId CREATE = new OperationId("create");

  private static Holding asked(String name, boolean volume) {
    Resource resource =
        Resource.of(volume ? "disk" : "cpus", new ResourceValue.Amount(Scalar.of(1L)));
    DiskInfo disk = new DiskInfo(new DiskInfo.Persistence(name, null), null, null);
    return new Holding(
        "set",
        name,
        new ResourceId(name),
        volume ? resource.withDisk(disk) : resource,
        Holding.Phase.ASKED,
        volume ? ImmutableList.of(RESERVE, CREATE) : ImmutableList.of(RESERVE));
  }

  private static PodRecord pod() {
    return with(asked("cpus", false), asked("data", true), asked("logs", true));
  }

  private static PodRecord with(Holding... holdings) {
    return fresh("hello-0")
        .withPlace(place("agent-1"))
        .withHoldings(ImmutableList.copyOf(holdings))
        .withTask(PodRecords.task("server", TaskState.STAGING));
  }

  private static OperationRules failed(PodRecord pod, OperationId id, OperationState state) {
    return OperationRules.failed(pod, id, state, "no", START);
  }

  @Test
  void a_resource_is_held_once_all_its_operations_have_finished() {
    PodRecord reserved = OperationRules.finished(pod(), RESERVE).pod();
    assertThat(reserved.holdings())
        .filteredOn(Holding::isHeld)
        .extracting(Holding::name)
        .containsExactly("cpus");

    PodRecord created = OperationRules.finished(reserved, CREATE).pod();
    assertThat(created.holdings()).allMatch(Holding::isHeld);
  }

  @Test
  void a_refused_reserve_leaves_nothing_to_clean_up() {
    OperationRules rules = failed(pod(), RESERVE, OperationState.ERROR);

    assertThat(rules.released()).isEmpty();
    assertThat(rules.pod().holdings()).isEmpty();
    assertThat(rules.pod().place()).isNull();
  }

  @Test
  void a_refused_create_releases_all_ends_the_tasks_and_counts_once() {
    PodRecord reserved = OperationRules.finished(pod(), RESERVE).pod();
    for (PodRecord pod : ImmutableList.of(pod(), reserved)) {
      OperationRules rules = failed(pod, CREATE, OperationState.ERROR);

      assertThat(rules.released())
          .extracting(record -> record.id().value())
          .containsExactly("cpus", "data", "logs");
      assertThat(rules.pod().holdings()).isEmpty();
      assertThat(rules.pod().task("server").orElseThrow().endWanted()).isNotNull();
      assertThat(rules.pod().backoff().failures()).isEqualTo(1);
    }
  }

  private static PodRecord seen(PodRecord pod, String name) {
    return OperationRules.proven(pod, holding -> holding.name().equals(name));
  }

  @Test
  void one_resource_that_is_seen_proves_all_that_the_same_operations_ask_for() {
    assertThat(seen(pod(), "cpus").holdings())
        .extracting(Holding::isHeld, Holding::operations)
        .containsExactly(
            tuple(true, ImmutableList.of()),
            tuple(false, ImmutableList.of(CREATE)),
            tuple(false, ImmutableList.of(CREATE)));
    assertThat(seen(pod(), "data").holdings()).allMatch(Holding::isHeld);
  }

  @Test
  void a_volume_that_may_hold_data_outlives_an_operation_that_nobody_knows() {
    PodRecord used = seen(pod(), "data");
    for (OperationId id : ImmutableList.of(RESERVE, CREATE)) {
      for (OperationState state :
          ImmutableList.of(OperationState.UNKNOWN, OperationState.FAILED, OperationState.ERROR)) {
        OperationRules rules = failed(used, id, state);

        assertThat(rules.released()).as("%s %s", id, state).isEmpty();
        assertThat(rules.pod()).as("%s %s", id, state).isEqualTo(used);
      }
    }
  }

  private static final OperationId LATER = new OperationId("later");

  /** A pod that holds all it asked for at first, and asked for memory at a later launch. */
  private static PodRecord grown() {
    Holding memory = asked("mem", false);
    return with(
        asked("cpus", false).held(),
        asked("data", true).held(),
        new Holding(
            memory.owner(),
            "mem",
            memory.id(),
            memory.resource(),
            Holding.Phase.ASKED,
            ImmutableList.of(LATER)));
  }

  @Test
  void a_refused_reserve_of_a_pod_that_returned_takes_nothing_else_from_it() {
    OperationRules rules = failed(grown(), LATER, OperationState.ERROR);

    assertThat(rules.released()).isEmpty();
    assertThat(rules.pod().holdings()).extracting(Holding::name).containsExactly("cpus", "data");
    assertThat(rules.pod().place()).isNotNull();
    assertThat(rules.pod().backoff().lastFailure())
        .isEqualTo("a reservation of the pod failed: no");
  }

  @Test
  void a_reserve_that_nobody_knows_is_given_up_and_cleaned_up_should_it_exist() {
    OperationRules rules = failed(grown(), LATER, OperationState.UNKNOWN);

    assertThat(rules.released()).extracting(record -> record.id().value()).containsExactly("mem");
    assertThat(rules.pod().holdings()).extracting(Holding::name).containsExactly("cpus", "data");
    assertThat(rules.pod().backoff().failures()).isZero();
  }

  @Test
  void a_launch_that_was_refused_before_its_reserve_was_known_to_be_is_made_again() {
    PodRecord refused =
        grown()
            .withTask(PodRecords.task("server", TaskState.ERROR))
            .withError("server: more than available");

    PodRecord after = failed(refused, LATER, OperationState.UNKNOWN).pod();
    assertThat(after.error()).isEmpty();
    assertThat(after.backoff().failures()).isEqualTo(1);
  }

  @Test
  void what_runs_in_a_pod_goes_on_when_a_volume_for_another_task_is_refused() {
    PodRecord joined =
        with(
                asked("cpus", false).held(),
                OperationRules.finished(pod(), RESERVE).pod().holdings().get(1))
            .withTask(PodRecords.task("server", TaskState.RUNNING))
            .withTask(PodRecords.task("sidecar", TaskState.STAGING));

    OperationRules rules = failed(joined, CREATE, OperationState.ERROR);
    assertThat(rules.released()).extracting(record -> record.id().value()).containsExactly("data");
    assertThat(rules.pod().holdings()).extracting(Holding::name).containsExactly("cpus");
    assertThat(rules.pod().task("server").orElseThrow().endWanted()).isNull();
    assertThat(rules.pod().task("sidecar").orElseThrow().endWanted()).isNotNull();
  }

  @Test
  void nothing_is_left_to_clean_up_on_an_agent_that_is_gone() {
    OperationRules rules = failed(pod(), CREATE, OperationState.GONE_BY_OPERATOR);

    assertThat(rules.released()).isEmpty();
    assertThat(rules.pod().holdings()).isEmpty();
  }
}
