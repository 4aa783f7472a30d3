package dev.mainstay.sdk.cli;

import java.io.Console;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mainstay uninstall}: removes a running service with all its data. */
@Command(
    name = "uninstall",
    description = {
      "Removes the running service with all its data.",
      "Its tasks end, its volumes are destroyed with all data in them, its reservations are given",
      "back, and the scheduler ends. There is no way back.",
      "'mainstay plan show uninstall' tells how far it is, and --wait follows it."
    })
final class UninstallCommand implements Callable<Integer> {
  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final WaitOptions waiting = new WaitOptions();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  private final Terminal terminal;

  UninstallCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    waiting.check();
    ApiClient client = api.client(terminal);
    if (!yes && !isConfirmed()) {
      terminal.err().println("mainstay: nothing was done");
      return ExitCode.FAILED.code();
    }
    String answer = client.post("uninstall");
    if (api.json()) {
      terminal.out().print(answer);
    } else {
      terminal.print(client.parse(answer).path("message").asText());
    }
    return waiting.follow(
        timeout -> new UninstallFollow(client, api.following(terminal)).follow(timeout));
  }

  @SuppressWarnings("SystemConsoleNull") // Terminal.live says whether there is one
  private boolean isConfirmed() {
    Console console = terminal.live() ? System.console() : null;
    if (console == null) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "uninstall destroys all data of the service, and there is no terminal to ask at; give"
              + " --yes");
    }
    String answer = console.readLine("This destroys all data of the service. Uninstall it? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
