package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.destroy;
import static dev.mainstay.sdk.local.model.Lab.reserve;
import static dev.mainstay.sdk.local.model.Lab.reserved;
import static dev.mainstay.sdk.local.model.Lab.scalar;
import static dev.mainstay.sdk.local.model.Lab.task;
import static dev.mainstay.sdk.local.model.Lab.unreserve;
import static dev.mainstay.sdk.local.model.Lab.volume;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reservations, volumes and the feedback about them: sections 5 and 7 of the record. */
final class OperationsTest {

  private final Lab lab = Lab.withAgents(1);
  private final Lab.Scheduler scheduler = lab.subscribe();

  private final Resource cpus = reserved(scalar("cpus", 0.5), "x");
  private final Resource mem = reserved(scalar("mem", 64), "x");
  private final Resource disk = reserved(scalar("disk", 100), "x");
  private final Resource data = volume(disk, "v1");

  private String onAgent() {
    return "; on agent " + lab.agentId(1) + " at slave(1)@127.0.0.2:5051 (agent1.local)";
  }

  private OperationStatus status(String id) {
    return scheduler.operations().stream()
        .filter(status -> new OperationId(id).equals(status.operationId()))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** A pod: an executor with a volume, and a task, all reserved. */
  private Operation.LaunchGroup pod(Offer offer, String taskId) {
    ExecutorInfo executor =
        Lab.executor(
            "pod", reserved(scalar("cpus", 0.1), "x"), reserved(scalar("mem", 32), "x"), data);
    return scheduler.group(
        executor,
        offer.agentId(),
        task(taskId, reserved(scalar("cpus", 0.1), "x"), reserved(scalar("mem", 32), "x")));
  }

  @Test
  void reserve_create_and_launch_in_one_accept() {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, reserve("r", cpus, mem, disk), Lab.create("c", data), pod(offer, "a"));
    lab.passSeconds(2);

    assertThat(scheduler.operations())
        .extracting(OperationStatus::state)
        .containsOnly(OperationState.FINISHED);
    assertThat(status("r").uuid()).isNotNull();
    assertThat(status("r").agentId()).isEqualTo(offer.agentId());
    assertThat(scheduler.states("a")).containsExactly(TaskState.STARTING, TaskState.RUNNING);
    assertThat(lab.commands().get(0)).isInstanceOf(ContainerCommand.CreateVolume.class);
    int lastFinished =
        scheduler.events().lastIndexOf(new MesosEvent.UpdateOperationStatus(status("c")));
    int starting =
        scheduler.events().indexOf(new MesosEvent.Update(scheduler.statuses("a").get(0)));
    assertThat(lastFinished).isLessThan(starting);
  }

  @Test
  void the_pods_resources_come_back_and_it_is_launched_on_its_volume_again() {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, reserve("r", cpus, mem, disk), Lab.create("c", data), pod(offer, "a"));
    lab.passSeconds(2);
    scheduler.decline(scheduler.lastOffer(), Duration.ofDays(1));
    scheduler.kill("a");
    lab.passSeconds(2);
    scheduler.offers().forEach(each -> scheduler.decline(each, Duration.ZERO));
    lab.passSeconds(1);
    assertThat(scheduler.offered())
        .contains("disk(reservations: [(DYNAMIC,test-role,tester,{id: x})])[v1:data]:100");

