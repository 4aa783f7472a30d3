package dev.mainstay.sdk.local.http;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.local.model.ContainerEvent.LaunchFailed.Cause;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays the few shell commands that the recorded tasks and checks are made of: sleep, exit, true, a
 * trap, a server.
 */
final class ShellScript implements ContainerScript {

  private static final String ANY_UUID = "00000000-0000-4000-8000-000000000000";

  /** How long the recorded server took for its slow file. */
  private static final Duration SLOW_DOWNLOAD = Duration.ofMillis(6300);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NO_RESULT = -1;

  /** How {@code ls} says so. */
  private static final int NO_SUCH_FILE = 2;

  /** How a nested container says so (PODS.md, 3). */
  private static final int NO_SUCH_PROGRAM = 233;

  private final Supplier<Instant> clock;
  private boolean nested;

  ShellScript(Supplier<Instant> clock) {
    this.clock = clock;
  }

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
    Optional<String> unfetched = command.uris().stream().flatMap(this::failure).findFirst();
    if (unfetched.isPresent()) {
      return Life.failingToLaunch(Cause.FETCH, unfetched.get());
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
    if ("/usr/bin/env".equals(value)) {
      return Life.endingAfter(Duration.ofMillis(10), 0);
    }
    if (value == null || !command.shell()) {
      return Life.endingAfter(Duration.ofMillis(10), nested ? NO_SUCH_PROGRAM : 1);
    }
    ContainerInfo container = task.container();
    if (container != null
        && (container.rlimits().stream().anyMatch(this::isInvalid) || hasTwins(container))) {
      return Life.endingAfter(Duration.ofMillis(10), 1);
    }
    boolean slow = command.uris().stream().anyMatch(uri -> uri.value().endsWith("/slow"));
    return slow ? lifeOf(value, paths(task)).withSetup(SLOW_DOWNLOAD) : lifeOf(value, paths(task));
  }

  /** What is told of a URI that cannot be fetched. */
  private Stream<String> failure(CommandInfo.Uri uri) {
    String file = uri.outputFile() == null ? "" : uri.outputFile();
    boolean refused = file.startsWith("/");
    boolean noArchive = file.endsWith(".tar.gz") && !uri.value().endsWith(".tar.gz");
    boolean missing = Stream.of("no/such", "/nope", ":1/").anyMatch(uri.value()::contains);
    if (!refused && !noArchive && !missing) {
      return Stream.empty();
    }
    if (nested) {
      return Stream.of(
          refused ? "Command terminated with signal Killed" : "Command exited with status 1");
    }
    return Stream.of(
        "Failed to launch container: Failed to fetch all URIs for container '"
            + ANY_UUID
            + "': exited with status 1");
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
  private int exitCode(CommandInfo check, ShellTimeline timeline, Duration sinceStart) {
    String script = check.value();
    if (script == null || !check.shell()) {
      return NO_SUCH_PROGRAM;
    }
    int slow = script.indexOf(" && sleep ");
    if (slow > 0 && script.startsWith("test -f ")) {
      int otherwise = script.endsWith("; exit 1") ? 1 : 0;
      return timeline.has(script.substring("test -f ".length(), slow), sinceStart)
          ? NO_RESULT
          : otherwise;
    }
    if (script.startsWith("test -f ")) {
      return timeline.has(script.substring("test -f ".length()), sinceStart) ? 0 : 1;
    }
    if (script.contains("kill -9 $$") || script.matches("sleep [0-9]{2}")) {
      return NO_RESULT;
    }
    if (script.matches("exit .*date \\+%s.* / 3 % 3 .*")) {
      return (int) (clock.get().getEpochSecond() / 3 % 3);
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

  @Override
  public Optional<String> executorFailure(ExecutorInfo executor) {
    if (executor.container() != null && !executor.container().volumes().isEmpty()) {
      return Optional.of("Failed to launch container: Volumes in ContainerInfo is not supported");
    }
    Map<String, String> volumes = new HashMap<>();
    for (Resource resource : executor.resources().reverse()) {
      Optional<String> path = path(resource);
      String clash = path.map(volumes::get).orElse(null);
      if (clash != null) {
        return Optional.of(
            "Failed to launch container: The existing symlink '/x/"
                + ANY_UUID
                + "' points to '"
                + clash
                + "' and the new target is '"
                + volume(resource)
                + "'");
      }
      path.ifPresent(own -> volumes.put(own, volume(resource)));
    }
    return Optional.empty();
  }

  private static Optional<String> path(Resource resource) {
    return Optional.ofNullable(resource.disk()).map(DiskInfo::volume).map(Volume::containerPath);
  }

  /** Where a persistent volume is; the part that is the agent's own is the recorded one's. */
  private static String volume(Resource resource) {
    DiskInfo.Persistence persistence =
        resource.disk() == null ? null : resource.disk().persistence();
    return persistence == null ? "" : persistence.id();
  }

  /** What a task finds in its sandbox: its volumes, but for those that Mesos ignores here. */
  private static ImmutableSet<String> paths(TaskInfo task) {
    Stream<String> persistent = task.resources().stream().flatMap(each -> path(each).stream());
    Stream<String> shared =
        task.container() == null
            ? Stream.empty()
            : task.container().volumes().stream()
                .filter(volume -> volume.source() instanceof Volume.Source.SandboxPath)
                .map(Volume::containerPath);
    return Stream.of(persistent, shared, Stream.of(".", ".."))
        .flatMap(each -> each)
        .collect(ImmutableSet.toImmutableSet());
  }

  private boolean isInvalid(ContainerInfo.ResourceLimit limit) {
    Long soft = limit.soft();
    Long hard = limit.hard();
    return limit.type().equals("UNKNOWN")
        || (soft == null) != (hard == null)
        || (soft != null && hard != null && soft > hard);
  }

  private static boolean hasTwins(ContainerInfo container) {
    return container.rlimits().stream().map(ContainerInfo.ResourceLimit::type).distinct().count()
        < container.rlimits().size();
  }

  private static Life lifeOf(String script, ImmutableSet<String> paths) {
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
      } else if (statement.matches("ls -la [a-z]+/")) {
        String path = statement.substring("ls -la ".length(), statement.length() - 1);
        exitCode = paths.contains(path) ? 0 : NO_SUCH_FILE;
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
