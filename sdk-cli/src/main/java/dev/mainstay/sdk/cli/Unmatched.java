package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with an argument that a command does not know, and what may be meant. */
final class Unmatched {

  private Unmatched() {}

  /** One sentence without its end, of the first argument that is not known. */
  static String explain(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    String argument = e.getUnmatched().get(0);
    String name = command.getCommandSpec().qualifiedName();
    if (argument.startsWith("-")) {
      String option = argument.replaceFirst("=.*", "");
      return "%s has no option '%s'%s".formatted(name, option, hint(option, options(command)));
    }
    ImmutableSortedSet<String> commands =
        ImmutableSortedSet.copyOf(command.getSubcommands().keySet());
    if (commands.isEmpty()) {
      return "%s takes no further argument: '%s'".formatted(name, argument);
    }
    String hint = hint(argument, commands);
    return "%s has no command '%s'%s"
        .formatted(
            name, argument, hint.isEmpty() ? "; there are " + String.join(", ", commands) : hint);
  }

  private static ImmutableList<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .map(option -> option.longestName())
        .collect(ImmutableList.toImmutableList());
  }

  private static String hint(String written, Iterable<String> known) {
    return Spelling.nearest(written, known)
        .map(name -> "; did you mean '" + name + "'?")
        .orElse("");
  }
}
