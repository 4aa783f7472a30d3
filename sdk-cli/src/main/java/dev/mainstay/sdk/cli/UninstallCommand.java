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
      "Removes the service: ends its tasks, destroys its volumes with all data in them,",
      "gives back its reservations and ends the scheduler. There is no way back.",
      "'mainstay plan show uninstall' tells how far it is."
    })
final class UninstallCommand implements Callable<Integer> {
  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  private final Terminal terminal;

  UninstallCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
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
    return ExitCode.DONE.code();
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
