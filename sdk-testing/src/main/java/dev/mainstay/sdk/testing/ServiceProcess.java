package dev.mainstay.sdk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A framework's program as a user starts it: a JVM of its own, watched through its HTTP API. For
 * integration tests; its class path is the test's.
 */
public final class ServiceProcess implements AutoCloseable {

  /** How often a condition is asked. */
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path output;
  private final URI api;
  private final Duration stopTimeout;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServiceProcess(Process process, Path output, URI api, Duration stopTimeout) {
    this.process = process;
    this.output = output;
    this.api = api;
    this.stopTimeout = stopTimeout;
  }

  /**
   * Starts {@code run} of a framework, with its API at a free port.
   *
   * @param output a file for all that it prints; what is there is kept
   * @param arguments further ones, such as {@code --state-dir}
   * @param stopTimeout how long {@link #close} may take
   */
  public static ServiceProcess run(
      Class<?> framework, Path output, List<String> arguments, Duration stopTimeout)
      throws IOException {
    return run(
        JavaProgram.command(framework.getName()), Path.of(""), output, arguments, stopTimeout);
  }

  /** The same of another program that takes the command line's arguments. */
  static ServiceProcess run(
      List<String> program, Path folder, Path output, List<String> arguments, Duration stopTimeout)
      throws IOException {
    int port = JavaProgram.freePort();
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .addAll(program)
            .add("run", "--api-port", Integer.toString(port))
            .addAll(arguments)
            .build();
    return new ServiceProcess(
        JavaProgram.start(command, folder, output),
        output,
        URI.create("http://127.0.0.1:" + port),
        stopTimeout);
  }

  /** Asks again and again until the answer is yes. Fails with the service's output. */
  public void await(String what, Duration timeout, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (process.waitFor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(what + ": the service ended by itself\n" + output());
      }
      if (System.nanoTime() - start > timeout.toNanos()) {
        throw new AssertionError(what + ": not within " + timeout + "\n" + output());
      }
    }
  }

  /** Waits until everything is deployed, and every task is running and ready. */
  public void awaitReady(Duration timeout) throws Exception {
    await("a ready service", timeout, () -> isOk("/v1/ready"));
  }

  /** Whether a route answers 200; not while nobody listens yet. */
  public boolean isOk(String path) throws IOException, InterruptedException {
    try {
      return get(path, "application/json").statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** The JSON of a route. */
  public JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path, "application/json").body());
  }

  /** The text of a route. */
  public String text(String path) throws IOException, InterruptedException {
    return get(path, "text/plain").body().strip();
  }

  /** The id of the only task of a pod instance, such as {@code broker-1}. */
  public String taskId(String pod) throws IOException, InterruptedException {
    return json("/v1/pod/" + pod + "/status").path("tasks").path(0).path("id").asText();
  }

  /** Waits until a pod instance has another task than the given one, and it is ready. */
  public void awaitReplaced(String pod, String taskId, Duration timeout) throws Exception {
    await(
        "recovery of " + pod,
        timeout,
        () -> {
          JsonNode task = json("/v1/pod/" + pod + "/status").path("tasks").path(0);
          return !task.path("id").asText().equals(taskId)
              && task.path("status").asText().equals("RUNNING")
              && task.path("ready").asBoolean();
        });
  }

  /**
   * Waits until the only task of a pod instance has a status, such as {@code PAUSED}.
   *
   * @param status as {@code /v1/pod/{pod}/status} shows it
   */
  public void awaitStatus(String pod, String status, Duration timeout) throws Exception {
    await(
        pod + " " + status,
        timeout,
        () ->
            json("/v1/pod/" + pod + "/status")
                .path("tasks")
                .path(0)
                .path("status")
                .asText()
                .equals(status));
  }

  /** Waits until a plan has a status, such as {@code COMPLETE}. */
  public void awaitPlan(String plan, String status, Duration timeout) throws Exception {
    await(
        "plan " + plan + " " + status,
        timeout,
        () -> json("/v1/plans/" + plan).path("status").asText().equals(status));
  }

  /** Commands something; fails unless it was taken. */
  public void post(String path) throws IOException, InterruptedException {
    post(path, "");
  }

  /**
   * The same, with a body; returns the answer.
   *
   * @param body JSON, or empty for none
   */
  @CanIgnoreReturnValue
  public JsonNode post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          "POST %s: %d %s".formatted(path, answer.statusCode(), answer.body()));
    }
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve(path)).header("Accept", accept).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** All that it has printed. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits until it ends by itself; its exit code. */
  public int awaitEnd(Duration timeout) throws IOException, InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the end of the service: not within " + timeout + "\n" + output());
    }
    return process.exitValue();
  }

  /** Ends it without warning, as a crash does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it as Ctrl-C does, unless it has ended. Fails when that takes too long. */
  @Override
  public void close() throws Exception {
    if (!JavaProgram.stop(process, stopTimeout)) {
      throw new AssertionError("the service did not stop within " + stopTimeout + "\n" + output());
    }
  }
}
