package dev.mainstay.sdk.local.http;

import com.google.common.base.Splitter;
import dev.mainstay.sdk.local.model.ContainerEvent.LaunchFailed.Cause;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays the few shell commands that the recorded tasks and checks are made of: sleep, exit, true, a
 * trap, a server.
 */
final class ShellScript implements ContainerScript {

  private static final String ANY_UUID = "00000000-0000-4000-8000-000000000000";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NO_RESULT = -1;

  /** How a nested container says so (PODS.md, 3). */
  private static final int NO_SUCH_PROGRAM = 233;

  private boolean nested;

  /** What is asked for next is in this container. */
  void launching(ContainerId id) {
    nested = id.isNested();
  }

  @Override
  public Life lifeOf(TaskInfo task) {
    Optional<String> unsupported = unsupported(task.container());
    if (unsupported.isPresent()) {
      return Life.failingToLaunch(Cause.SETUP, unsupported.get());
    }
    CommandInfo command = task.command();
    if (command == null) {
      return Life.endingAfter(Duration.ZERO, 1);
    }
    if (command.uris().stream().anyMatch(uri -> uri.value().contains("no/such"))) {
      return Life.failingToLaunch(
          Cause.FETCH,
          "Failed to launch container: Failed to fetch all URIs for container '"
              + ANY_UUID
              + "': exited with status 1");
    }
    if ("nosuchuser".equals(command.user())) {
      return Life.failingToLaunch(
          Cause.SETUP,
          (nested
                  ? "Failed to create nested sandbox '/x/"
                  : "Failed to create executor directory '/x/")
              + ANY_UUID
              + "': Failed to chown directory to 'nosuchuser': No such user 'nosuchuser'");
    }
    String value = command.value();
    if (value == null || !command.shell()) {
      return Life.endingAfter(Duration.ofMillis(10), nested ? NO_SUCH_PROGRAM : 1);
    }
    return lifeOf(value);
  }

  @Override
  public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
    ShellTimeline timeline =
        ShellTimeline.of(task.command() == null ? "" : "" + task.command().value());
    return probe.accept(
        new Probe.Visitor<>() {
          @Override
          public Integer command(Probe.Command check) {
            return exitCode(check.command(), timeline, sinceStart);
          }

          @Override
          public Integer http(Probe.Http check) {
            if (!serves(check.port(), timeline, sinceStart)) {
              return NO_RESULT;
            }
            return "/nope".equals(check.path()) ? NOT_FOUND : OK;
          }

          @Override
          public Integer tcp(Probe.Tcp check) {
            return serves(check.port(), timeline, sinceStart) ? 1 : 0;
          }

          private boolean serves(int port, ShellTimeline timeline, Duration sinceStart) {
            return timeline.has(Integer.toString(port), sinceStart)
                || String.valueOf(task.command()).contains("exec python3 -m http.server");
          }
        });
  }

  /** Of the checks that the recordings have: no result after a time-out or a signal. */
  private static int exitCode(CommandInfo check, ShellTimeline timeline, Duration sinceStart) {
    String script = check.value();
    if (script == null || !check.shell()) {
      return NO_SUCH_PROGRAM;
    }
    int slow = script.indexOf(" && sleep ");
    if (slow > 0 && script.startsWith("test -f ")) {
      return timeline.has(script.substring("test -f ".length(), slow), sinceStart) ? NO_RESULT : 0;
    }
    if (script.startsWith("test -f ")) {
      return timeline.has(script.substring("test -f ".length()), sinceStart) ? 0 : 1;
    }
    if (script.contains("kill -9 $$") || script.matches("sleep [0-9]{2}")) {
      return NO_RESULT;
    }
    return script.matches("exit [0-9]+") ? Integer.parseInt(script.substring("exit ".length())) : 0;
  }

  /** After what time from its launch a task kills itself, empty for the others. */
  static Optional<Duration> ownKill(TaskInfo task) {
    CommandInfo command = task.command();
    String script = command == null || command.value() == null ? "" : command.value();
    return script.contains("kill -9 $$")
        ? Optional.of(Duration.ofMillis(70 + 1000L * (script.charAt("sleep ".length()) - '0')))
        : Optional.empty();
  }

  private static Life lifeOf(String script) {
    if (script.contains("kill -9 $$")) {
      return Life.FOREVER;
    }
    if (script.contains("http.server") || script.contains("while true")) {
      return Life.FOREVER;
    }
    if (script.startsWith("trap")) {
      return trap(script);
    }
    Duration runtime = Duration.ofMillis(20);
    int exitCode = 0;
    for (String statement : Splitter.on(';').trimResults().omitEmptyStrings().split(script)) {
      exitCode = 0;
      if (statement.startsWith("sleep ")) {
        runtime = runtime.plusSeconds(Long.parseLong(statement.substring("sleep ".length())));
      } else if (statement.startsWith("exit ")) {
        exitCode = Integer.parseInt(statement.substring("exit ".length()));
      }
    }
    return Life.endingAfter(runtime, exitCode);
  }

  private static Optional<String> unsupported(@Nullable ContainerInfo container) {
    if (container == null) {
      return Optional.empty();
    }
    if (container.image() != null) {
      return Optional.of("Unsupported container image type: DOCKER");
    }
    return container.networks().stream()
        .filter(network -> network.name() != null)
        .map(network -> "Unknown CNI network '" + network.name() + "'")
        .findFirst();
  }

  private static Life trap(String script) {
    if (script.startsWith("trap \"exit ")) {
      int code = script.charAt("trap \"exit ".length()) - '0';
      return Life.FOREVER.withTermExitCode(code);
    }
    return Life.ignoringTerm();
  }
}
