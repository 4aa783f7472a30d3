package dev.mainstay.sdk.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.service.ClusterOptions;
import dev.mainstay.sdk.service.ClusterProvider;
import dev.mainstay.sdk.service.EmbeddedCluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The master's API as bytes on a socket. */
@Timeout(120)
final class MasterHttpIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String POST =
      "POST /api/v1/scheduler HTTP/1.1\nHost: x\nContent-Type: application/json";
  private static final String SUBSCRIBE =
      """
      {"type":"SUBSCRIBE"%s,"subscribe":{"framework_info":{"user":"root","name":"n"%s,
       "roles":["r"],"capabilities":[{"type":"MULTI_ROLE"}]}}}""";

  private Path folder;
  private EmbeddedCluster cluster;

  @BeforeEach
  void start(@TempDir Path newFolder) throws Exception {
    folder = newFolder;
    ClusterOptions.AgentOptions agent =
        new ClusterOptions.AgentOptions(
            Scalar.of(1L),
            Scalar.of(512L),
            Scalar.of(1024L),
            ImmutableMap.of("rack", "r1"),
            null,
            ImmutableList.of());
    cluster =
        ServiceLoader.load(ClusterProvider.class)
            .findFirst()
            .orElseThrow()
            .start(new ClusterOptions(folder, ImmutableList.of(agent), 0, 0));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void a_stream_begins_with_its_id_SUBSCRIBED_and_a_heartbeat() throws Exception {
    try (RawHttp http = open().send(POST, SUBSCRIBE.formatted("", "").getBytes(UTF_8))) {
      assertThat(http.head())
          .matches(
              """
              HTTP/1.1 200 OK
              Transfer-Encoding: chunked
              Mesos-Stream-Id: [0-9a-f-]{36}
              Content-Type: application/json
              """);

      byte[] subscribed = http.chunk();
      assertThat(new String(subscribed, UTF_8)).matches("(?s)[0-9]+\n\\{\"type\":\"SUBSCRIBED\".*");
      assertThat(event(subscribed).path("subscribed").path("heartbeat_interval_seconds").asDouble())
          .isEqualTo(15.0);
      assertThat(new String(http.chunk(), UTF_8)).isEqualTo("20\n{\"type\":\"HEARTBEAT\"}");
      assertThat(event(http.chunk()).path("type").asText()).isEqualTo("OFFERS");
    }
  }

  @Test
  void a_scheduler_that_hangs_up_is_gone_at_once() throws Exception {
    String id;
    try (RawHttp http = open().send(POST, SUBSCRIBE.formatted("", "").getBytes(UTF_8))) {
      http.head();
      id = event(http.chunk()).path("subscribed").path("framework_id").path("value").asText();
    }
    awaitRemoved(id);
    String inCall = ",\"framework_id\":{\"value\":\"" + id + "\"}";
    String inInfo = ",\"id\":{\"value\":\"" + id + "\"}";
    try (RawHttp http = open().send(POST, SUBSCRIBE.formatted(inCall, inInfo).getBytes(UTF_8))) {
      assertThat(http.head()).startsWith("HTTP/1.1 200 OK\n");
      assertThat(event(http.chunk()).path("error").path("message").asText())
          .isEqualTo("Framework has been removed");
      assertThat(http.chunk()).isEmpty();
    }
  }

  @Test
  void a_scheduler_without_refinement_sees_reservations_in_the_old_form() throws Exception {
    try (RawHttp http = open().send(POST, SUBSCRIBE.formatted("", "").getBytes(UTF_8))) {
      http.head();
      http.chunk();
      http.chunk();
      JsonNode resource = event(http.chunk()).at("/offers/offers/0/resources/0");
      assertThat(resource.path("role").asText()).isEqualTo("*");
      assertThat(resource.has("reservations")).isFalse();
    }
  }

  @Test
  void one_connection_takes_requests_one_after_the_other() throws Exception {
    try (RawHttp http = open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(http.send("GET /version HTTP/1.1\nHost: x", new byte[0]).answer())
            .isEqualTo(
                """
                HTTP/1.1 200 OK
                Content-Type: application/json
                Content-Length: 20

                {"version":"1.12.0"}""");
      }
    }
  }

  @Test
  void a_body_that_waits_for_100_continue_is_asked_for() throws Exception {
    try (RawHttp http = open().send(POST + "\nExpect: 100-continue", "{}".getBytes(UTF_8))) {
      assertThat(http.head()).isEqualTo("HTTP/1.1 100 Continue\n");
      assertThat(http.answer()).endsWith("Expecting 'type' to be present");
    }
  }

  @Test
  void what_is_no_route_is_not_found_and_what_is_no_http_is_refused() throws Exception {
    try (RawHttp http = open().send("GET /nowhere HTTP/1.1\nHost: x", new byte[0])) {
      assertThat(http.answer()).startsWith("HTTP/1.1 404 Not Found\n").endsWith("404 Not Found.");
    }
    try (RawHttp http = open().send("HELLO", new byte[0])) {
      assertThat(http.answer()).startsWith("HTTP/1.1 400 Bad Request\n");
    }
  }

  @Test
  void the_state_tells_of_agents_and_can_be_had_compressed() throws Exception {
    String get = "GET /master/state HTTP/1.1\nHost: x";
    try (RawHttp http = open()) {
      String plain = http.send(get, new byte[0]).answer();
      JsonNode state = JSON.readTree(plain.substring(plain.indexOf('{')));
      assertThat(state.at("/slaves/0/attributes/rack").asText()).isEqualTo("r1");
      assertThat(state.at("/slaves/0/resources/cpus").asDouble()).isEqualTo(1.0);

      String head = http.send(get + "\nAccept-Encoding: gzip", new byte[0]).head();
      assertThat(head).contains("Content-Encoding: gzip\n");
      int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
      byte[] packed = http.bytes(Integer.parseInt(head.substring(at, head.indexOf('\n', at))));
      assertThat(
              JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(packed)))
                  .path("id")
                  .asText())
          .isEqualTo(state.path("id").asText());
    }
  }

  /** The address that a process id of an agent names is where its files are asked for. */
  @Test
  void agents_are_found_and_so_are_the_files_of_their_tasks() throws Exception {
    Path sandbox = folder.resolve("agents/agent-1/meta/tasks/web__web-0-server__1");
    Files.createDirectories(sandbox);
    Files.write(sandbox.resolve("stdout"), new byte[] {'h', (byte) 0xc3, (byte) 0xa4, '\n'});
    try (RawHttp http = open()) {
      String agents = http.send("GET /slaves HTTP/1.1\nHost: x", new byte[0]).answer();
      assertThat(JSON.readTree(agents.substring(agents.indexOf('{'))).at("/slaves/0/pid").asText())
          .isEqualTo("slave(1)@localhost:" + cluster.master().getPort());
      assertThat(http.send("GET /tasks?task_id=x HTTP/1.1\nHost: x", new byte[0]).answer())
          .endsWith("{\"tasks\":[]}");
    }
    String path = "/frameworks/f/executors/e/runs/latest/tasks/web__web-0-server__1/";
    assertThat(files("path=" + path + "stdout&offset=1&length=2"))
        .endsWith("{\"data\":\"\u00e4\",\"offset\":1}");
    assertThat(files("path=" + path + "stdout&offset=-1")).endsWith("{\"data\":\"\",\"offset\":4}");
    assertThat(files("path=" + path + "nothing&offset=0")).startsWith("HTTP/1.1 404 ");
    assertThat(files("path=" + path + "..&offset=0")).startsWith("HTTP/1.1 404 ");
    assertThat(files("path=/etc/passwd&offset=0")).startsWith("HTTP/1.1 404 ");
    assertThat(files("offset=0")).startsWith("HTTP/1.1 400 ").contains("path=value");
    assertThat(files("path=" + path + "stdout&offset=x")).startsWith("HTTP/1.1 400 ");
  }

  private String files(String query) throws IOException {
    try (RawHttp http = open()) {
      return http.send("GET /files/read?" + query + " HTTP/1.1\nHost: x", new byte[0]).answer();
    }
  }

  private RawHttp open() throws IOException {
    return new RawHttp(cluster.master());
  }

  private static JsonNode event(byte[] chunk) throws IOException {
    String text = new String(chunk, UTF_8);
    int newline = text.indexOf('\n');
    assertThat(text.substring(newline + 1).getBytes(UTF_8))
        .hasSize(Integer.parseInt(text.substring(0, newline)));
    return JSON.readTree(text.substring(newline + 1));
  }

  private void awaitRemoved(String framework) throws IOException {
    String state = "";
    long until = System.nanoTime() + 20_000_000_000L;
    while (!state.contains("\"frameworks\":[],\"completed_frameworks\":[{\"id\":\"" + framework)) {
      assertThat(System.nanoTime())
          .as("the framework was not removed: %s", state)
          .isLessThan(until);
      try (RawHttp http = open().send("GET /state HTTP/1.1\nHost: x", new byte[0])) {
        state = http.answer();
      }
    }
  }
}
