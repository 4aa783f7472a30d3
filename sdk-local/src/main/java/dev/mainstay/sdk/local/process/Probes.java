package dev.mainstay.sdk.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.model.ContainerCommand.RunProbe;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.Probe;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries probes against running tasks, without a waiting thread for any of them. The outcome is the
 * value of {@link dev.mainstay.sdk.local.model.ContainerEvent.Probed}.
 *
 * <p>A command that ends with 128 + n is taken to have been ended by signal n, which the system's
 * exit status as Java shows it does not tell apart.
 */
final class Probes {

  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

  static final int NO_OUTCOME = -1;

  private static final int SIGNALLED = 128;

  /** SIGSYS: what follows are the real-time signals. */
  private static final int LAST_SIGNAL = 31;

  private final HostTools tools;
  private final UserSwitch users;
  private final Executor pool;
  private final HttpClient http;

  Probes(HostTools tools, UserSwitch users, Executor pool) {
    this.tools = tools;
    this.users = users;
    this.pool = pool;
    this.http =
        HttpClient.newBuilder()
            .executor(pool)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .sslContext(TrustingTls.context())
            .build();
  }

  /** Tries once; the future never fails. */
  CompletableFuture<Integer> run(RunningTask task, RunProbe command) {
    Duration timeout = command.timeout();
    return command
        .probe()
        .accept(
            new Probe.Visitor<CompletableFuture<Integer>>() {
              @Override
              public CompletableFuture<Integer> command(Probe.Command probe) {
                return runCommand(task, probe.command(), timeout);
              }

              @Override
              public CompletableFuture<Integer> http(Probe.Http probe) {
                return get(task.host().address(), probe, timeout);
              }

              @Override
              public CompletableFuture<Integer> tcp(Probe.Tcp probe) {
                return connect(task.host().address(), probe.port(), timeout);
              }
            });
  }

  private CompletableFuture<Integer> runCommand(
      RunningTask task, CommandInfo command, Duration timeout) {
    CompletableFuture<Integer> outcome = new CompletableFuture<>();
    pool.execute(() -> startCommand(task, command, timeout, outcome));
    return outcome;
  }

  private void startCommand(
      RunningTask task, CommandInfo command, Duration timeout, CompletableFuture<Integer> outcome) {
    String program = command.value();
    Path directory = task.sandbox().directory();
    if (program == null) {
      outcome.complete(1);
    } else if (!command.shell() && !task.environment().finds(program, directory)) {
      outcome.complete(StartScript.MISSING_PROGRAM);
    } else {
      try {
        await(process(task, command, program).start(), timeout, outcome);
      } catch (IOException | LaunchFailure | RuntimeException e) {
        LOG.warn("Cannot run a check of container={}: {}", task.id(), e.toString());
        outcome.complete(NO_OUTCOME);
      }
    }
  }

  private ProcessBuilder process(RunningTask task, CommandInfo command, String program)
      throws IOException, LaunchFailure {
    String name = "check-" + UUID.nameUUIDFromBytes(task.id().toString().getBytes(UTF_8));
    Path output = task.sandbox().directory().resolve("containers").resolve(name);
    Files.createDirectories(output);
    ProcessBuilder builder =
        new ProcessBuilder(
            ImmutableList.<String>builder()
                .addAll(tools.detach())
                .addAll(users.prefix(task.user()))
                .addAll(StartScript.argv(command, program))
                .build());
    builder.environment().clear();
    builder.environment().putAll(task.environment().with(command.environment()));
    builder.directory(task.sandbox().directory().toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(output.resolve("stdout").toFile());
    builder.redirectError(output.resolve("stderr").toFile());
    return builder;
  }

  /** A signal that ends a process, and not one of those that programs make up for themselves. */
  private static boolean isSignal(int number) {
    return number >= 1 && number <= LAST_SIGNAL;
  }

  private void await(Process process, Duration timeout, CompletableFuture<Integer> outcome) {
    var unused =
        process
            .onExit()
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .handleAsync(
                (ended, failure) -> {
                  if (failure != null) {
                    ProcessGroups.signal("KILL", List.of(process.pid()));
                    return outcome.complete(NO_OUTCOME);
                  }
                  int status = ended.exitValue();
                  return outcome.complete(isSignal(status - SIGNALLED) ? NO_OUTCOME : status);
                },
                pool);
  }

  private CompletableFuture<Integer> get(String address, Probe.Http probe, Duration timeout) {
    String scheme = probe.scheme() == null ? "http" : probe.scheme();
    String path = probe.path() == null ? "/" : probe.path();
    String host = address.contains(":") ? "[" + address + "]" : address;
    HttpRequest request;
    try {
      URI uri = URI.create(scheme + "://" + host + ":" + probe.port() + path);
      request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    } catch (IllegalArgumentException e) {
      LOG.debug("Check without an outcome: {}", e.toString());
      return CompletableFuture.completedFuture(NO_OUTCOME);
    }
    return http.sendAsync(request, BodyHandlers.discarding())
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((response, failure) -> failure == null ? response.statusCode() : NO_OUTCOME);
  }

  private static CompletableFuture<Integer> connect(String address, int port, Duration timeout) {
    CompletableFuture<Integer> outcome = new CompletableFuture<>();
    AsynchronousSocketChannel channel;
    try {
      channel = AsynchronousSocketChannel.open();
    } catch (IOException e) {
      LOG.warn("Cannot open a socket for a check: {}", e.toString());
      return CompletableFuture.completedFuture(NO_OUTCOME);
    }
    channel.connect(
        new InetSocketAddress(address, port),
        outcome,
        new CompletionHandler<Void, CompletableFuture<Integer>>() {
          @Override
          public void completed(Void nothing, CompletableFuture<Integer> result) {
            result.complete(1);
          }

          @Override
          public void failed(Throwable failure, CompletableFuture<Integer> result) {
            result.complete(0);
          }
        });
    return outcome
        .completeOnTimeout(NO_OUTCOME, timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((value, failure) -> close(channel));
  }

  private static void close(AsynchronousSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("Closing a check's socket: {}", e.toString());
    }
  }
}
