package dev.mainstay.sdk.http;

import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandPort;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Hands operators' commands to the scheduler and answers once they are durable. */
final class Commands {

  /** A command that is not durable by then waits for the store. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The status that dcos-commons answers with to what is so already (RFC 5842). */
  private static final int ALREADY_REPORTED = 208;

  private final CommandPort port;

  Commands(CommandPort port) {
    this.port = port;
  }

  /**
   * 208, 400, 404 and 409 as the scheduler says, 503 while it cannot answer; else what {@code
   * taken} makes.
   */
  ApiResponse run(OperatorCommand command, Function<CommandAnswer, ApiResponse> taken) {
    try {
      CommandAnswer answer =
          port.submit(command)
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return switch (answer.outcome()) {
        case TAKEN -> taken.apply(answer);
        case ALREADY -> ApiResponse.message(ALREADY_REPORTED, answer.message());
        case INVALID -> ApiResponse.message(400, answer.message());
        case UNKNOWN -> ApiResponse.message(404, answer.message());
        case CONFLICT -> ApiResponse.message(409, answer.message());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ApiResponse.message(503, "interrupted; whether the command was taken is not known");
    } catch (TimeoutException e) {
      return ApiResponse.message(
          503,
          "the command is handed over but not durable after %d s: the scheduler waits for its store,"
                  .formatted(PATIENCE.toSeconds())
              + " and takes the command when it is back");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return ApiResponse.message(503, String.valueOf(cause.getMessage()));
    }
  }
}
