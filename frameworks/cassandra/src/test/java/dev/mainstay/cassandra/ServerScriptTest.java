package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cassandra.NodeSandbox.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a node's server is started and looked at: {@code node.sh} in a sandbox with stand-ins. */
final class ServerScriptTest {

  private static final String ARCHIVE = "file:///opt/apache-cassandra-5.0.9-bin.tar.gz";
  private static final String NEWER = "file:///opt/apache-cassandra-5.0.10-bin.tar.gz";
  private static final String CONF = "apache-cassandra-5.0.9/conf/cassandra.yaml";

  /** As Linux tells: of 10.0.0.1, of 10.0.0.2 with an IPv6 socket, and of nobody else. */
  private static final String CONNECTIONS =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
         0: 0300000A:C350 0100000A:1B58 01 00000000:00000000 00:00000000 00000000     0
         1: 0300000A:C351 0700000A:1B58 02 00000000:00000000 00:00000000 00000000     0
         2: 0300000A:1B58 0800000A:C352 01 00000000:00000000 00:00000000 00000000     0
         3: 0300000A:C353 0300000A:1B58 01 00000000:00000000 00:00000000 00000000     0
        sl  local_address                         remote_address                        st
         0: 0000000000000000FFFF00000300000A:C354 0000000000000000FFFF00000200000A:1B58 01
         1: 000080FE00000000FF005450010000FE:C355 000080FE00000000FF005450020000FE:1B58 01
      """;

  private static final String SEEING = "cat() { command cat connections; }; ";

  private final NodeSandbox sandbox;

  ServerScriptTest(@TempDir Path folder) throws IOException {
    sandbox = NodeSandbox.in(folder);
    sandbox.program("cassandra", "echo \"$JVM_EXTRA_OPTS\" >>calls");
    sandbox.write(CONF, "");
    sandbox.write("cassandra-rackdc.properties", "");
    sandbox.write("connections", CONNECTIONS);
    sandbox.write("told/status", "UN  10.0.0.3  70.21 KiB  16  66.6%  1c  rack1\n");
    seeds("10.0.0.1");
  }

  @Test
  void a_join_that_was_cut_off_is_begun_anew_unless_the_operator_says_otherwise() throws Exception {
    sandbox.run("server", "BINARIES", ARCHIVE, "JVM_EXTRA_OPTS", "-Dcassandra.x=y");

    assertThat(sandbox.calls())
        .startsWith("-Dcassandra.reset_bootstrap_progress=true -Dcassandra.x=y ");
  }

  @ParameterizedTest
  @CsvSource({
    "Mode: JOINING_FAILED, 1",
    "Mode: JOINING, 0",
    "Mode: NORMAL, 0",
    "'', 0",
  })
  void a_server_that_can_join_no_more_is_sick(String mode, int code) throws Exception {
    sandbox.write("told/netstats", mode + "\n");
    assertThat(sandbox.run("joins").code()).isEqualTo(code);
  }

  @Test
  void a_server_that_was_in_the_ring_is_not_asked_whether_it_can_join() throws Exception {
    sandbox.write("told/netstats", "Mode: JOINING_FAILED\n");
    assertThat(sandbox.run("in_ring && joins").code()).isZero();
    assertThat(sandbox.calls()).doesNotContain("netstats");
  }

  @Test
  void a_server_that_does_not_answer_yet_is_not_sick() throws Exception {
    sandbox.nodetool("echo 'Connection refused' >&2; exit 1");
    assertThat(sandbox.run("joins").code()).isZero();
  }

  @Test
  void a_node_that_is_not_up_and_normal_is_not_in_the_ring() throws Exception {
    sandbox.write("told/status", "UJ  10.0.0.3  70.21 KiB  16  66.6%  1c  rack1\n");
    assertThat(sandbox.run(SEEING + "in_ring").code()).isNotZero();
    assertThat(sandbox.calls()).isEqualTo("nodetool status\n");
  }

  @Test
  void a_node_in_the_ring_takes_the_peers_that_it_sees_for_seeds_once() throws Exception {
    configured("10.0.0.1");

    assertThat(sandbox.run(SEEING + "in_ring").code()).isZero();
    assertThat(sandbox.run(SEEING + "in_ring").code()).isZero();

    assertThat(sandbox.resolve(CONF)).hasContent("      - seeds: '10.0.0.1,10.0.0.2'");
    assertThat(sandbox.calls()).isEqualTo("nodetool status\nnodetool reloadseeds\n");
  }

  @Test
  void seeds_that_the_server_did_not_read_are_told_anew_after_a_minute() throws Exception {
    configured("10.0.0.1");
    sandbox.nodetool("[ $1 != reloadseeds ] && cat told/$1");

    assertThat(sandbox.run(SEEING + "in_ring").code()).as("is in the ring anyway").isZero();
    assertThat(sandbox.run(SEEING + "in_ring").code()).isZero();
    assertThat(sandbox.calls()).containsOnlyOnce("reloadseeds");

    Files.setLastModifiedTime(
        sandbox.resolve("reloading"), FileTime.from(Instant.now().minusSeconds(121)));
    assertThat(sandbox.run(SEEING + "in_ring").code()).isZero();
    assertThat(sandbox.calls()).endsWith("nodetool reloadseeds\nnodetool reloadseeds\n");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_peer_is_who_there_is_a_connection_to() throws Exception {
    InetAddress peer = InetAddress.getByName("127.0.0.77");
    try (ServerSocket server = new ServerSocket(0, 1, peer)) {
      String port = Integer.toString(server.getLocalPort());
      assertThat(sandbox.run("peers", "PORT_STORAGE", port)).isEqualTo(new Ended(0, ""));
      try (Socket connection = new Socket(peer, server.getLocalPort())) {
        assertThat(connection.isConnected()).isTrue();
        assertThat(sandbox.run("peers", "PORT_STORAGE", port))
            .isEqualTo(new Ended(0, "127.0.0.77\n"));
      }
    }
  }

  @Test
  void a_node_that_has_left_and_is_wanted_again_joins_as_a_new_one() throws Exception {
    sandbox.write("cassandra-data/decommissioned", "");
    sandbox.write("cassandra-data/binaries", "apache-cassandra-5.0.9-bin.tar.gz\n");
    sandbox.write("cassandra-data/data/shop/orders-1/nb-1-Data.db", "rows");
    sandbox.write("cassandra-data/commitlog/CommitLog-1.log", "rows");
    seeds("10.0.0.1,{{MESOS_CONTAINER_IP}},10.0.0.30");

    Ended ended = sandbox.run("sleep() { echo \"$1 s\"; }; server", "BINARIES", ARCHIVE);

    assertThat(ended.output()).contains("this node has left the ring").endsWith("\n120 s\n");
    assertThat(sandbox.resolve("cassandra-data")).isDirectoryNotContaining("glob:**/data");
    assertThat(sandbox.resolve("cassandra-data/commitlog")).doesNotExist();
    assertThat(sandbox.resolve("cassandra-data/decommissioned")).doesNotExist();
    assertThat(sandbox.resolve(CONF)).hasContent("      - seeds: '10.0.0.1,10.0.0.30'");
    assertThat(sandbox.calls()).contains("jmx.local.port");
  }

  @Test
  void a_node_is_no_seed_of_its_own_beside_others_until_it_is_in_the_ring() throws Exception {
    seeds("{{MESOS_CONTAINER_IP}},10.0.0.30");
    sandbox.run("server", "BINARIES", ARCHIVE);
    assertThat(sandbox.resolve(CONF)).hasContent("      - seeds: '10.0.0.30'");

    sandbox.write("cassandra-data/data/system/local-1/nb-1-Data.db", "rows");
    sandbox.run("server", "BINARIES", ARCHIVE);
    assertThat(sandbox.resolve(CONF)).hasContent("      - seeds: '10.0.0.30'");

    assertThat(sandbox.run("in_ring").code()).isZero();
    sandbox.run("server", "BINARIES", ARCHIVE);
    assertThat(sandbox.resolve(CONF)).hasContent("      - seeds: '10.0.0.3,10.0.0.30'");
  }

  @Test
  void the_first_node_is_its_own_seed() throws Exception {
    seeds("{{MESOS_CONTAINER_IP}}");
    sandbox.run("server", "BINARIES", ARCHIVE);
    assertThat(sandbox.resolve(CONF)).hasContent("      - seeds: '10.0.0.3'");
  }

  @Test
  void the_same_archive_at_another_address_is_no_upgrade() throws Exception {
    Path snapshots = sandbox.resolve("cassandra-data/data/shop/orders-1/snapshots");

    sandbox.run("server", "BINARIES", ARCHIVE);
    sandbox.write("cassandra-data/data/shop/orders-1/nb-1-Data.db", "rows");
    sandbox.run("server", "BINARIES", ARCHIVE.replace("file:///opt", "https://example.org"));
    assertThat(snapshots).doesNotExist();

    sandbox.run("server", "BINARIES", NEWER);
    assertThat(snapshots).isDirectoryRecursivelyContaining("glob:**/nb-1-Data.db");
  }

  @Test
  void the_snapshot_before_an_upgrade_has_the_indexes_and_no_other_snapshot() throws Exception {
    String table = "cassandra-data/data/shop/orders-1/";
    sandbox.run("server", "BINARIES", ARCHIVE);
    sandbox.write(table + ".by_day/nb-1-Data.db", "index");
    sandbox.write(table + "snapshots/monday/nb-0-Data.db", "old rows");
    sandbox.write(table + "backups/nb-0-Data.db", "old rows");

    assertThat(sandbox.run("server", "BINARIES", NEWER).code()).isZero();

    assertThat(sandbox.resolve(table + "snapshots"))
        .isDirectoryRecursivelyContaining("glob:**/before-upgrade-*/.by_day/nb-1-Data.db")
        .isDirectoryNotContaining("regex:.*before-upgrade.*(backups|monday|nb-0).*");
  }

  @Test
  void a_snapshot_that_fails_keeps_other_binaries_from_the_files() throws Exception {
    sandbox.run("server", "BINARIES", ARCHIVE);
    sandbox.write("cassandra-data/data/shop/orders-1/nb-1-Data.db", "rows");
    sandbox.executable("failing/ln", "echo 'Too many links' >&2; exit 1");
    sandbox.write("calls", "");

    Ended ended = sandbox.run("PATH=$PWD/failing:$PATH; server", "BINARIES", NEWER);

    assertThat(ended.code()).isNotZero();
    assertThat(ended.output()).isEqualTo("Too many links\n");
    assertThat(sandbox.calls()).as("the server").isEmpty();
    assertThat(sandbox.run("server", "BINARIES", NEWER).output()).contains("before-upgrade");
  }

  @Test
  void binaries_that_never_started_are_not_upgraded_from() throws Exception {
    sandbox.run("server", "BINARIES", ARCHIVE);
    assertThat(sandbox.run("server", "BINARIES", NEWER)).isEqualTo(new Ended(0, ""));
    assertThat(sandbox.resolve("cassandra-data/format"))
        .hasContent("apache-cassandra-5.0.10-bin.tar.gz");
    assertThat(sandbox.resolve("cassandra-data/data")).doesNotExist();
  }

  /** What the scheduler says. */
  private void seeds(String seeds) throws IOException {
    sandbox.write("cassandra.yaml", "      - seeds: '" + seeds + "'\n");
  }

  /** What the server was started with. */
  private void configured(String seeds) throws IOException {
    sandbox.write(CONF, "      - seeds: '" + seeds + "'\n");
  }
}
