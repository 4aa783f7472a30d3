package dev.mainstay.sdk.scheduler;

import java.util.concurrent.CompletionStage;

/** The way of operators' commands into the scheduler. */
public interface CommandPort {

  /**
   * Hands a command over. Never blocks.
   *
   * @return the answer, once what the command changed is durable and every snapshot that is asked
   *     for contains it; fails with {@link IllegalStateException} when the scheduler ends before
   */
  CompletionStage<CommandAnswer> submit(OperatorCommand command);
}
