package dev.mainstay.sdk.planner;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.TaskBuilder;
import dev.mainstay.sdk.state.ServiceState;
import org.junit.jupiter.api.Test;

/** A line about an update. */
final class UpdateSummaryTest {

  private static final ServiceState BEFORE =
      ServiceBuilder.accepted(service(2, task("server").env("A", "1")).build());

  private static ServiceBuilder service(int count, TaskBuilder server) {
    return hello().pod(pod("hello").count(count).task(server));
  }

  private static String summary(ServiceBuilder next) {
    return UpdateSummary.of(
        BEFORE, ServiceBuilder.configuration(new ConfigId("next"), next.build()));
  }

  @Test
  void fields_and_pods_are_told() {
    assertThat(summary(service(3, task("server").env("A", "1"))))
        .isEqualTo("pods.hello.count: 2 → 3; adds 1 pod");
    assertThat(summary(service(2, task("server").env("A", "2"))))
        .isEqualTo("pods.hello.tasks.server.env.A: '1' → '2'; touches no pod");
    assertThat(summary(service(2, task("server").env("A", "1"))))
        .isEqualTo("no field of the spec; touches no pod");
  }

  @Test
  void what_is_long_is_cut_and_what_is_much_is_counted() {
    String line =
        summary(
            service(
                2,
                task("server")
                    .env("A", "long ".repeat(50))
                    .env("B", "2")
                    .env("C", "3")
                    .env("D", "4")
                    .env("E", "5")));
    assertThat(line).contains("…, ").contains(", 2 more; ").hasSizeLessThan(300);
  }
}
