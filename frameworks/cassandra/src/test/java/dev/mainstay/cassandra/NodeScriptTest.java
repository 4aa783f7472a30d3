package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.cassandra.NodeSandbox.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the tasks of a node do with what Cassandra's tools tell: {@code node.sh} in a sandbox with
 * stand-ins for these, which write down how they are called.
 */
final class NodeScriptTest {

  private static final String CLUSTER =
      """
      Cluster Information:
      	Name: cassandra
      Keyspaces:
      	system_auth -> Replication class: NetworkTopologyStrategy {dc1=2}
      	system_distributed -> Replication class: SimpleStrategy {replication_factor=3}
      	system -> Replication class: LocalStrategy {}
      	shop -> Replication class: NetworkTopologyStrategy {dc1=3}
      	systems -> Replication class: SimpleStrategy {replication_factor=1}
      """;

  private static final String THREE_NODES =
      """
      Datacenter: dc1
      ===============
      Status=Up/Down
      |/ State=Normal/Leaving/Joining/Moving
      --  Address   Load       Tokens  Owns (effective)  Host ID  Rack
      UN  10.0.0.1  70.21 KiB  16      66.6%             1a       rack1
      DN  10.0.0.2  70.21 KiB  16      66.6%             1b       rack1
      UN  10.0.0.3  70.21 KiB  16      66.6%             1c       rack1
      """;

  /** Knows the passwords in the folder {@code roles}, and what makes a role or locks it. */
  private static final String CQLSH =
      """
      if [ -n "${SUPERUSER-}" ]; then
        user=$(sed -n 's/^username = //p' credentials)
        [ "$(cat "roles/$user" 2>/dev/null)" = "$(sed -n 's/^password = //p' credentials)" ] ||
          { echo "$user: bad credentials" >&2; exit 1; }
      fi
      while [ "$1" != -f ]; do shift; done
      sed "s/^/${user-nobody}: /" "$2" >>calls
      sed -n "s/^CREATE ROLE IF NOT EXISTS \\([a-z]*\\) WITH PASSWORD = '\\(.*\\)' AND SUPER.*/\\1 \\2/p" "$2" |
        while read -r role password; do [ -e "roles/$role" ] || printf '%s\\n' "$password" >"roles/$role"; done
      grep -q 'ALTER ROLE IF EXISTS cassandra WITH SUPERUSER = false AND LOGIN = false' "$2" && rm -f roles/cassandra
      exit 0
      """;

  /** As {@code aws s3}: what has no such prefix is no error. */
  private static final String STORE =
      """
      echo "$*" >>calls
      from=$(echo "$4" | sed "s|^s3:/|$PWD/store|")
      to=$(echo "$5" | sed "s|^s3:/|$PWD/store|")
      [ ! -e "$from" ] || { mkdir -p "$to" && cp -R "$from/." "$to/"; }
      """;

  private final NodeSandbox sandbox;

  NodeScriptTest(@TempDir Path folder) throws IOException {
    sandbox = NodeSandbox.in(folder);
    write("roles/cassandra", "cassandra\n");
    write("password", "it's secret\n");
    write("told/status", THREE_NODES);
    write("told/describecluster", CLUSTER);
    write("told/netstats", "Mode: NORMAL\n");
    sandbox.program("cqlsh", CQLSH);
    sandbox.program("s3", STORE);
  }

  @Test
  void a_repair_is_of_each_keyspace_that_is_not_Cassandras_own() throws Exception {
    assertThat(run("each_keyspace repair -pr")).isEqualTo(new Ended(0, ""));
    assertThat(calls())
        .isEqualTo(
            "nodetool describecluster\nnodetool repair -pr shop\nnodetool repair -pr systems\n");
  }

  @Test
  void a_repair_that_does_not_learn_the_keyspaces_fails() throws Exception {
    sandbox.nodetool("echo 'Connection refused' >&2; exit 1");

    assertThat(run("each_keyspace repair -pr")).isEqualTo(new Ended(1, "Connection refused\n"));
    assertThat(calls()).isEqualTo("nodetool describecluster\n");
  }

