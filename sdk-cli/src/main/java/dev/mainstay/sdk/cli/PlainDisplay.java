package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One line for each change, for output that is kept or read by programs. */
final class PlainDisplay implements RunDisplay {

  private final Terminal terminal;
  private final Map<UUID, Shown> shown = new LinkedHashMap<>();
  private ImmutableList<String> shownHints = ImmutableList.of();

  /** A step as it was shown last. */
  private record Shown(String plan, UUID phase, String step, Status status) {}

  /** What there is now. */
  private record Present(
      ImmutableSet<String> plans, ImmutableSet<UUID> phases, ImmutableSet<UUID> steps) {

    static Present of(List<PlanView> plans) {
      ImmutableSet.Builder<String> names = ImmutableSet.builder();
      ImmutableSet.Builder<UUID> phases = ImmutableSet.builder();
      ImmutableSet.Builder<UUID> steps = ImmutableSet.builder();
      for (PlanView plan : plans) {
        names.add(plan.name());
        for (PhaseView phase : plan.phases()) {
          phases.add(phase.id());
          phase.steps().forEach(step -> steps.add(step.id()));
        }
      }
      return new Present(names.build(), phases.build(), steps.build());
    }
  }

  PlainDisplay(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(List<PlanView> plans, Duration running, ImmutableList<String> hints) {
    Present present = Present.of(plans);
    showOver(present, running);
    for (PlanView plan : plans) {
      for (PhaseView phase : plan.phases()) {
        phase.steps().forEach(step -> show(plan, phase, step, running));
      }
    }
    shown.keySet().retainAll(present.steps());
    if (!hints.equals(shownHints)) {
      shownHints = hints;
      hints.forEach(terminal::print);
    }
  }

  /** Steps that have not begun are no news. */
  private void show(PlanView plan, PhaseView phase, StepView step, Duration running) {
    Shown before = shown.get(step.id());
    Status last = before == null ? Status.PENDING : before.status();
    if (last != step.status()) {
      Shown now = shown(plan, phase, step);
      shown.put(step.id(), now);
      print(now, step.message(), running);
    }
  }

  /** Steps that their plan lists no more because they are done. */
  private void showOver(Present present, Duration running) {
    shown.forEach(
        (id, step) -> {
          if (step.status() != Status.COMPLETE
              && present.plans().contains(step.plan())
              && isOver(id, step, present)) {
            print(new Shown(step.plan(), step.phase(), step.step(), Status.COMPLETE), "", running);
          }
        });
  }

  /**
   * A pod that is well again has no phase in the recovery plan any more; one with a phase still has
   * something to recover, though it may be a step of other tasks. An uninstall lists what is left.
   */
  private static boolean isOver(UUID id, Shown step, Present present) {
    return switch (step.plan()) {
      case Plan.RECOVERY -> !present.phases().contains(step.phase());
      case Plan.UNINSTALL -> !present.steps().contains(id);
      default -> false;
    };
  }

  private void print(Shown step, String message, Duration running) {
    terminal.print(
        "%6s  %-8s  %s  %s%s"
            .formatted(
                TimeSpan.shown(running),
                step.plan(),
                step.step(),
                step.status(),
                message.isEmpty() ? "" : "  " + message));
  }

  private static Shown shown(PlanView plan, PhaseView phase, StepView step) {
    return new Shown(plan.name(), phase.id(), step.name(), step.status());
  }

  /** What is to be taken as shown already. */
  void skip(List<PlanView> plans) {
    for (PlanView plan : plans) {
      for (PhaseView phase : plan.phases()) {
        phase.steps().forEach(step -> shown.put(step.id(), shown(plan, phase, step)));
      }
    }
  }

  @Override
  public void end() {}
}
