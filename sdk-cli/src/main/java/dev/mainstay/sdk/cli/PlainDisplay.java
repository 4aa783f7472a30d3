package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One line for each change, for output that is kept or read by programs. */
final class PlainDisplay implements RunDisplay {

  private final Terminal terminal;
  private final Map<UUID, Status> shown = new HashMap<>();
  private ImmutableList<String> shownHints = ImmutableList.of();

  PlainDisplay(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(ServiceView view, Duration running, ImmutableList<String> hints) {
    Set<UUID> present = new HashSet<>();
    for (PlanView plan : view.plans()) {
      for (PhaseView phase : plan.phases()) {
        for (StepView step : phase.steps()) {
          present.add(step.id());
          show(plan, step, running);
        }
      }
    }
    shown.keySet().retainAll(present);
    if (!hints.equals(shownHints)) {
      shownHints = hints;
      hints.forEach(terminal::print);
    }
  }

  /** Steps that have not begun are no news. */
  private void show(PlanView plan, StepView step, Duration running) {
    Status before = shown.getOrDefault(step.id(), Status.PENDING);
    if (before != step.status()) {
      shown.put(step.id(), step.status());
      terminal.print(
          "%6s  %-8s  %s  %s%s"
              .formatted(
                  TimeSpan.shown(running),
                  plan.name(),
                  step.name(),
                  step.status(),
                  step.message().isEmpty() ? "" : "  " + step.message()));
    }
  }

  /** What is to be taken as shown already. */
  void skip(ServiceView view) {
    for (PlanView plan : view.plans()) {
      plan.phases()
          .forEach(phase -> phase.steps().forEach(step -> shown.put(step.id(), step.status())));
    }
  }

  @Override
  public void end() {}
}
