package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Operators' commands that wait for their answer. */
final class PendingCommands {

  /** Commands that wait at once: people and scripts, so that few are many. */
  private static final int CAPACITY = 1_000;

  private final Object lock = new Object();
  private final Map<Long, CompletableFuture<CommandAnswer>> waiting = new LinkedHashMap<>();
  private long lastId;
  private boolean ended;

  /**
   * Puts a command into the queue.
   *
   * @param queue takes its event, without waiting
   * @param snapshot asks for a snapshot that contains what the command changed
   */
  CompletionStage<CommandAnswer> add(
      OperatorCommand command,
      Consumer<SchedulerEvent> queue,
      Supplier<? extends CompletionStage<?>> snapshot) {
    CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
    long id;
    synchronized (lock) {
      if (ended || waiting.size() >= CAPACITY) {
        return CompletableFuture.failedStage(
            new IllegalStateException(
                ended
                    ? "the scheduler has ended"
                    : CAPACITY + " commands wait for their answer already"));
      }
      lastId++;
      id = lastId;
      waiting.put(id, answer);
    }
    queue.accept(new SchedulerEvent.Commanded(id, command));
    return answer.thenCompose(given -> snapshot.get().thenApply(unused -> given));
  }

  /** What a command changed is durable. */
  void answered(Effect.Answer effect) {
    CompletableFuture<CommandAnswer> answer;
    synchronized (lock) {
      answer = waiting.remove(effect.id());
    }
    if (answer != null) {
      answer.complete(effect.answer());
    }
  }

  /** No answer will come any more. */
  void end() {
    List<CompletableFuture<CommandAnswer>> left;
    synchronized (lock) {
      ended = true;
      left = new ArrayList<>(waiting.values());
      waiting.clear();
    }
    left.forEach(
        answer ->
            answer.completeExceptionally(
                new IllegalStateException("the scheduler ended before the command was done")));
  }
}
