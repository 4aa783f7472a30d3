package dev.mainstay.sdk.service;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.runtime.StartRefusedException;
import dev.mainstay.sdk.spec.SchedulerVariables;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.UninstallRecord;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a start means for a service: it goes on, begins, gets another target, or is uninstalled. One
 * that was uninstalled is begun anew on an operator's word alone, as a supervisor may start a
 * scheduler again whose work is done.
 */
public final class StartChoice {

  private StartChoice() {}

  /**
   * The choice for a start.
   *
   * @param validator the framework's own rules
   * @param reinstall an operator says that a service which was uninstalled is to be begun anew
   * @param fresh id of a new configuration, if there has to be one
   * @throws StartRefusedException when nothing is to be started
   */
  public static TargetChoice of(
      ServiceState state,
      LoadedSpec wanted,
      SpecValidator validator,
      boolean reinstall,
      ConfigId fresh,
      Instant now) {
    Optional<UninstallRecord> uninstall = state.uninstall();
    boolean asked = isUninstallAsked(wanted);
    if (uninstall.isPresent() && uninstall.get().endedAt() == null) {
      return new TargetChoice(
          ImmutableList.of(), "the service is being uninstalled; it goes on", ImmutableList.of());
    }
    if (asked && state.target().isPresent()) {
      return new TargetChoice(
          ImmutableList.of(new StateChange.Put(new UninstallRecord(now))),
          "the service is uninstalled, as %s says".formatted(SchedulerVariables.UNINSTALL),
          ImmutableList.of());
    }
    if (uninstall.isPresent() && (asked || !reinstall)) {
      throw new StartRefusedException(
          wasUninstalled(wanted.spec().name(), uninstall.get()), ExitCause.UNINSTALLED);
    }
    if (asked) {
      throw new StartRefusedException(
          "service %s is not installed here, so there is nothing to uninstall"
              .formatted(wanted.spec().name()),
          ExitCause.UNINSTALLED);
    }
    TargetChoice choice = TargetChoice.of(state, wanted, validator, fresh, now);
    return uninstall.isEmpty()
        ? choice
        : new TargetChoice(
            ImmutableList.<StateChange>builder()
                .add(new StateChange.Remove(RecordKey.uninstall()))
                .addAll(choice.changes())
                .build(),
            "service %s, which was uninstalled at %s, is installed anew"
                .formatted(wanted.spec().name(), uninstall.get().endedAt()),
            ImmutableList.of());
  }

  private static String wasUninstalled(String service, UninstallRecord record) {
    String left =
        record.abandoned().isEmpty()
            ? ""
            : "; these were left behind, for the cluster's operator to unreserve: "
                + String.join("; ", record.abandoned());
    return "service %s was uninstalled at %s%s; start it with --reinstall to install it anew"
        .formatted(service, record.endedAt(), left);
  }

  /** In dcos-commons any value did, {@code false} too; here data is not destroyed by accident. */
  private static boolean isUninstallAsked(LoadedSpec wanted) {
    String value =
        Strings.nullToEmpty(wanted.inputs().environment().get(SchedulerVariables.UNINSTALL));
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "", "false" -> false;
      default ->
          throw new StartRefusedException(
              "variable %s is '%s'; give 'true' to have the service uninstalled, or leave it out"
                  .formatted(SchedulerVariables.UNINSTALL, value));
    };
  }
}
