package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ContainerStatus;
import dev.mainstay.sdk.mesos.NetworkInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.state.PodRecord;
import org.junit.jupiter.api.Test;

final class StatusRulesTest {

  private static PodRecord told(PodRecord pod, TaskState state, String... addresses) {
    ImmutableList<NetworkInfo.IpAddress> ips =
        ImmutableList.copyOf(addresses).stream()
            .map(address -> new NetworkInfo.IpAddress("IPv4", address))
            .collect(ImmutableList.toImmutableList());
    TaskStatus status =
        new TaskStatus(
            new TaskId("server"),
            state,
            null,
            TaskStatus.Source.EXECUTOR,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new ContainerStatus(
                "c",
                "p",
                ImmutableList.of(
                    new NetworkInfo("dcos", ips, ImmutableList.of(), ImmutableList.of())),
                null),
            null,
            ImmutableList.of());
    return StatusRules.apply(
        pod,
        pod.task("server").orElseThrow(),
        status,
        pod("node").task(task("server")).build(),
        new StatusRules.Work(false, false, ImmutableSet.of()),
        START);
  }

  @Test
  void the_addresses_of_a_container_are_kept_until_others_are_told() {
    PodRecord staging =
        PodRecords.fresh("node-0").withTask(PodRecords.task("server", TaskState.STAGING));

    PodRecord running = told(staging, TaskState.RUNNING, "9.0.3.7");
    assertThat(running.task("server").orElseThrow().condition().addresses())
        .containsExactly("9.0.3.7");

    PodRecord killing = told(running, TaskState.KILLING);
    assertThat(killing.task("server").orElseThrow().condition().addresses())
        .containsExactly("9.0.3.7");
  }
}
