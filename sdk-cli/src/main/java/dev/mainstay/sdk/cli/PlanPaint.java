package dev.mainstay.sdk.cli;

import dev.mainstay.sdk.cli.Terminal.Colour;
import dev.mainstay.sdk.plan.PlanTree;
import dev.mainstay.sdk.plan.Status;

/** A terminal's colours for plans. */
record PlanPaint(Terminal terminal) implements PlanTree.Paint {

  @Override
  public String status(Status status) {
    return terminal.paint(colour(status), status.name());
  }

  @Override
  public String error(String text) {
    return terminal.paint(Colour.BAD, text);
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
