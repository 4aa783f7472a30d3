package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand agents with ten thousand tasks stay quick: what an event costs does not grow with the
 * cluster.
 */
final class ScaleTest {

  private static final int AGENTS = 1000;
  private static final int TASKS_OF_AN_AGENT = 10;

  @Test
  @Timeout(120)
  void a_thousand_agents_and_ten_thousand_tasks() {
    Lab lab = Lab.withAgents(AGENTS);
    Lab.Scheduler scheduler = lab.subscribe();
    ImmutableList<Offer> offers = ImmutableList.copyOf(scheduler.offers());
    assertThat(offers).hasSize(AGENTS);
    int agent = 0;
    for (Offer offer : offers) {
      ImmutableList.Builder<Operation> groups = ImmutableList.builder();
      for (int i = 0; i < TASKS_OF_AN_AGENT; i++) {
        groups.add(
            scheduler.group(
                Lab.executor("e" + agent), offer.agentId(), task("t" + agent + "-" + i)));
      }
      scheduler.call(
          new MesosCall.Accept(ImmutableList.of(offer.id()), groups.build(), Duration.ofDays(1)));
      agent++;
    }
    scheduler.call(new MesosCall.Suppress(ImmutableList.of()));
    lab.passSeconds(5);
    assertThat(scheduler.statuses().stream().filter(status -> status.state() == TaskState.RUNNING))
        .hasSize(AGENTS * TASKS_OF_AN_AGENT);

    for (int i = 0; i < AGENTS; i++) {
      scheduler.kill("t" + i + "-0");
    }
    lab.passSeconds(5);
    assertThat(scheduler.statuses().stream().filter(status -> status.state() == TaskState.KILLED))
        .hasSize(AGENTS);
    assertThat(lab.model().view().frameworks().get(0).tasks())
        .hasSize(AGENTS * (TASKS_OF_AN_AGENT - 1));
  }
}