    scheduler.accept(scheduler.lastOffer(), pod(scheduler.lastOffer(), "b"));
    lab.passSeconds(2);
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void operations_stand_alone_and_nothing_is_rolled_back() {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(
        offer,
        reserve("good", cpus),
        reserve("bad", reserved(scalar("mem", 99999), "x")),
        Lab.create("vol", data),
        pod(offer, "a"));
    assertThat(scheduler.operations())
        .extracting(OperationStatus::operationId)
        .containsExactly(new OperationId("bad"), new OperationId("vol"));
    assertThat(status("bad").message())
        .isEqualTo(
            "ports(allocated: test-role):[31000-31999]; cpus(allocated: test-role):1.5; "
                + "mem(allocated: test-role):4096; disk(allocated: test-role):20000; "
                + "cpus(allocated: test-role)(reservations: [(DYNAMIC,test-role,tester,{id: x})]):0.5"
                + " does not contain mem(allocated: test-role):99999");
    assertThat(status("bad").uuid()).isNull();
    assertThat(status("bad").agentId()).isNull();
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.ERROR);
    assertThat(scheduler.last("a").reason()).isEqualTo(StatusReason.TASK_GROUP_INVALID);
    assertThat(scheduler.last("a").message())
        .contains(" required by task group and its executor are more than available ");
    lab.passSeconds(1);
    assertThat(status("good").state()).isEqualTo(OperationState.FINISHED);
    assertThat(scheduler.offered())
        .contains("cpus(reservations: [(DYNAMIC,test-role,tester,{id: x})]):0.5");
  }

  @Test
  void a_failed_operation_without_an_id_says_nothing() {
    scheduler.accept(
        scheduler.lastOffer(),
        new Operation.Reserve(null, ImmutableList.of(reserved(scalar("cpus", 99)))),
        new Operation.Reserve(null, ImmutableList.of(cpus)));
    lab.passSeconds(1);
    assertThat(scheduler.operations()).isEmpty();
    assertThat(scheduler.offered())
        .contains("cpus(reservations: [(DYNAMIC,test-role,tester,{id: x})]):0.5");
  }

  @Test
  void destroy_and_unreserve_give_plain_resources_back() {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, reserve("r", cpus, disk), Lab.create("c", data));
    lab.passSeconds(1);
    scheduler.accept(scheduler.lastOffer(), destroy("d", data), unreserve("u", cpus, disk));
    lab.passSeconds(1);
    assertThat(status("d").state()).isEqualTo(OperationState.FINISHED);
    assertThat(status("u").state()).isEqualTo(OperationState.FINISHED);
    assertThat(scheduler.offered()).isEqualTo("ports:[31000-31999]; cpus:2; mem:4096; disk:20000");
    assertThat(lab.commands()).last().isInstanceOf(ContainerCommand.DestroyVolume.class);
    assertThat(lab.model().image().agents().get(0).checkpointed()).isEmpty();
  }

  @Test
  void a_volume_in_use_is_not_destroyed_and_one_that_exists_not_unreserved() {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, reserve("r", cpus, mem, disk), Lab.create("c", data), pod(offer, "a"));
    lab.passSeconds(2);
    scheduler.accept(scheduler.lastOffer(), destroy("d", data));
    assertThat(status("d").message()).isEqualTo("Persistent volumes in use" + onAgent());
    lab.passSeconds(1);
    scheduler.accept(scheduler.lastOffer(), unreserve("u", data));
    assertThat(status("u").message())
        .isEqualTo(
            "A dynamically reserved persistent volume disk(allocated: test-role)(reservations: "
                + "[(DYNAMIC,test-role,tester,{id: x})])[v1:data]:100 cannot be unreserved directly. Please destroy "
                + "the persistent volume first then unreserve the resource"
                + onAgent());
  }

  @Test
  void persistence_ids_are_unique() {
    scheduler.accept(
        scheduler.lastOffer(),
        reserve("r", reserved(scalar("disk", 300), "x")),
        Lab.create("c", data),
        Lab.create("d", data));
    assertThat(status("d").message()).isEqualTo("Persistence ID 'v1' is not unique" + onAgent());
  }

  @Test
  void another_principal_is_refused() {
    Resource foreign =
        scalar("cpus", 1)
            .withReservations(
                ImmutableList.of(
                    new Reservation(
                        Reservation.Kind.DYNAMIC, Lab.ROLE, "other", ImmutableList.of())));
    scheduler.accept(scheduler.lastOffer(), reserve("r", foreign));
    assertThat(status("r").message())
        .isEqualTo(
            "A reserve operation was attempted by authenticated principal 'tester', which does not match a reserved "
                + "resource in the request with principal 'other'"
                + onAgent());
  }

  @Test
  void unacknowledged_feedback_is_sent_again_and_forgotten_after_the_acknowledgement() {
    scheduler.stopAcknowledging();
    scheduler.accept(scheduler.lastOffer(), reserve("r", cpus));
    lab.passSeconds(5);
    assertThat(scheduler.operations()).hasSize(1);
    lab.passSeconds(6);
    assertThat(scheduler.operations()).hasSize(2);
    lab.passSeconds(18);
    assertThat(scheduler.operations()).hasSize(2);
    lab.passSeconds(3);
    assertThat(scheduler.operations()).hasSize(3);

    scheduler.forgetEvents();
    scheduler.call(new MesosCall.ReconcileOperations(ImmutableList.of()));
    assertThat(scheduler.operations())
        .extracting(OperationStatus::state)
        .containsExactly(OperationState.FINISHED);
    assertThat(status("r").uuid()).isNull();
  }

  @Test
  void unknown_operations_are_told_so() {
    scheduler.accept(scheduler.lastOffer(), reserve("r", cpus));
    lab.passSeconds(1);
    scheduler.forgetEvents();
    scheduler.call(
        new MesosCall.ReconcileOperations(
            ImmutableList.of(
                new MesosCall.ReconcileOperations.Item(new OperationId("r"), lab.agentId(1)),
                new MesosCall.ReconcileOperations.Item(new OperationId("r"), null))));
    assertThat(scheduler.operations())
        .extracting(OperationStatus::message)
        .containsExactly(
            "Reconciliation: Operation is unknown",
            "Reconciliation: Operation is unknown and no 'agent_id' was provided");
    scheduler.forgetEvents();
    scheduler.call(new MesosCall.ReconcileOperations(ImmutableList.of()));
    assertThat(scheduler.operations()).isEmpty();
  }

  @Test
  void a_restarted_cluster_knows_reservations_volumes_and_frameworks_but_no_tasks() {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, reserve("r", cpus, mem, disk), Lab.create("c", data), pod(offer, "a"));
    lab.passSeconds(2);
    ClusterImage image = lab.model().image();

    Lab again = new Lab(Lab.settings(), image, lab.now());
    again.handle(new ClusterInput.AgentAdded(Lab.agent(1)));
    assertThat(again.agentId(1)).isEqualTo(lab.agentId(1));
    Lab.Scheduler back = again.subscribe(Lab.framework(Lab.ROLE).withId(scheduler.frameworkId()));
    assertThat(back.frameworkId()).isEqualTo(scheduler.frameworkId());
    assertThat(back.offered()).contains("[v1:data]:100").contains("cpus(reservations: ");
    back.reconcile("a", again.agentId(1));
    assertThat(back.last("a").state()).isEqualTo(TaskState.GONE);
  }
}
