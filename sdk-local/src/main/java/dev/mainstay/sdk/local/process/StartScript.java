package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import org.jspecify.annotations.Nullable;

/**
 * The POSIX shell script that becomes a task: it says which process it is, enters the sandbox, sets
 * limits and user and is then replaced by the command, so that the command has its pid, its process
 * group and nothing of ours in its environment.
 */
final class StartScript {

  /** How Mesos's launcher ends when a nested container's program is missing (PODS.md, 3). */
  static final int MISSING_PROGRAM = 233;

  /**
   * Writes pid and start to the file that the first argument of the template names. A pid alone
   * could be somebody else's later; with the boot and the tick in which it started it is unique.
   */
  private static final String IDENTIFY =
      """
      umask 022
      line=
      if { read -r line < /proc/$$/stat; } 2>/dev/null; then
        boot=
        read -r boot < /proc/sys/kernel/random/boot_id
        set -- ${line##*) }
        shift 19
        started="$boot $1"
      else
        started=$(ps -o lstart= -p $$)
      fi
      printf '%s %s\\n' "$$" "$started" > @PID_FILE@
      cd @SANDBOX@ || exit 1
      printf '%s\\n' "$$"
      exec < /dev/null >> @STDOUT@ 2>> @STDERR@
      """;

  private StartScript() {}

  /**
   * The script.
   *
   * @param command absent: it ends with status 1, as Mesos does
   * @param userPrefix {@link UserSwitch#prefix}
   */
  static String of(
      HostTools tools,
      Sandbox sandbox,
      @Nullable CommandInfo command,
      @Nullable ContainerInfo container,
      TaskEnvironment environment,
      ImmutableList<String> userPrefix) {
    StringBuilder script =
        new StringBuilder(
            IDENTIFY
                .replace("@PID_FILE@", ShellText.quoted(sandbox.meta().resolve("pid").toString()))
                .replace("@SANDBOX@", ShellText.quoted(sandbox.directory().toString()))
                .replace("@STDOUT@", ShellText.quoted(sandbox.stdout().toString()))
                .replace("@STDERR@", ShellText.quoted(sandbox.stderr().toString())));
    for (String name : environment.overwritten()) {
      say(script, "Overwriting environment variable '" + name + "'");
    }
    if (container != null) {
      script.append(ResourceLimits.script(tools, container));
    }
    String program = command == null ? null : command.value();
    if (command == null || program == null) {
      say(script, "Command is not specified");
      return script.append("exit 1\n").toString();
    }
    if (!command.shell() && !environment.finds(program, sandbox.directory())) {
      say(script, "Failed to execute command '" + program + "': No such file or directory");
      return script
          .append("exit ")
          .append(sandbox.isNested() ? MISSING_PROGRAM : 1)
          .append('\n')
          .toString();
    }
    ImmutableList.Builder<String> words =
        ImmutableList.<String>builder().addAll(userPrefix).add(tools.env(), "-i");
    environment.variables().forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(argv(command, program));
    return script.append("exec ").append(ShellText.quoted(words.build())).append('\n').toString();
  }

  /** A command line without its argv[0], which neither env nor sh could set. */
  static ImmutableList<String> argv(CommandInfo command, String program) {
    if (command.shell()) {
      return ImmutableList.of(HostTools.SHELL, "-c", program);
    }
    return ImmutableList.<String>builder()
        .add(program)
        .addAll(
            command
                .arguments()
                .subList(Math.min(1, command.arguments().size()), command.arguments().size()))
        .build();
  }

  private static void say(StringBuilder script, String line) {
    script.append("printf '%s\\n' ").append(ShellText.quoted(line)).append(" >&2\n");
  }
}
