package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.http.SpecUpdates.Checked;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.UpdateRequest;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.state.ConfigurationRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class ServiceUpdatesTest {

  private static final String SPEC =
      """
      name: kiosk
      pods:
        web: {count: {{COUNT}}, tasks: {s: {goal: RUNNING, cmd: ./s, cpus: 1, memory: 64}}}
      """;

  private static ConfigurationRecord target() {
    LoadedSpec spec =
        SpecLoader.load(
            new ServiceInputs(SPEC, ImmutableMap.of(), ImmutableSortedMap.of("COUNT", "3")));
    return new ConfigurationRecord(
        new ConfigId("one"), Instant.EPOCH, "start", spec.inputs(), spec.spec());
  }

  private static UpdateRequest count(String count) {
    return new UpdateRequest(null, ImmutableList.of(), ImmutableSortedMap.of("COUNT", count), null);
  }

  private static ServiceUpdates updates(Function<LoadedSpec, ImmutableList<Problem>> needs) {
    return new ServiceUpdates(
        SpecValidator.NONE, needs, () -> new UUID(0, 1), InstantSource.fixed(Instant.EPOCH));
  }

  @Test
  void a_change_makes_a_configuration() {
    Checked checked = updates(spec -> ImmutableList.of()).changed(target(), count("4"));
    assertThat(checked.configuration().origin()).isEqualTo("update by the operator");
    assertThat(checked.configuration().id()).isNotEqualTo(target().id());
    assertThat(checked.configuration().inputs().environment()).containsEntry("COUNT", "4");
  }

  @Test
  void what_may_never_change_is_refused_forwards_and_backwards() {
    ServiceUpdates updates = updates(spec -> ImmutableList.of());
    assertThatThrownBy(() -> updates.changed(target(), count("2")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("pods.web.count: was 3, is 2");
    ConfigurationRecord larger = updates.changed(target(), count("4")).configuration();
    assertThatThrownBy(() -> updates.earlier(larger, target()))
        .hasMessageContaining("pods.web.count: was 4, is 3");
  }

  @Test
  void an_earlier_configuration_is_accepted_anew_as_a_rollback() {
    ConfigurationRecord again =
        updates(spec -> ImmutableList.of()).earlier(target(), target()).configuration();
    assertThat(again.id()).isEqualTo(target().id());
    assertThat(again.spec()).isEqualTo(target().spec());
    assertThat(again.origin()).isEqualTo("rollback by the operator");
  }

  @Test
  void what_the_cluster_has_not_is_refused() {
    Problem problem = Problem.error(SourceLocation.ofFile("svc.yml"), "", "no gpus", "");
    assertThatThrownBy(
            () -> updates(spec -> ImmutableList.of(problem)).changed(target(), count("4")))
        .hasMessageContaining("no gpus");
  }
}
