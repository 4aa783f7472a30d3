package dev.mainstay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What plans do with what Kafka's tools tell: {@code admin.sh} in a sandbox with stand-ins for
 * these, which write down how they are called. Broker 2 of three is the one that it runs beside.
 */
final class AdminScriptTest {

  private static final String UNSUPPORTED =
      "InvalidConfigurationException: The cordoned.log.dirs configuration value cannot be set"
          + " because it requires metadata.version >= 4.3-IV0";

  /** Keeps in the file {@code shut} whether the broker is cordoned. */
  private static final String CONFIGS =
      """
      case "$*" in
        *--alter*--add-config*) touch shut ;;
        *--describe*)
          echo 'Dynamic configs for broker 2 are:'
          [ ! -e shut ] || echo '  cordoned.log.dirs=* sensitive=false synonyms={}' ;;
      esac
      """;

  private static final String TOPICS =
      "printf 'Topic: x\\tTopicId: y\\n\\tTopic: x\\tPartition: 0\\tLeader: 0\\tReplicas: 0,1\\n'";

  @TempDir private Path sandbox = Path.of("");

  /** How an action ended, and what it wrote. */
  private record Ended(int code, String output) {}

  @BeforeEach
  void unpack() throws IOException {
    String script = Files.readString(Path.of("src/main/dist/admin.sh.mustache"));
    write(
        "admin.sh",
        script
            .replaceFirst("(?m)^brokers=.*$", "brokers=10.0.0.1:9092")
            .replaceFirst("(?m)^last=.*$", "last=1"));
    Files.copy(Path.of("src/main/dist/reassignment.awk"), sandbox.resolve("reassignment.awk"));
    program("path/sleep", "");
    tool("configs", CONFIGS);
    tool("topics", TOPICS);
    tool("cluster", "printf 'ID HOST\\n0 a 9092 - online\\n1 b 9092 - online\\n'");
    tool("reassign-partitions", "echo 'No partition reassignments found.'");
  }

  @Test
  void a_broker_that_leaves_is_shut_before_it_is_found_empty() throws Exception {
    assertThat(run("drain", "TARGET_COUNT", "2").code()).isZero();

    assertThat(sandbox.resolve("shut")).exists();
    assertThat(calls())
        .containsSubsequence(
            "configs --alter --entity-type brokers --entity-name 2 --add-config",
            "topics --describe",
            "configs --describe",
            "reassign-partitions --list");
  }

  @Test
  void one_that_is_opened_again_meanwhile_is_shut_again() throws Exception {
    // It crashed, and what it is asked then takes it for one that is wanted.
    tool("topics", TOPICS + "\n[ -e crashed ] || [ ! -e shut ] || { touch crashed; rm shut; }");

    assertThat(run("drain", "TARGET_COUNT", "2").code()).isZero();

    assertThat(sandbox.resolve("crashed")).exists();
    assertThat(sandbox.resolve("shut")).exists();
    assertThat(calls().split("--add-config", -1)).hasSize(3);
    assertThat(calls().split("--list", -1)).as("was empty as it was shut").hasSize(2);
  }

  @Test
  void a_Kafka_that_cannot_shut_brokers_drains_nevertheless() throws Exception {
    tool("configs", "case $* in *--alter*) echo '" + UNSUPPORTED + "' >&2; exit 1 ;; esac");

    Ended ended = run("drain", "TARGET_COUNT", "2");

    assertThat(ended.code()).isZero();
    assertThat(ended.output()).contains("requires metadata.version", "cannot cordon a broker");
    assertThat(calls().split("--add-config", -1)).hasSize(2);
  }

  @Test
  void a_broker_that_could_not_be_shut_is_not_drained() throws Exception {
    tool("configs", "case $* in *--alter*) echo 'TimeoutException' >&2; exit 1 ;; esac");

    assertThat(run("drain", "TARGET_COUNT", "2")).isEqualTo(new Ended(1, "TimeoutException\n"));
    assertThat(calls()).doesNotContain("reassign-partitions");
  }

  @Test
  void nothing_moves_where_it_is_not_known_who_is_up() throws Exception {
    tool("cluster", "echo 'Connection refused' >&2; exit 1");

    assertThat(run("drain", "TARGET_COUNT", "2")).isEqualTo(new Ended(1, "Connection refused\n"));
    assertThat(run("rebalance").code()).isEqualTo(1);
    assertThat(run("upgrade-features", "RELEASE", "4.3").code()).isEqualTo(1);
    assertThat(calls()).doesNotContain("reassign-partitions", "features");
  }

  @Test
  void brokers_that_were_given_up_are_forgotten() throws Exception {
    tool(
        "cluster",
        "printf 'ID HOST\\n0 a 9092 - online\\n1 b 9092 - fenced\\n3 d 9092 - fenced\\n'");

    assertThat(run("rebalance").code()).isZero();

    assertThat(calls())
        .contains("cluster unregister --bootstrap-server 10.0.0.1:9092 --id 3\n")
        .doesNotContain("--id 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create-topic", "alter-topic", "brokers", "upgrade-features"})
  void what_could_count_on_one_that_was_given_up_forgets_it_first(String action) throws Exception {
    tool("cluster", "printf 'ID HOST\\n0 a 9092 - online\\n3 d 9092 - fenced\\n'");
    tool("features", "");

    assertThat(run(action, "TOPIC", "x", "RELEASE", "4.3", "BROKER_COUNT", "3").code()).isZero();

    assertThat(calls())
        .startsWith(
            """
            cluster list-endpoints --bootstrap-server 10.0.0.1:9092 --include-fenced-brokers
            cluster unregister --bootstrap-server 10.0.0.1:9092 --id 3
            """);
  }

  @Test
  void a_broker_that_is_wanted_and_has_no_place_is_not_given_up() throws Exception {
    tool(
        "cluster",
        "printf 'ID HOST\\n0 a 9092 - online\\n1 b 9092 - online\\n2 c 9092 - fenced\\n'");

    assertThat(run("rebalance", "BROKER_COUNT", "3").code()).isZero();
    assertThat(calls()).doesNotContain("unregister");

    assertThat(run("rebalance", "BROKER_COUNT", "1").code()).as("two have a place").isZero();
    assertThat(calls()).contains("--id 2\n").doesNotContain("--id 1");
  }

  private Ended run(String action, String... variables) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "admin.sh", action);
    Map<String, String> environment = shell.environment();
    environment.put("POD_INSTANCE_INDEX", "2");
    environment.put("PATH", sandbox.resolve("path") + ":" + System.getenv("PATH"));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    Process process = shell.directory(sandbox.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private String calls() throws IOException {
    return Files.readString(sandbox.resolve("calls"));
  }

  /** Called as {@code admin.sh} calls it; what it writes down is without the addresses. */
  private void tool(String name, String body) throws IOException {
    program(
        "kafka_2.13-4.3.1/bin/kafka-" + name + ".sh",
        "[ \"$1\" != --bootstrap-server ] || shift 2\necho \"" + name + " $*\" >>calls\n" + body);
  }

  private void program(String file, String body) throws IOException {
    write(file, "#!/bin/sh\n" + body + "\n");
    assertThat(sandbox.resolve(file).toFile().setExecutable(true)).isTrue();
  }

  private void write(String file, String content) throws IOException {
    Path path = sandbox.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
