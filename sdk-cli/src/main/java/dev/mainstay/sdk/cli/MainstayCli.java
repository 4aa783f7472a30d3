package dev.mainstay.sdk.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.Framework;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: finds the command, runs it, and turns every failure into one line and an exit
 * code.
 */
@Command(
    name = "mainstay",
    versionProvider = Version.class,
    description = "Runs and operates stateful services on Apache Mesos.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Commands that talk to a running scheduler find it by --api URL, else MAINSTAY_API, else http://127.0.0.1:8080.",
      "Exit codes: 0 done, 1 failed, 2 bad input, 3 timed out, 4 scheduler not reachable."
    })
public final class MainstayCli implements dev.mainstay.sdk.service.CommandLine {

  /** For {@link java.util.ServiceLoader}. */
  public MainstayCli() {}

  /** The command line without a framework of its own: every command that needs one takes a path. */
  public static void main(String[] arguments) {
    System.exit(run(null, Terminal.ofProcess(), ImmutableList.copyOf(arguments)));
  }

  @Override
  public int run(Framework framework, ImmutableList<String> arguments) {
    return run(framework, Terminal.ofProcess(), arguments);
  }

  static int run(@Nullable Framework framework, Terminal terminal, List<String> arguments) {
    CommandLine commands = commands(framework, terminal);
    if (arguments.isEmpty()) {
      commands.usage(commands.getOut());
      return ExitCode.BAD_INPUT.code();
    }
    return commands.execute(arguments.toArray(String[]::new));
  }

  /** Every command, ready to be executed. */
  static CommandLine commands(@Nullable Framework framework, Terminal terminal) {
    CommandLine commands =
        new CommandLine(new MainstayCli())
            .addSubcommand(new NewCommand(terminal))
            .addSubcommand(new RunCommand(terminal, framework))
            .addSubcommand(new ClusterCommand(terminal))
            .addSubcommand(new ValidateCommand(terminal, framework))
            .addSubcommand(new RenderCommand(terminal, framework))
            .addSubcommand(new SchemaCommand(terminal))
            .addSubcommand(new OptionsCommand(terminal, framework))
            .addSubcommand(new PackageCommand(terminal, framework))
            .addSubcommand(PlanCommand.of(terminal))
            .addSubcommand(PodCommand.of(terminal))
            .addSubcommand(new UpdateCommand(terminal))
            .addSubcommand(new RollbackCommand(terminal))
            .addSubcommand(ConfigCommand.of(terminal))
            .addSubcommand(LeftoversCommand.of(terminal))
            .addSubcommand(new UninstallCommand(terminal))
            .addSubcommand(new EndpointsCommand(terminal))
            .addSubcommand(new WhyCommand(terminal))
            .addSubcommand(new LogsCommand(terminal))
            .addSubcommand(new HistoryCommand(terminal))
            .addSubcommand(new CommandLine.HelpCommand())
            .registerConverter(int.class, NumberWords::whole)
            .registerConverter(double.class, NumberWords::any)
            .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
            .setUsageHelpWidth(Math.min(terminal.columns(), 120))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(
                    terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
            .setParameterExceptionHandler((e, given) -> misunderstood(terminal, e))
            .setExecutionExceptionHandler((e, command, given) -> failed(terminal, e));
    addHelpOptions(commands);
    return commands;
  }

  /** {@code --help} and {@code --version} wherever a user may try them. */
  private static void addHelpOptions(CommandLine command) {
    if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
    }
    command.getSubcommands().values().forEach(MainstayCli::addHelpOptions);
  }

  private static int misunderstood(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String message =
        e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()
            ? Unmatched.explain(unmatched)
            : Strings.nullToEmpty(e.getMessage());
    say(
        terminal,
        message.replace('\n', ' ')
            + (message.endsWith("?") ? " See" : "; see")
            + " 'mainstay help"
            + command.replaceFirst("^mainstay", "")
            + "'");
    return ExitCode.BAD_INPUT.code();
  }

  private static int failed(Terminal terminal, Exception e) {
    if (e instanceof CommandFailure failure) {
      say(terminal, failure.getMessage());
      return failure.exitCode().code();
    }
    if (e instanceof InvalidInputException invalid) {
      invalid.problems().forEach(problem -> terminal.err().println(problem));
      return ExitCode.BAD_INPUT.code();
    }
    if (e instanceof CannotStartException) {
      say(terminal, e.getMessage());
      return ExitCode.FAILED.code();
    }
    LoggerFactory.getLogger(MainstayCli.class).error("internal error", e);
    say(terminal, "internal error: " + e + "; please report it with the log");
    return ExitCode.FAILED.code();
  }

  private static void say(Terminal terminal, @Nullable String message) {
    terminal.err().println("mainstay: " + message);
  }
}
