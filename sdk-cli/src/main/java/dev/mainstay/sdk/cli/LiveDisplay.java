package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.cli.Terminal.Colour;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanTree;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A progress bar and the plans as trees, drawn again in their place. */
final class LiveDisplay implements RunDisplay {

  private static final int BAR = 30;
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Terminal terminal;
  private final PlanTree tree;
  private int drawn;

  LiveDisplay(Terminal terminal) {
    this.terminal = terminal;
    this.tree = new PlanTree(new PlanPaint(terminal));
  }

  @Override
  public void show(List<PlanView> plans, Duration running, ImmutableList<String> hints) {
    List<String> lines = new ArrayList<>();
    for (PlanView plan : plans) {
      boolean deploy = plan.name().equals(Plan.DEPLOY) || plan.name().equals(Plan.UPDATE);
      if (deploy) {
        lines.add(bar(plan, running));
      }
      if (deploy || plan.status() != Status.COMPLETE) {
        lines.addAll(tree.lines(plan));
      }
    }
    lines.addAll(hints);
    draw(fitting(lines));
  }

  private String bar(PlanView plan, Duration running) {
    long steps = Math.max(1, plan.steps());
    int full = (int) (BAR * plan.completeSteps() / steps);
    return terminal.paint(Colour.GOOD, "█".repeat(full))
        + terminal.paint(Colour.FAINT, "░".repeat(BAR - full))
        + " %d/%d steps  %s".formatted(plan.completeSteps(), plan.steps(), TimeSpan.shown(running));
  }

  /** What would scroll away could not be drawn over: the rest is counted. */
  private List<String> fitting(List<String> lines) {
    int room = Math.max(5, terminal.lines() - 2);
    if (lines.size() <= room) {
      return lines;
    }
    List<String> some = new ArrayList<>(lines.subList(0, room - 1));
    some.add("… %d lines more: mainstay plan show".formatted(lines.size() - some.size()));
    return some;
  }

  private void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append("A\r");
    }
    lines.forEach(line -> text.append(cut(line)).append(CLEAR_LINE).append('\n'));
    text.append(CLEAR_BELOW);
    terminal.out().print(text);
    terminal.out().flush();
    drawn = lines.size();
  }

  /** A line that wrapped would count as two. Escape sequences have no width. */
  private String cut(String line) {
    StringBuilder cut = new StringBuilder();
    int width = 0;
    boolean escape = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (escape) {
        escape = c != 'm';
      } else if (c == '\u001b') {
        escape = true;
      } else if (++width >= terminal.columns()) {
        return cut + (terminal.colour() ? Colour.RESET : "");
      }
      cut.append(c);
    }
    return cut.toString();
  }

  @Override
  public void end() {
    drawn = 0;
  }
}
