package dev.mainstay.sdk.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a scheduler that is followed over a while: bears with one that starts anew, also behind a
 * proxy, is busy, or waits for its store, and says once what it waits for.
 */
final class PatientClient {

  /** A scheduler that began anew answers in this time. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ApiClient client;
  private final Duration patience;
  private final Consumer<String> waits;
  private long heard = System.nanoTime();
  private String told = "";

  /**
   * For one thing that is followed.
   *
   * @param patience with a scheduler that does not answer at all
   * @param waits is told, in one line for people, what is waited for; once for each cause
   */
  PatientClient(ApiClient client, Duration patience, Consumer<String> waits) {
    this.client = client;
    this.patience = patience;
    this.waits = waits;
  }

  /**
   * Any answer of the scheduler's but 503; absent while there is none yet.
   *
   * @throws CommandFailure with {@code UNREACHABLE} when the scheduler has not answered for longer
   *     than the patience
   */
  Optional<ApiClient.Answer> ask(String... path) {
    ApiClient.Answer answer;
    try {
      answer = client.ask("application/json", path);
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.UNREACHABLE) {
        throw e;
      }
      bearWith(e);
      return Optional.empty();
    }
    if (client.isOfProxy(answer)) {
      bearWith(new CommandFailure(ExitCode.UNREACHABLE, client.message(answer)));
      return Optional.empty();
    }
    heard = System.nanoTime();
    if (answer.status() == ApiClient.UNAVAILABLE) {
      tell(client.message(answer));
      return Optional.empty();
    }
    told = "";
    return Optional.of(answer);
  }

  /** No answer, for the patience; throws it after that. */
  private void bearWith(CommandFailure silence) {
    if (Duration.ofNanos(System.nanoTime() - heard).compareTo(patience) >= 0) {
      throw silence;
    }
    tell("the scheduler does not answer");
  }

  private void tell(String what) {
    if (!told.equals(what)) {
      told = what;
      waits.accept("waiting: " + what);
    }
  }
}
