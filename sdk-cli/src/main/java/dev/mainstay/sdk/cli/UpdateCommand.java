package dev.mainstay.sdk.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mainstay update}. */
@Command(
    name = "update",
    description = {
      "Changes the running service.",
      "What is given is put over what it was made from.",
      "Only pods whose definition differs are touched, in the order of the update plan."
    })
final class UpdateCommand implements Callable<Integer> {

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final UpdateArguments arguments = new UpdateArguments();
  @Mixin private final ChangeOptions change = new ChangeOptions();

  private final Terminal terminal;

  UpdateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = api.client(terminal);
    return change.make(client, arguments.body(client.mapper()), api.json(), terminal);
  }
}
