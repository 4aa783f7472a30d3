package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.spec.HeapFits;
import dev.mainstay.sdk.spec.SpecProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeapFitsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "511M",
        "1g -Xmx500m",
        "-Xmx2g -Xmx511m",
        "-Xms1024m",
        "524287k",
        "536870911",
        "",
        "none",
        "-Xmx9gb"
      })
  void takes_a_heap_below_the_memory_and_what_is_none(String value) {
    assertThat(problem("HEAP", "memory: 512", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "512M",
        "512m",
        "1G",
        "-Xmx512m",
        "-Xmx100m -Xmx1g -XX:+UseG1GC",
        "-server -Xmx524288k",
        "536870912"
      })
  void refuses_a_heap_that_takes_all_of_the_memory(String value) {
    assertThat(problem("HEAP", "memory: 512", value))
        .startsWith("pods.node.tasks.server.env.HEAP: a heap of ")
        .contains(" does not fit into the task's memory of 512 MB; ");
  }

  @Test
  void a_limit_on_memory_is_what_counts() {
    assertThat(problem("HEAP", "memory: 512, resource-limits: {memory: 1024}", "-Xmx800m"))
        .isEmpty();
    assertThat(problem("HEAP", "memory: 512, resource-limits: {memory: unlimited}", "-Xmx9g"))
        .isEmpty();
    assertThat(problem("HEAP", "memory: 512, resource-limits: {memory: 1024}", "-Xmx1g"))
        .contains("a heap of 1g does not fit into the task's memory of 1024 MB");
  }

  @Test
  void a_task_that_does_not_say_its_heap_passes() {
    assertThat(problem("OTHER", "memory: 512", "-Xmx1g")).isEmpty();
  }

  private static String problem(String variable, String memory, String value) {
    String text =
        """
        name: kiosk
        pods:
          node:
            count: 1
            resource-sets:
              all: {cpus: 1, %s}
            tasks:
              server: {goal: RUNNING, cmd: ./run, resource-set: all, env: {HEAP: '%s'}}
        """
            .formatted(memory, value);
    return new HeapFits("node", "server", variable)
        .check(null, SpecText.load(text).spec()).stream()
            .map(SpecProblem::toString)
            .findFirst()
            .orElse("");
  }
}
