package dev.mainstay.sdk.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConfigurationDifferenceTest {

  private static final ServiceInputs STORED =
      inputs("name: data\npods:\n  web:\n    count: 3\n", "port=1\n", "COUNT", "3");

  private static ServiceInputs inputs(String spec, String template, String variable, String value) {
    return new ServiceInputs(
        spec,
        ImmutableMap.of("main.conf", template),
        ImmutableSortedMap.of("HOME", "/", variable, value));
  }

  private static ImmutableList<String> differences(ServiceInputs given) {
    return ConfigurationDifference.between(STORED, given);
  }

  @Test
  void equal_inputs_have_none() {
    assertThat(differences(inputs(STORED.specText(), "port=1\n", "COUNT", "3"))).isEmpty();
  }

  @Test
  void a_variable_is_named_with_what_was_and_what_is() {
    assertThat(differences(inputs(STORED.specText(), "port=1\n", "COUNT", "5")))
        .containsExactly("COUNT was '3', is '5'");
    assertThat(differences(inputs(STORED.specText(), "port=1\n", "SIZE", "3")))
        .containsExactlyInAnyOrder("COUNT was '3', is not set", "SIZE was not set, is '3'");
  }

  @Test
  void a_line_of_the_spec_is_named_by_its_number() {
    String changed = STORED.specText().replace("count: 3", "count: 4");
    assertThat(differences(inputs(changed, "port=1\n", "COUNT", "3")))
        .containsExactly("svc.yml:4 was '    count: 3', is '    count: 4'");
  }

  @Test
  void lines_that_came_and_went_are_named() {
    assertThat(differences(inputs(STORED.specText(), "port=1\nhost=a\n", "COUNT", "3")))
        .containsExactly("main.conf:2 is 'host=a', which is new");
    assertThat(differences(inputs("name: data\n", "port=1\n", "COUNT", "3")))
        .containsExactly(
            "svc.yml:2 was 'pods:', which is gone",
            "svc.yml:3 was '  web:', which is gone",
            "svc.yml:4 was '    count: 3', which is gone");
  }

  private static ServiceSpec taking(@Nullable ImmutableMap<String, ParameterSpec> parameters) {
    return new ServiceSpec(
        "data",
        null,
        new ServiceSpec.SchedulerSpec(null, null, null),
        ImmutableMap.of(),
        ImmutableMap.of(
            "backup", new PlanSpec("backup", StrategyKind.SERIAL, ImmutableMap.of(), parameters)));
  }

  private static ServiceSpec taking(String name, @Nullable String standard) {
    return taking(ImmutableMap.of(name, new ParameterSpec(name, null, false, standard, null)));
  }

  @Test
  void what_a_plan_takes_is_among_the_fields_and_its_secrets_are_not_shown() {
    assertThat(ConfigurationDifference.fields(taking("KEEP", "3"), taking("KEEP", "4")))
        .containsExactly(new FieldDifference("plans.backup.parameters.KEEP.default", "'3' → '4'"));
    assertThat(ConfigurationDifference.fields(taking("MY_KEY", "old"), taking("MY_KEY", "new")))
        .containsExactly(
            new FieldDifference("plans.backup.parameters.MY_KEY.default", "changed (hidden)"));
    assertThat(ConfigurationDifference.fields(taking(null), taking("KEEP", null)))
        .containsExactly(new FieldDifference("plans.backup.parameters.KEEP", "new"));
    assertThat(ConfigurationDifference.fields(taking(null), taking(ImmutableMap.of())))
        .containsExactly(new FieldDifference("plans.backup.parameters", "new"));
  }

  @Test
  void a_rewritten_file_is_not_shown_in_full() {
    assertThat(differences(inputs(STORED.specText(), "x\n".repeat(20), "COUNT", "3")))
        .hasSize(6)
        .last()
        .isEqualTo("15 more lines of main.conf");
  }

  @Test
  void templates_that_came_and_went_are_named() {
    ServiceInputs renamed =
        new ServiceInputs(
            STORED.specText(), ImmutableMap.of("other.conf", "port=1\n"), STORED.environment());
    assertThat(differences(renamed))
        .containsExactly("template main.conf is missing", "template other.conf is new");
  }
}
