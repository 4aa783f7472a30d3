package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.on;
import static dev.mainstay.sdk.local.model.Lab.reserved;
import static dev.mainstay.sdk.local.model.Lab.scalar;
import static dev.mainstay.sdk.local.model.Lab.task;
import static dev.mainstay.sdk.local.model.Lab.volume;
import static dev.mainstay.sdk.local.model.Lab.withGrace;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, in the very words of a real Mesos. */
final class RefusalsTest {

  private final Lab lab = Lab.withAgents(1);
  private final Lab.Scheduler scheduler = lab.subscribe();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/bad|Role '/bad' cannot start with a slash",
        "bad/|Role 'bad/' cannot end with a slash",
        "a//b|Role 'a//b' cannot contain two adjacent slashes",
        "bad role|Role component 'bad role' is invalid because it contains backspace or whitespace",
        "..|Role '..' cannot include '..' as a component",
        "a/../b|Role 'a/../b' cannot include '..' as a component",
        "-x|Role component '-x' is invalid because it starts with a dash",
        "a/*|Role 'a/*' cannot include '*' as a component"
      })
  void bad_roles(String role, String problem) {
    Lab.Scheduler refused = lab.subscribe(Lab.framework(role));
    assertThat(refused.events())
        .containsExactly(
            new MesosEvent.Error("'FrameworkInfo.roles' contains invalid role: " + problem));
    assertThat(refused.isClosed()).isTrue();
  }

  @Test
  void bad_frameworks() {
    assertThat(errorOf(Lab.framework("q", "q")))
        .isEqualTo("'FrameworkInfo.roles' contains duplicate items: { q }");
    assertThat(errorOf(Lab.framework("")))
        .isEqualTo(
            "'FrameworkInfo.roles' contains invalid role: Role names cannot be the empty string");
    assertThat(errorOf(Lab.framework("q").withId(new FrameworkId("a/b"))))
        .isEqualTo("'a/b' contains invalid characters");
    assertThat(errorOf(Lab.framework("q"), "zzz"))
        .isEqualTo("Suppressed roles { zzz } are not contained in the set of roles");
    FrameworkInfo plain = Lab.framework("q");
    FrameworkInfo single =
        new FrameworkInfo(
            "u",
            "n",
            null,
            null,
            plain.roles(),
            Duration.ZERO,
            false,
            null,
            null,
            null,
            ImmutableList.of(),
            ImmutableList.of());
    assertThat(errorOf(single))
        .isEqualTo(
            "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
    assertThat(
            lab.subscribe(Lab.framework("q").withId(new FrameworkId("never-seen"))).frameworkId())
        .isEqualTo(new FrameworkId("never-seen"));
  }

  private @Nullable String errorOf(FrameworkInfo info, String... suppressed) {
    return lab.subscribe(info, suppressed).events(MesosEvent.Error.class).get(0).message();
  }

  private TaskStatus launched(TaskInfo task) {
    Offer offer = scheduler.lastOffer();
    TaskInfo placed =
        task.agentId().equals(new AgentId("unset")) ? on(offer.agentId(), task) : task;
    scheduler.accept(offer, new Operation.Launch(null, ImmutableList.of(placed)));
    TaskStatus status = scheduler.last(task.taskId().value());
    assertThat(status.state()).isEqualTo(TaskState.ERROR);
    assertThat(status.reason()).isEqualTo(StatusReason.TASK_INVALID);
    assertThat(status.uuid()).isNull();
    assertThat(status.executorId()).isNull();
    lab.passSeconds(0.3);
    return status;
  }

  @Test
  void bad_tasks() {
    String all =
        "ports(allocated: test-role):[31000-31999]; cpus(allocated: test-role):2; "
            + "mem(allocated: test-role):4096; disk(allocated: test-role):20000";
    assertThat(launched(task("big", scalar("cpus", 100), scalar("mem", 32))).message())
        .isEqualTo(
            "Total resources cpus(allocated: test-role):100; mem(allocated: test-role):32 required by task and its "
                + "executor is more than available "
                + all);
    assertThat(launched(task("neg", scalar("cpus", -1), scalar("mem", 32))).message())
        .isEqualTo("Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0");
    assertThat(launched(on(new AgentId("other"), task("w"))).message())
        .isEqualTo("Task uses invalid agent other while agent " + lab.agentId(1) + " is expected");
    assertThat(launched(task("a/b")).message()).isEqualTo("'a/b' contains invalid characters");
    assertThat(launched(withGrace(task("g"), Duration.ofSeconds(-1))).message())
        .isEqualTo("Task's 'kill_policy.grace_period' must be non-negative");
    assertThat(
            launched(task("r", scalar("cpus", 0.1), scalar("mem", 32).withAllocationRole("zzz")))
                .message())
        .isEqualTo(
            "Invalid task resources: The resources have multiple allocation roles ('zzz' and 'test-role') but only "
                + "one allocation role is allowed");
    assertThat(
            launched(task("u", scalar("cpus", 0.1), scalar("mem", 32), scalar("bogus", 1)))
                .message())
        .isEqualTo(
            "Total resources cpus(allocated: test-role):0.1; mem(allocated: test-role):32; "
                + "bogus(allocated: test-role):1 required by task and its executor is more than available "
                + all);
  }

  @Test
  void launching_with_an_operation_id_or_a_bad_offer() {
    Offer offer = scheduler.lastOffer();
    TaskInfo task = on(offer.agentId(), task("t"));
    scheduler.accept(offer, new Operation.Launch(new OperationId("op"), ImmutableList.of(task)));
    assertThat(scheduler.last("t").message())
        .isEqualTo("The `id` field cannot be set on LAUNCH operations");
    scheduler.accept(offer, new Operation.Launch(null, ImmutableList.of(task)));
    assertThat(scheduler.last("t").state()).isEqualTo(TaskState.DROPPED);
    assertThat(scheduler.last("t").reason()).isEqualTo(StatusReason.INVALID_OFFERS);
    assertThat(scheduler.last("t").message())
        .isEqualTo(
            "Task launched with invalid offers: Offer " + offer.id() + " is no longer valid");
    scheduler.accept(
        Duration.ZERO, ImmutableList.of(), new Operation.Launch(null, ImmutableList.of(task)));
    assertThat(scheduler.last("t").message())
        .isEqualTo("Task launched with invalid offers: No offers specified");
    lab.passSeconds(0.3);
    OfferId again = scheduler.lastOffer().id();
    scheduler.accept(
        Duration.ZERO,
        ImmutableList.of(again, again),
        new Operation.Launch(null, ImmutableList.of(task)));
    assertThat(scheduler.last("t").message())
        .isEqualTo(
            "Task launched with invalid offers: Duplicate offer " + again + " in offer list");
  }

  private @Nullable String groupError(ExecutorInfo executor, TaskInfo... tasks) {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, scheduler.group(executor, offer.agentId(), tasks));
    lab.passSeconds(0.3);
    for (TaskInfo task : tasks) {
      assertThat(scheduler.last(task.taskId().value()).reason())
          .isEqualTo(StatusReason.TASK_GROUP_INVALID);
    }
    return scheduler.last(tasks[0].taskId().value()).message();
  }

  private static ExecutorInfo kind(ExecutorInfo.Kind kind) {
    ExecutorInfo usual = Lab.executor("e");
    return new ExecutorInfo(
        kind,
        usual.executorId(),
        null,
        null,
        null,
        usual.resources(),
        "e",
        ImmutableList.of(),
        null);
  }

  @Test
  void bad_groups() {
    assertThat(groupError(kind(ExecutorInfo.Kind.UNKNOWN), task("a")))
        .isEqualTo("'ExecutorInfo.type' must be set");
    assertThat(groupError(Lab.executor("e1", scalar("mem", 32), scalar("disk", 1)), task("a")))
        .isEqualTo("Executor 'e1' uses less CPUs (None) than the minimum required (0.01)");
    assertThat(groupError(Lab.executor("e", scalar("cpus", 0.001), scalar("mem", 32)), task("a")))
        .isEqualTo("Executor 'e' uses less CPUs (0.001) than the minimum required (0.01)");
    assertThat(groupError(Lab.executor("X", scalar("cpus", 0.1), scalar("mem", 16)), task("a")))
        .isEqualTo("Executor 'X' uses less memory (16MB) than the minimum required (32MB)");
    assertThat(groupError(Lab.executor("e", scalar("cpus", 0.1), scalar("mem", 32)), task("a")))
        .isEqualTo("Executor 'e' uses no disk");
    assertThat(
            groupError(
                Lab.executor("e"), task("good"), withGrace(task("bad"), Duration.ofSeconds(-1))))
        .isEqualTo("Task 'bad' is invalid: Task's 'kill_policy.grace_period' must be non-negative");
    Resource port = Lab.ports(31000, 31000);
    assertThat(
            groupError(
                Lab.executor("e"),
                task("p", scalar("cpus", 1), port),
                task("q", scalar("cpus", 1), port)))
        .isEqualTo(
            "There are overlapping resources in the task group's task resources ["
                + " cpus(allocated: test-role):1; ports(allocated: test-role):[31000-31000],"
                + " cpus(allocated: test-role):1; ports(allocated: test-role):[31000-31000] ]"
                + " and/or executor resources [{\"allocation_info\":{\"role\":\"test-role\"},\"name\":\"cpus\","
                + "\"scalar\":{\"value\":0.1},\"type\":\"SCALAR\"},"
                + "{\"allocation_info\":{\"role\":\"test-role\"},\"name\":\"mem\",\"scalar\":{\"value\":32.0},"
                + "\"type\":\"SCALAR\"},{\"allocation_info\":{\"role\":\"test-role\"},\"name\":\"disk\","
                + "\"scalar\":{\"value\":32.0},\"type\":\"SCALAR\"}]");
    Resource data = volume(reserved(scalar("disk", 1)), "vol-1");
    assertThat(
            groupError(
                Lab.executor("e"),
                task("p", scalar("cpus", 1), data),
                task("q", scalar("cpus", 1), data)))
        .isEqualTo(
            "Task group and executor use duplicate persistence ID: Persistence ID 'vol-1' is not unique");
  }

  @Test
  void an_executor_that_differs_from_the_running_one() {
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, scheduler.group(Lab.executor("X"), offer.agentId(), task("a")));
    lab.passSeconds(1);
    assertThat(
            groupError(
                Lab.executor("X", scalar("cpus", 0.2), scalar("mem", 32), scalar("disk", 32)),
                task("b")))
        .startsWith(
            "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n-----");
    Offer now = scheduler.lastOffer();
    scheduler.accept(
        now,
        scheduler.group(
            Lab.executor("X", scalar("disk", 32), scalar("mem", 32), scalar("cpus", 0.1)),
            now.agentId(),
            task("c")));
    lab.passSeconds(1);
    assertThat(scheduler.last("c").state()).isEqualTo(TaskState.RUNNING);
    assertThat(groupError(Lab.executor("X"), task("c")))
        .isEqualTo("Task 'c' is invalid: Task has duplicate ID: c");
  }

  private @Nullable String operationError(Operation operation) {
    int before = scheduler.operations().size();
    scheduler.accept(scheduler.lastOffer(), operation);
    lab.passSeconds(0.3);
    return scheduler.operations().get(before).message();
  }

  @Test
  void bad_operations() {
    String on = "; on agent " + lab.agentId(1) + " at slave(1)@127.0.0.2:5051 (agent1.local)";
    Resource cpus = scalar("cpus", 0.1);
    assertThat(operationError(Lab.reserve("o", cpus)))
        .isEqualTo("Resource cpus(allocated: test-role):0.1 is not dynamically reserved" + on);
    Resource fixed =
        cpus.withReservations(
            ImmutableList.of(
                new Reservation(Reservation.Kind.STATIC, Lab.ROLE, null, ImmutableList.of())));
    assertThat(operationError(Lab.reserve("o", fixed)))
        .isEqualTo(
            "Resource cpus(allocated: test-role)(reservations: [(STATIC,test-role)]):0.1 is not dynamically reserved"
                + on);
    assertThat(operationError(Lab.reserve("o")))
        .isEqualTo("Invalid resources: The resources have multiple resource providers: " + on);
    Resource foreign =
        cpus.withReservations(
            ImmutableList.of(
                new Reservation(
                    Reservation.Kind.DYNAMIC, "zzz", Lab.PRINCIPAL, ImmutableList.of())));
    assertThat(operationError(Lab.reserve("o", foreign)))
        .isEqualTo(
            "A reserve operation was attempted for a resource with role 'zzz', but the resource was allocated to role"
                + " 'test-role'"
                + on);
    assertThat(operationError(Lab.create("o", volume(scalar("disk", 10), "v"))))
        .isEqualTo(
            "Invalid resources: Invalid DiskInfo: Persistent volumes cannot be created from unreserved resources"
                + on);
    Resource disk = reserved(scalar("disk", 10));
    assertThat(
            operationError(
                Lab.create(
                    "o",
                    disk.withDisk(new DiskInfo(new DiskInfo.Persistence("v", null), null, null)))))
        .isEqualTo(
            "Invalid resources: Invalid DiskInfo: Expecting 'volume' to be set for persistent volume"
                + on);
    assertThat(operationError(Lab.create("o", volume(disk, "a/b"))))
        .isEqualTo(
            "Invalid resources: Invalid DiskInfo: Invalid persistence ID for persistent volume: 'a/b' contains invalid"
                + " characters"
                + on);
    assertThat(operationError(Lab.destroy("o", volume(disk, "v"))))
        .isEqualTo("Persistent volumes not found" + on);
  }

  @Test
  void bad_updates_of_a_framework() {
    FrameworkInfo info = Lab.framework(Lab.ROLE).withId(scheduler.frameworkId());
    scheduler.call(
        new MesosCall.UpdateFramework(
            Lab.framework("/x").withId(scheduler.frameworkId()), ImmutableList.of()));
    FrameworkInfo otherUser =
        new FrameworkInfo(
            "else",
            info.name(),
            info.id(),
            null,
            info.roles(),
            info.failoverTimeout(),
            info.checkpoint(),
            null,
            info.principal(),
            null,
            info.capabilities(),
            ImmutableList.of());
    scheduler.call(new MesosCall.UpdateFramework(otherUser, ImmutableList.of()));
    assertThat(lab.refusals())
        .containsExactly(
            new ClusterOutput.CallRefused(
                400,
                "Supplied FrameworkInfo is not valid: 'FrameworkInfo.roles' contains invalid role: Role '/x' cannot "
                    + "start with a slash"),
            new ClusterOutput.CallRefused(
                400,
                "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is unsupported; attempted to update "
                    + "from 'nobody' to 'else'"));
  }

  @Test
  void another_principal_may_not_take_a_framework_over() {
    FrameworkInfo info = Lab.framework(Lab.ROLE);
    FrameworkInfo stolen =
        new FrameworkInfo(
            info.user(),
            info.name(),
            scheduler.frameworkId(),
            null,
            info.roles(),
            info.failoverTimeout(),
            info.checkpoint(),
            null,
            "thief",
            null,
            info.capabilities(),
            ImmutableList.of());
    assertThat(errorOf(stolen)).isEqualTo("Changing framework's principal is not allowed.");
    assertThat(scheduler.isClosed()).isFalse();
  }
}