  @Test
  void a_node_that_goes_takes_replicas_of_Cassandras_own_with_it_where_too_few_nodes_stay()
      throws Exception {
    assertThat(run("decommission", "TARGET_COUNT", "2", "SUPERUSER", "").code()).isZero();
    assertThat(calls())
        .contains(
            "nobody: ALTER KEYSPACE system_distributed WITH replication ="
                + " {'class': 'NetworkTopologyStrategy', 'dc1': 2};\n")
        .doesNotContain("ALTER KEYSPACE shop", "ALTER KEYSPACE system_auth")
        .endsWith("nodetool decommission\n");
  }

  @Test
  void a_node_that_goes_while_three_stay_changes_no_replicas() throws Exception {
    assertThat(run("decommission", "TARGET_COUNT", "3", "SUPERUSER", "").code()).isZero();
    assertThat(calls()).doesNotContain("ALTER").endsWith("nodetool decommission\n");

    write("told/netstats", "Mode: DECOMMISSIONED\n");
    write("calls", "");
    Files.delete(sandbox.resolve("cassandra-data/decommissioned"));
    assertThat(run("decommission", "TARGET_COUNT", "3", "SUPERUSER", "").code()).isZero();
    assertThat(calls()).isEqualTo("nodetool netstats\n");
  }

  @Test
  void a_node_that_has_left_and_then_lost_its_server_has_left() throws Exception {
    assertThat(run("decommission", "TARGET_COUNT", "3", "SUPERUSER", "").code()).isZero();
    write("calls", "");
    sandbox.nodetool("echo 'Connection refused' >&2; exit 1");

    assertThat(run("decommission", "TARGET_COUNT", "3")).isEqualTo(new Ended(0, ""));
    assertThat(calls()).isEmpty();
  }

  @Test
  void a_node_that_could_not_leave_has_not_left() throws Exception {
    sandbox.nodetool("[ $1 != decommission ] && cat told/$1");
    assertThat(run("decommission", "TARGET_COUNT", "3", "SUPERUSER", "").code()).isNotZero();
    assertThat(sandbox.resolve("cassandra-data/decommissioned")).doesNotExist();
  }

  @Test
  void roles_have_up_to_three_replicas_in_each_data_centre() throws Exception {
    write(
        "told/status",
        THREE_NODES
            + "UN  10.0.0.4  70 KiB  16  50.0%  1d  rack1\nDatacenter: dc2\nUN  10.0.0.5  70 KiB\n");

    assertThat(run("spread '' system_auth").output()).contains("admin: bad credentials");

    assertThat(calls())
        .endsWith(
            "cassandra: ALTER KEYSPACE system_auth WITH replication ="
                + " {'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 1};\n");
  }

  @Test
  void roles_that_have_their_replicas_are_left_alone() throws Exception {
    write("told/describecluster", CLUSTER.replace("{dc1=2}", "{dc1=3}"));
    assertThat(run("spread '' system_auth")).isEqualTo(new Ended(0, ""));
    assertThat(calls()).doesNotContain("ALTER");
  }

  @Test
  void the_superuser_is_made_and_the_first_role_locked_as_often_as_it_is_asked_for()
      throws Exception {
    write("password", "its secret\n");
    assertThat(run("superuser").code()).isZero();
    assertThat(calls())
        .contains("cassandra: CREATE ROLE IF NOT EXISTS admin WITH PASSWORD = 'its secret'")
        .contains("admin: ALTER ROLE IF EXISTS cassandra WITH SUPERUSER = false AND LOGIN = false");
    assertThat(sandbox.resolve("roles/cassandra")).doesNotExist();
    assertThat(sandbox.resolve("credentials")).doesNotExist();
    assertThat(sandbox.resolve("statements")).doesNotExist();

    write("calls", "");
    assertThat(run("superuser")).isEqualTo(new Ended(0, ""));
    assertThat(calls()).doesNotContain("cassandra: ");
  }

  @Test
  void an_apostrophe_in_a_password_is_doubled() throws Exception {
    run("superuser");
    assertThat(calls()).contains("WITH PASSWORD = 'it''s secret' AND");
  }

