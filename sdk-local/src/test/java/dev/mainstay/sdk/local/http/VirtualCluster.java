package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ClusterSettings;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.local.model.ScriptedContainers;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.local.process.TaskSandboxes;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.wire.EventWire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The cluster behind its HTTP API, in virtual time: the model, scripted containers, no socket. */
final class VirtualCluster implements ClusterPort {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What a scheduler was sent into one stream. */
  static final class Stream {
    private final List<JsonNode> events = new ArrayList<>();
    private boolean closed;

    ImmutableList<JsonNode> events() {
      return ImmutableList.copyOf(events);
    }

    boolean isClosed() {
      return closed;
    }
  }

  private final ClusterModel model;
  private final ShellScript script = new ShellScript(() -> now());
  private final ScriptedContainers containers = new ScriptedContainers(script);
  private final Map<StreamId, Stream> streams = new LinkedHashMap<>();
  private final Map<ExecutorId, ContainerId> executors = new LinkedHashMap<>();
  private final MasterRoutes routes;
  private Instant now;
  private long lastId;

  VirtualCluster(ClusterSettings settings, ClusterImage image, Instant start) {
    now = start;
    model = new ClusterModel(settings, this::nextId, image, now);
    routes =
        new MasterRoutes(
            this,
            new SchedulerApi(this, this::nextId, queue -> streams.put(queue.id(), new Stream())),
            new TaskSandboxes(Path.of("no-agents-work-here")));
  }

  ClusterModel model() {
    return model;
  }

  Instant now() {
    return now;
  }

  /** The answer to a request as it is on the wire; a stream's events go to {@link #stream}. */
  SchedulerAnswer answer(byte[] request) {
    SchedulerAnswer answer;
    try {
      answer = routes.answer(read(request));
    } catch (HttpReader.BadRequestException e) {
      return SchedulerAnswer.of(e.response());
    }
    EventStreamQueue queue = answer.stream();
    if (queue != null && !streams.containsKey(queue.id())) {
      streams.put(queue.id(), ended(queue));
    }
    return answer;
  }

  Stream stream(StreamId id) {
    Stream stream = streams.get(id);
    if (stream == null) {
      throw new AssertionError("there is no stream " + id);
    }
    return stream;
  }

  Optional<ClusterOutput.CallRefused> hand(ClusterInput input) {
    Optional<ClusterOutput.CallRefused> refused = Optional.empty();
    for (ClusterOutput output : model.handle(input, now)) {
      if (output instanceof ClusterOutput.CallRefused refusal) {
        refused = Optional.of(refusal);
      }
      output.accept(new Outputs());
    }
    return refused;
  }

  /** A signal for the latest run of an executor, which ends it. */
  void killExecutor(ExecutorId id, int signal) {
    containers.killExecutor(latestRun(id), signal, now);
  }

  /** SIGSTOP for the latest run of an executor. */
  void stopExecutor(ExecutorId id) {
    hand(new ClusterInput.ExecutorStopped(latestRun(id)));
  }

  private ContainerId latestRun(ExecutorId id) {
    ContainerId container = executors.get(id);
    if (container == null) {
      throw new AssertionError("there was no executor " + id);
    }
    return container;
  }

  /** A signal for a task's process, which ends it. */
  void killTask(TaskId id, int signal) {
    containers.kill(id, signal, now);
  }

  /** Lets time pass, and all that is due happen when it is due. */
  void advance(Duration duration) {
    Instant until = now.plus(duration);
    while (true) {
      Optional<Instant> next =
          java.util.stream.Stream.of(model.nextWake(), containers.next())
              .flatMap(Optional::stream)
              .min(Instant::compareTo)
              .filter(instant -> !instant.isAfter(until));
      if (next.isEmpty()) {
        break;
      }
      now = next.get().isAfter(now) ? next.get() : now;
      for (ContainerEvent event : containers.takeDue(now)) {
        hand(new ClusterInput.ContainerReport(event));
      }
      hand(new ClusterInput.Tick());
    }
    now = until;
  }

  @Override
  public <T> T onModel(Work<T> work) {
    return work.run(model, this::hand);
  }

  private static HttpRequest read(byte[] request) throws HttpReader.BadRequestException {
    try {
      return new HttpReader(new ByteArrayInputStream(request), OutputStream.nullOutputStream())
          .next()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UUID nextId() {
    lastId++;
    return new UUID(0x4000L, lastId | Long.MIN_VALUE);
  }

  /** A stream that has its error and its end already. */
  private static Stream ended(EventStreamQueue queue) {
    Stream stream = new Stream();
    try {
      for (Optional<byte[]> record = queue.next(); record.isPresent(); record = queue.next()) {
        String text = new String(record.get(), java.nio.charset.StandardCharsets.UTF_8);
        stream.events.add(JSON.readTree(text.substring(text.indexOf('\n') + 1)));
      }
    } catch (InterruptedException e) {
      throw new AssertionError("the stream has not ended", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stream.closed = true;
    return stream;
  }

  private static JsonNode json(MesosEvent event) {
    try {
      return JSON.readTree(JsonPrinter.print(EmptyIds.restore(EventWire.toProto(event))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Outputs implements ClusterOutput.Visitor<Boolean> {

    @Override
    public Boolean event(ClusterOutput.Event output) {
      Stream stream = streams.get(output.stream());
      return stream != null && stream.events.add(json(output.event()));
    }

    @Override
    public Boolean closeStream(ClusterOutput.CloseStream output) {
      stream(output.stream()).closed = true;
      return true;
    }

    @Override
    public Boolean container(ClusterOutput.Container output) {
      if (output.command() instanceof ContainerCommand.LaunchTask launch) {
        script.launching(launch.id());
      }
      if (output.command() instanceof ContainerCommand.LaunchExecutor launch) {
        executors.put(launch.executor().executorId(), launch.id());
      }
      containers.carryOut(output.command(), now);
      if (output.command() instanceof ContainerCommand.LaunchTask launch) {
        ShellScript.ownKill(launch.task())
            .ifPresent(after -> containers.kill(launch.task().taskId(), 9, now.plus(after)));
      }
      return true;
    }

    @Override
    public Boolean imageChanged(ClusterOutput.ImageChanged output) {
      return true;
    }

    @Override
    public Boolean callRefused(ClusterOutput.CallRefused output) {
      return true;
    }
  }
}
