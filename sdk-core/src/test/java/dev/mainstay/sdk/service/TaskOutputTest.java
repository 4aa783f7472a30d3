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
    HttpServer mesos =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    String address = "127.0.0.1:" + mesos.getAddress().getPort();
    serve(
        mesos,
        "/slaves",
        "{\"slaves\": [{\"id\": \"S0\", \"pid\": \"slave(1)@" + address + "\"}]}");
    serve(mesos, "/files/read", "{\"data\": \"h€llo\\n\", \"offset\": 0}");
    mesos.start();
    try {
      TaskLogs logs = new AgentLogs(address, () -> Optional.of(new FrameworkId("F")));
      assertThat(logs.read(POD, TASK, Stream.STDOUT, 0)).contains(new Piece(0, "h€llo\n", 8));
    } finally {
      mesos.stop(0);
    }
  }

  private static void serve(HttpServer server, String path, String body) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            boolean asked =
                path.equals("/slaves")
                    || query.contains(
                        "path=/frameworks/F/executors/E0/runs/latest/tasks/" + TASK + "/stdout&");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
