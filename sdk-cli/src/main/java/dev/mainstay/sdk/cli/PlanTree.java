package dev.mainstay.sdk.cli;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.cli.Terminal.Colour;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;

/** Draws a plan as a tree: plan, phases, steps, each with its status. */
final class PlanTree {

  private final Terminal terminal;

  PlanTree(Terminal terminal) {
    this.terminal = terminal;
  }

  ImmutableList<String> lines(PlanView plan) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(element(plan.name(), plan.strategy(), plan.status()));
    for (int i = 0; i < plan.phases().size(); i++) {
      boolean last = i == plan.phases().size() - 1;
      addPhase(lines, plan.phases().get(i), last);
    }
    if (!plan.errors().isEmpty()) {
      lines.add("", "Errors:");
      plan.errors().forEach(error -> lines.add("- " + terminal.paint(Colour.BAD, error)));
    }
    return lines.build();
  }

  private void addPhase(ImmutableList.Builder<String> lines, PhaseView phase, boolean lastPhase) {
    lines.add(
        (lastPhase ? "└─ " : "├─ ") + element(phase.name(), phase.strategy(), phase.status()));
    for (int i = 0; i < phase.steps().size(); i++) {
      boolean lastStep = i == phase.steps().size() - 1;
      lines.add(
          (lastPhase ? "   " : "│  ") + (lastStep ? "└─ " : "├─ ") + step(phase.steps().get(i)));
    }
  }

  private String step(StepView step) {
    String status = "(" + paint(step.status()) + ")";
    return step.name() + " " + status + (step.message().isEmpty() ? "" : "  " + step.message());
  }

  private String element(String name, StrategyKind strategy, Status status) {
    return "%s (%s strategy) (%s)"
        .formatted(name, Ascii.toLowerCase(strategy.name()), paint(status));
  }

  String paint(Status status) {
    return terminal.paint(colour(status), status.name());
  }

  private static Colour colour(Status status) {
    return switch (status) {
      case COMPLETE -> Colour.GOOD;
      case ERROR -> Colour.BAD;
      case PENDING -> Colour.FAINT;
      case PREPARED, STARTING, STARTED, WAITING, DELAYED, IN_PROGRESS -> Colour.BUSY;
    };
  }
}
