package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.TaskLogs;
import dev.mainstay.sdk.http.TaskLogs.Piece;
import dev.mainstay.sdk.http.TaskLogs.Stream;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PodRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of tasks, read from a sandbox on this machine and through an agent. */
final class TaskOutputTest {

  private static final TaskId TASK = new TaskId("hello__web-0-server__1");
  private static final PodRecord POD =
      PodRecord.fresh(new PodId("web", 0), new ConfigId("c"))
          .withPlace(
              new AgentPlace(
                  new AgentId("S0"), "agent-1", null, null, null, ImmutableSortedMap.of()))
          .withExecutor(
              new ExecutorInfo(
                  ExecutorInfo.Kind.DEFAULT,
                  new ExecutorId("E0"),
                  null,
                  null,
                  null,
                  ImmutableList.of(),
                  null,
                  ImmutableList.of(),
                  null));

  @Test
  void a_sandbox_is_read_from_an_offset_and_from_the_end(@TempDir Path sandbox) throws Exception {
    Files.writeString(sandbox.resolve("stdout"), "hello world");
    TaskLogs logs = new SandboxLogs(task -> Optional.of(sandbox));
    assertThat(logs.read(POD, TASK, Stream.STDOUT, 6)).contains(new Piece(6, "world", 11));
    assertThat(logs.read(POD, TASK, Stream.STDOUT, -3)).contains(new Piece(8, "rld", 11));
    assertThat(logs.read(POD, TASK, Stream.STDOUT, 99)).contains(new Piece(11, "", 11));
    assertThat(logs.read(POD, TASK, Stream.STDERR, 0)).isEmpty();
  }

  @Test
  void a_character_that_is_not_whole_yet_is_left_for_the_next_piece(@TempDir Path sandbox)
      throws Exception {
    byte[] cut = {'a', (byte) 0xe2, (byte) 0x82};
    Files.write(sandbox.resolve("stdout"), cut);
    TaskLogs logs = new SandboxLogs(task -> Optional.of(sandbox));
    assertThat(logs.read(POD, TASK, Stream.STDOUT, 0)).contains(new Piece(0, "a", 1));
    Files.writeString(sandbox.resolve("stdout"), "a€b");
    assertThat(logs.read(POD, TASK, Stream.STDOUT, 1)).contains(new Piece(1, "€b", 5));
  }

  @Test
  void an_agent_is_found_through_the_master_and_asked_for_the_task_s_file() throws Exception {
    try (AgentStub mesos = new AgentStub("{\"tasks\": []}", "E0")) {
      assertThat(mesos.logs().read(POD, TASK, Stream.STDOUT, 0))
          .contains(new Piece(0, "h€llo\n", 8));
    }
  }

  @Test
  void the_output_of_a_task_of_an_earlier_executor_is_found_through_the_master() throws Exception {
    String tasks =
        "{\"tasks\": [{\"id\": \"%s\", \"executor_id\": \"E-before\", \"slave_id\": \"S0\"}]}"
            .formatted(TASK);
    try (AgentStub mesos = new AgentStub(tasks, "E-before")) {
      assertThat(mesos.logs().read(POD, TASK, Stream.STDOUT, 0))
          .contains(new Piece(0, "h€llo\n", 8));
    }
  }

  @Test
  void a_task_that_the_master_has_forgotten_has_no_output() throws Exception {
    try (AgentStub mesos = new AgentStub("{\"tasks\": []}", "E-before")) {
      assertThat(mesos.logs().read(POD, TASK, Stream.STDOUT, 0)).isEmpty();
    }
  }

  /** A master with one agent, which holds the task's output under one executor. */
  private static final class AgentStub implements AutoCloseable {

    private final HttpServer server;
    private final String address;

    AgentStub(String tasks, String executor) throws IOException {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      this.address = "127.0.0.1:" + server.getAddress().getPort();
      serve(
          "/slaves", "", "{\"slaves\": [{\"id\": \"S0\", \"pid\": \"slave(1)@" + address + "\"}]}");
      serve("/tasks", "framework_id=F&task_id=" + TASK, tasks);
      serve(
          "/files/read",
          "path=/frameworks/F/executors/%s/runs/latest/tasks/%s/stdout&".formatted(executor, TASK),
          "{\"data\": \"h€llo\\n\", \"offset\": 0}");
      server.start();
    }

    AgentLogs logs() {
      return new AgentLogs(address, () -> Optional.of(new FrameworkId("F")));
    }

    private void serve(String path, String query, String body) {
      server.createContext(
          path,
          exchange -> {
            try (exchange) {
              boolean asked = String.valueOf(exchange.getRequestURI().getQuery()).contains(query);
              byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(asked ? 200 : 404, bytes.length);
              exchange.getResponseBody().write(bytes);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
