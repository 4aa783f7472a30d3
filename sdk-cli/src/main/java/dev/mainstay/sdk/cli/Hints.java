package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.evaluate.Evaluation;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.state.FrameworkRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says why a deployment stands still: what the last offers of each agent lacked. */
final class Hints {

  /**
   * Who waits so long for an offer does not just wait for the next allocation, nor for a reconnect.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** Agents that are told one by one. */
  private static final int AGENTS = 5;

  private final @Nullable String master;
  private @Nullable Instant waitingSince;
  private @Nullable Instant aloneSince;

  /**
   * For one run.
   *
   * @param master of {@code --master}, for people; absent for the embedded cluster, whose agents'
   *     resources are declared by options of this command
   */
  Hints(@Nullable String master) {
    this.master = master;
  }

  ImmutableList<String> of(ServiceView view) {
    aloneSince = view.snapshot().connected() ? null : aloneSince == null ? view.now() : aloneSince;
    if (aloneSince != null && master != null && isLong(aloneSince, view.now())) {
      return ImmutableList.of(
          "waiting: no Mesos master answers at " + master + "; check --master, or start it");
    }
    if (view.state().isInDoubt()) {
      return ImmutableList.of(FrameworkRecord.IN_DOUBT);
    }
    boolean waits =
        view.plan(Plan.DEPLOY).stream()
            .flatMap(plan -> plan.phases().stream())
            .flatMap(phase -> phase.steps().stream())
            .anyMatch(step -> step.status() == Status.PREPARED);
    if (!waits) {
      waitingSince = null;
      return ImmutableList.of();
    }
    if (waitingSince == null) {
      waitingSince = view.now();
    }
    if (aloneSince != null || !isLong(waitingSince, view.now())) {
      return ImmutableList.of();
    }
    return refusals(view.snapshot().recentOutcomes());
  }

  private static boolean isLong(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(PATIENCE) >= 0;
  }

  private ImmutableList<String> refusals(ImmutableList<OfferOutcome> outcomes) {
    Map<String, OfferOutcome> last = new LinkedHashMap<>();
    outcomes.stream()
        .filter(outcome -> !outcome.refused().isEmpty())
        .forEach(outcome -> last.put(outcome.hostname(), outcome));
    List<String> lines = new ArrayList<>();
    for (OfferOutcome outcome : last.values()) {
      if (lines.size() < AGENTS) {
        OfferOutcome.Refusal refusal = outcome.refused().get(0);
        lines.add(
            "waiting: %s does not suit %s: %s"
                .formatted(outcome.hostname(), refusal.pod(), reasons(refusal.evaluation())));
      }
    }
    if (lines.isEmpty()) {
      lines.add("waiting: no offer has come; other services may hold the agents' resources");
    }
    return ImmutableList.copyOf(lines);
  }

  private String reasons(Evaluation evaluation) {
    List<String> reasons =
        evaluation.failures().stream().map(failure -> failure + remedy(failure.rule())).toList();
    return String.join("; ", reasons);
  }

  private String remedy(String rule) {
    if (master != null) {
      return "";
    }
    return switch (rule) {
      case "mem" -> " (--agent-mem)";
      case "cpus" -> " (--agent-cpus)";
      case "disk" -> " (--agent-disk)";
      default -> "";
    };
  }
}
