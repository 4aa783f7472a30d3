package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.runtime.StartRefusedException;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.TaskBuilder;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.UninstallRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a start means for a service that was, is or is to be uninstalled. */
final class StartChoiceTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ServiceState NOTHING = ServiceState.empty();
  private static final ServiceState GONE =
      ServiceState.of(
          ImmutableList.of(new UninstallRecord(NOW).withAbandoned("2 on agent-9").ended(NOW)));

  private static ServiceBuilder service(int count) {
    return ServiceBuilder.hello()
        .pod(PodBuilder.pod("hello").count(count).task(TaskBuilder.task("server")));
  }

  private static ServiceState installed() {
    return ServiceBuilder.accepted(service(1).build());
  }

  private static TargetChoice start(ServiceState state, int count, boolean anew, String uninstall) {
    ImmutableSortedMap<String, String> environment =
        uninstall.isEmpty()
            ? ImmutableSortedMap.of()
            : ImmutableSortedMap.of("SDK_UNINSTALL", uninstall);
    LoadedSpec wanted =
        new LoadedSpec(
            "svc.yml",
            service(count).build(),
            new ServiceInputs("", ImmutableMap.of(), environment),
            ImmutableList.of());
    return StartChoice.of(
        state,
        wanted,
        SpecValidator.NONE,
        anew,
        new ConfigId("00000000-0000-0000-0000-00000000000f"),
        NOW);
  }

  private static StartRefusedException refused(ServiceState state, boolean anew, String uninstall) {
    return catchThrowableOfType(
        StartRefusedException.class, () -> start(state, 1, anew, uninstall));
  }

  @Test
  void a_service_that_was_uninstalled_is_not_begun_anew_by_itself() {
    StartRefusedException refused = refused(GONE, false, "");
    assertThat(refused.exitCause()).isEqualTo(ExitCause.UNINSTALLED);
    assertThat(refused)
        .hasMessageContaining("service hello was uninstalled at " + NOW)
        .hasMessageContaining("2 on agent-9")
        .hasMessageContaining("--reinstall");
  }

  @Test
  void an_operator_begins_it_anew() {
    ServiceState after = GONE.applyAll(start(GONE, 1, true, "").changes());
    assertThat(after.uninstall()).isEmpty();
    assertThat(after.target()).isPresent();
  }

  @Test
  void one_that_is_being_uninstalled_goes_on_whatever_it_is_started_with() {
    ServiceState leaving = installed().apply(new StateChange.Put(new UninstallRecord(NOW)));
    assertThat(start(leaving, 5, true, "").changes()).isEmpty();
    assertThat(start(leaving, 5, false, "true").changes()).isEmpty();
  }

  @Test
  void the_variable_of_dcos_commons_uninstalls_and_changes_nothing_else() {
    ServiceState state = installed();
    ServiceState after = state.applyAll(start(state, 5, false, "true").changes());
    assertThat(after.uninstall()).contains(new UninstallRecord(NOW));
    assertThat(after.targetRecord()).isEqualTo(state.targetRecord());
  }

  @Test
  void with_it_nothing_is_installed_to_be_uninstalled() {
    assertThat(refused(NOTHING, false, "TRUE").exitCause()).isEqualTo(ExitCause.UNINSTALLED);
    assertThat(refused(NOTHING, false, "true")).hasMessageContaining("nothing to uninstall");
    assertThat(refused(GONE, true, "true")).hasMessageContaining("was uninstalled at");
  }

  @Test
  void a_value_that_may_be_a_mistake_destroys_nothing() {
    assertThat(start(installed(), 1, false, "false").changes())
        .noneMatch(change -> change.key().equals(new UninstallRecord(NOW).key()));
    StartRefusedException refused = refused(installed(), false, "no");
    assertThat(refused.exitCause()).isEqualTo(ExitCause.BAD_INPUT);
    assertThat(refused).hasMessageContaining("give 'true'");
  }
}