  @Test
  void a_backslash_in_a_password_is_one() throws Exception {
    write("password", "back\\\\slash\\nno\\cline %s\n");
    assertThat(run("superuser").code()).isZero();
    assertThat(calls())
        .contains("WITH PASSWORD = 'back\\\\slash\\nno\\cline %s' AND", "admin: ALTER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " secret", "secret ", "secret\r"})
  void a_password_that_cqlsh_would_read_otherwise_is_refused(String password) throws Exception {
    write("password", password + "\n");
    Ended ended = run("superuser");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).contains("the first line of password is empty, or has a blank");
    assertThat(calls()).isEmpty();
  }

  @Test
  void a_password_that_is_not_the_superusers_says_what_to_do() throws Exception {
    Files.delete(sandbox.resolve("roles/cassandra"));
    write("roles/admin", "old\n");

    Ended ended = run("superuser");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output())
        .endsWith("give role admin the password of password (ALTER ROLE, CREATE ROLE)\n");
  }

  @Test
  void a_password_file_that_is_not_there_is_named() throws Exception {
    Ended ended = run("superuser", "PASSWORD_FILE", "/no/such/file");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).contains("/no/such/file", "auth.password-file");
    assertThat(sandbox.resolve("calls")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/backups", "s3://bucket"})
  void a_backup_comes_back_without_what_an_earlier_try_left(String place) throws Exception {
    String target = target(place);
    write(target + "/shop/orders/nb-9-Data.db", "of a try that was cut off");
    table("shop", "orders", "nb-1-Data.db", "rows");

    assertThat(copy("backup", place, "monday", "").code()).as(place).isZero();
    assertThat(sandbox.resolve(target + "/shop/orders/nb-1-Data.db")).hasContent("rows");
    assertThat(copy("restore_data", place, "monday", "shop").code()).as(place).isZero();

    assertThat(calls())
        .contains("nodetool snapshot -t monday shop systems")
        .endsWith("import shop orders nb-1-Data.db schema.cql\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/backups", "s3://bucket"})
  void a_second_backup_of_the_same_name_is_refused(String place) throws Exception {
    table("shop", "orders", "nb-1-Data.db", "rows");
    assertThat(copy("backup", place, "monday", "").code()).isZero();
    table("shop", "orders", "nb-2-Data.db", "other rows");

    Ended ended = copy("backup", place, "monday", "");

    assertThat(ended.code()).as(place).isEqualTo(1);
    assertThat(ended.output()).contains("/monday/node-2 already; give another SNAPSHOT_NAME");
    assertThat(sandbox.resolve(target(place) + "/shop/orders/nb-2-Data.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/backups", "s3://bucket"})
  void a_backup_that_was_cut_off_after_its_last_copy_is_finished(String place) throws Exception {
    table("shop", "orders", "nb-1-Data.db", "rows");
    String failing = "rm() { [ \"$1\" != -r ] && command rm \"$@\"; }; backup";
    assertThat(copy(failing, place, "monday", "").code()).as(place).isEqualTo(1);
    assertThat(sandbox.resolve(target(place) + "/finished/files")).exists();
    write("calls", "");

    assertThat(copy("backup", place, "monday", "").code()).as(place).isZero();
    assertThat(calls()).doesNotContain("nodetool");
    assertThat(copy("backup", place, "monday", "").output())
        .as("another one")
        .contains("/monday/node-2 already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/backups", "s3://bucket"})
  void a_snapshot_that_does_not_go_keeps_a_backup_from_being_finished(String place)
      throws Exception {
    table("shop", "orders", "nb-1-Data.db", "rows");
    sandbox.nodetool(
        """
        if [ $1 = clearsnapshot ]; then [ ! -e cleared ] && touch cleared
        else cat "told/$1" 2>/dev/null || true; fi
        """);

    assertThat(copy("backup", place, "monday", "").code()).as(place).isNotZero();
    assertThat(calls()).endsWith("nodetool clearsnapshot -t monday\n");
    assertThat(sandbox.resolve(target(place) + "/finished/files")).doesNotExist();
  }

  @Test
  void a_backup_whose_store_does_not_answer_fails() throws Exception {
    table("shop", "orders", "nb-1-Data.db", "rows");
    sandbox.program("s3", "echo 'Unable to locate credentials' >&2; exit 1");

    assertThat(copy("backup", "s3://bucket", "monday", ""))
        .isEqualTo(new Ended(1, "Unable to locate credentials\n"));
    assertThat(calls()).isEmpty();
  }

  @Test
  void a_keyspace_without_tables_is_backed_up_as_such() throws Exception {
    assertThat(copy("backup", "/backups", "monday", "").code()).isZero();
    assertThat(sandbox.resolve("backups/monday/node-2/finished/files")).isEmptyFile();
    assertThat(copy("restore_data", "/backups", "monday", "").code()).isZero();
    assertThat(calls()).doesNotContain("import");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/backups", "s3://bucket"})
  void a_restore_of_what_no_backup_has_fails(String place) throws Exception {
    table("shop", "orders", "nb-1-Data.db", "rows");
    assertThat(copy("backup", place, "monday", "").code()).isZero();

    assertThat(copy("restore_data", place, "monday", "shpo").output())
        .contains("keyspace shpo is not in the backup at ", "it has shop");
    assertThat(copy("restore_data", place, "monday", "shop,people").code()).isEqualTo(1);
    assertThat(copy("restore_schema", place, "mondy", "").code()).as(place).isEqualTo(1);
    assertThat(calls()).doesNotContain("import");
  }

  @Test
  void a_backup_that_a_store_does_not_have_is_named() throws Exception {
    assertThat(copy("restore_data", "s3://bucket", "mondy", "").output())
        .contains("no finished backup at s3://bucket/mondy/node-2; look at SNAPSHOT_NAME");
  }

  @Test
  void only_tables_that_are_missing_are_made() throws Exception {
    table("shop", "orders", "nb-1-Data.db", "rows");
    table("shop", "people", "nb-1-Data.db", "rows");
    assertThat(copy("backup", "/backups", "monday", "").code()).isZero();
    write(
        "told/tablestats",
        """
        Total number of tables: 3
        ----------------
        Keyspace : shop
        		Table: orders

        Keyspace : other
        		Table: people
        """);

    assertThat(copy("restore_schema", "/backups", "monday", "", "SUPERUSER", "").code()).isZero();

    assertThat(calls())
        .contains("nobody: CREATE TABLE shop.people")
        .doesNotContain("CREATE TABLE shop.orders");
  }

  /** Puts a snapshot of a table where {@code nodetool snapshot} does. */
  private void table(String keyspace, String name, String file, String content) throws IOException {
    String snapshot =
        "cassandra-data/data/" + keyspace + "/" + name + "-0123456789/snapshots/monday/";
    write(snapshot + file, content);
    write(snapshot + "schema.cql", "CREATE TABLE " + keyspace + "." + name + ";\n");
    sandbox.nodetool(
        """
        case $1 in
          import) echo "import $3 $4 $(ls "$5" | tr '\\n' ' ' | sed 's/ $//')" >>calls ;;
          *) cat "told/$1" 2>/dev/null || true ;;
        esac
        """);
  }

  private static String target(String place) {
    return place.replace("s3:/", "store").replaceAll("^/", "") + "/monday/node-2";
  }

  private Ended copy(String command, String place, String name, String keyspaces, String... more)
      throws Exception {
    String folder = place.startsWith("/") ? sandbox.resolve("") + place : place;
    return run(
        command,
        ImmutableMap.<String, String>builder()
            .put("BACKUP_DIR", folder)
            .put("SNAPSHOT_NAME", name)
            .put("KEYSPACES", keyspaces)
            .put("S3_COMMAND", sandbox.resolve("apache-cassandra-5.0.9/bin/s3") + " s3")
            .putAll(NodeSandbox.variables(more))
            .buildOrThrow());
  }

  private Ended run(String command, String... variables) throws Exception {
    return sandbox.run(command, variables);
  }

  private Ended run(String command, Map<String, String> variables) throws Exception {
    return sandbox.run(command, variables);
  }

  private String calls() throws IOException {
    return sandbox.calls();
  }

  private void write(String file, String content) throws IOException {
    sandbox.write(file, content);
  }
}
