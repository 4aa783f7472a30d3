package dev.mainstay.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.PlanView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What reading a view costs. */
final class ServiceViewTest {

  private static final ServiceView SAMPLE =
      SampleService.view(SampleService.pod(0, TaskState.RUNNING, true));

  private final List<String> derived = new ArrayList<>();
  private final ServiceView view =
      new ServiceView(
          SAMPLE.snapshot(),
          ImmutableMap.of("deploy", plan("deploy"), "recovery", plan("recovery")),
          SAMPLE.now());

  @Test
  void a_request_that_reads_no_plan_derives_none() {
    assertThat(view.target()).isPresent();
    assertThat(view.planNames()).containsExactly("deploy", "recovery");
    assertThat(PodViews.names(view)).containsExactly("web-0", "web-1");
    assertThat(derived).isEmpty();
  }

  @Test
  void a_plan_is_derived_when_it_is_asked_for_and_once() {
    assertThat(view.plan("deploy")).isPresent();
    assertThat(derived).containsExactly("deploy");
    assertThat(view.plans()).hasSize(2);
    assertThat(derived).containsExactly("deploy", "recovery");
  }

  private Supplier<PlanView> plan(String name) {
    return () -> {
      derived.add(name);
      return SAMPLE.plan(name).orElseThrow();
    };
  }
}
