package dev.mainstay.sdk.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.TaskLogs;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.wire.MasterDetector;
import dev.mainstay.sdk.mesos.wire.MasterUrl;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PodRecord;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the output of tasks through the files API of Mesos agents ({@code /files/read}). The
 * agent's address is asked of the master ({@code /slaves}); a task's folder is {@code
 * /frameworks/F/executors/E/runs/latest/tasks/T}, which the agent and its default executor make. A
 * task that ended before its pod's executor was started anew lies in the folder of an earlier one:
 * the master knows which ({@code /tasks}), as long as it remembers the task.
 */
final class AgentLogs implements TaskLogs {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String masters;
  private final Supplier<Optional<FrameworkId>> framework;

  /**
   * For one framework.
   *
   * @param masters as given to {@link MasterDetector#of}
   * @param framework its id, absent before the first subscription
   */
  AgentLogs(String masters, Supplier<Optional<FrameworkId>> framework) {
    this.masters = masters;
    this.framework = framework;
  }

  @Override
  public Optional<Piece> read(PodRecord pod, TaskId task, Stream stream, long offset)
      throws IOException {
    AgentPlace place = pod.place();
    ExecutorInfo executor = pod.executor();
    Optional<FrameworkId> id = framework.get();
    if (place == null || executor == null || id.isEmpty()) {
      return Optional.empty();
    }
    Run latest = new Run(place.agentId(), executor.executorId());
    Optional<Piece> piece = read(latest, id.get(), task, stream, offset);
    if (piece.isPresent()) {
      return piece;
    }
    Optional<Run> remembered = runOf(id.get(), task).filter(run -> !run.equals(latest));
    return remembered.isEmpty()
        ? Optional.empty()
        : read(remembered.get(), id.get(), task, stream, offset);
  }

  /** An executor on an agent. */
  private record Run(AgentId agent, ExecutorId executor) {}

  private Optional<Piece> read(
      Run run, FrameworkId framework, TaskId task, Stream stream, long offset) throws IOException {
    String file =
        "/frameworks/%s/executors/%s/runs/latest/tasks/%s/%s"
            .formatted(
                framework.value(),
                run.executor().value(),
                task.value(),
                stream.name().toLowerCase(Locale.ROOT));
    return read(agentAddress(run.agent()), file, offset);
  }

  private Optional<Piece> read(String agent, String file, long offset) throws IOException {
    long start = offset;
    if (offset < 0) {
      Optional<JsonNode> end = ask(agent, file, -1);
      if (end.isEmpty()) {
        return Optional.empty();
      }
      start = Math.max(0, end.get().path("offset").asLong() + offset);
    }
    Optional<JsonNode> answer = ask(agent, file, start);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = answer.get().path("data").asText().getBytes(StandardCharsets.ISO_8859_1);
    int whole = SandboxLogs.wholeCharacters(bytes);
    return Optional.of(
        new Piece(start, new String(bytes, 0, whole, StandardCharsets.UTF_8), start + whole));
  }

  /**
   * An agent writes the bytes of the file as they are into the JSON: each is read as one character.
   */
  private Optional<JsonNode> ask(String agent, String file, long offset) throws IOException {
    URI uri =
        URI.create(
            "http://%s/files/read?path=%s&offset=%d&length=%d"
                .formatted(
                    agent,
                    URLEncoder.encode(file, StandardCharsets.UTF_8),
                    offset,
                    SandboxLogs.PIECE_BYTES));
    HttpResponse<byte[]> response = get(uri);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answered " + response.statusCode());
    }
    return Optional.of(mapper.readTree(new String(response.body(), StandardCharsets.ISO_8859_1)));
  }

  private String agentAddress(AgentId agent) throws IOException {
    for (JsonNode known : askMaster("/slaves").path("slaves")) {
      String pid = known.path("pid").asText();
      if (known.path("id").asText().equals(agent.value()) && pid.contains("@")) {
        return pid.substring(pid.indexOf('@') + 1);
      }
    }
    throw new IOException(
        "the master " + new MasterUrl(masters) + " does not know the agent " + agent);
  }

  /** Where a task runs or ran; absent when the master does not remember it. */
  private Optional<Run> runOf(FrameworkId framework, TaskId task) throws IOException {
    String query =
        "/tasks?framework_id=%s&task_id=%s"
            .formatted(
                URLEncoder.encode(framework.value(), StandardCharsets.UTF_8),
                URLEncoder.encode(task.value(), StandardCharsets.UTF_8));
    for (JsonNode known : askMaster(query).path("tasks")) {
      if (known.path("id").asText().equals(task.value())) {
        return Optional.of(
            new Run(
                new AgentId(known.path("slave_id").asText()),
                new ExecutorId(known.path("executor_id").asText())));
      }
    }
    return Optional.empty();
  }

  private JsonNode askMaster(String path) throws IOException {
    try (MasterDetector detector = MasterDetector.of(masters)) {
      URI uri = URI.create("http://" + detector.detect(0) + path);
      HttpResponse<byte[]> response = get(uri);
      if (response.statusCode() != 200) {
        throw new IOException(uri + " answered " + response.statusCode());
      }
      return mapper.readTree(response.body());
    }
  }

  private HttpResponse<byte[]> get(URI uri) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + uri, e);
    }
  }
}
