package dev.mainstay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which replicas move where: {@code reassignment.awk} on what {@code kafka-topics.sh} prints. */
final class ReassignmentTest {

  private static final Pattern MOVE =
      Pattern.compile("\"topic\":\"([^\"]+)\",\"partition\":(\\d+),\"replicas\":\\[([\\d,]+)]");

  @Test
  void only_what_lies_on_a_leaving_broker_moves() {
    assertThat(
            moves(
                "brokers=3 up='0 1 2 3'",
                partition("orders", 0, "0,1,2"),
                partition("orders", 1, "3,0,1"),
                partition("orders", 2, "1,3,2")))
        .containsExactly("orders-1 0,1,2", "orders-2 1,2,0");
  }

  @Test
  void the_emptiest_of_those_that_stay_takes_over() {
    assertThat(
            moves(
                "brokers=4 up='0 1 2 3 4'",
                partition("a", 0, "0,1"),
                partition("a", 1, "1,2"),
                partition("a", 2, "2,4"),
                partition("a", 3, "4,0")))
        .containsExactly("a-2 2,3", "a-3 0,3");
  }

  @Test
  void a_broker_that_is_down_keeps_what_it_has_and_gets_nothing() {
    assertThat(
            moves(
                "brokers=4 up='0 1 3 4'",
                partition("a", 0, "2,0"),
                partition("a", 1, "4,1"),
                partition("a", 2, "4,3")))
        .containsExactly("a-1 1,0", "a-2 3,1");
  }

  @Test
  void nothing_is_written_when_all_is_where_it_should_be() {
    assertThat(run("brokers=3 up='0 1 2'", partition("a", 0, "2,0,1"))).isEmpty();
    assertThat(run("brokers=3 up='0 1 2'")).isEmpty();
  }

  @Test
  void the_outcome_of_a_reassignment_at_work_counts() {
    String moving = partition("a", 0, "0,2,3") + "\tAdding Replicas: 2\tRemoving Replicas: 3";
    assertThat(moves("brokers=3 up='0 1 2 3'", moving)).isEmpty();
    assertThat(moves("brokers=2 up='0 1 2 3'", moving)).containsExactly("a-0 0,1");
  }

  @Test
  void too_few_brokers_for_a_topic_are_told() {
    assertThat(
            run(
                "brokers=2 up='0 1 2'",
                partition("a", 0, "0,1"),
                partition("orders", 0, "0,1,2"),
                partition("orders", 1, "1,2,0")))
        .isEqualTo(
            "orders-0 shall have 3 replicas, but only 2 brokers stay and are up: start brokers,"
                + " keep more of them, or give the topic fewer replicas\n"
                + "exit 1\n");
  }

  @Test
  void new_brokers_get_their_share_and_no_replica_moves_twice() {
    ImmutableList<String> moves =
        moves(
            "brokers=4 up='0 1 2 3' even=1",
            partition("a", 0, "0,1,2"),
            partition("a", 1, "1,2,0"),
            partition("a", 2, "2,0,1"),
            partition("a", 3, "0,2,1"));
    assertThat(moves).filteredOn(move -> move.matches(".* .*3.*")).hasSize(3);
    assertThat(moves).as("one of them leads on the new broker").anyMatch(m -> m.contains(" 3,"));
  }

  @Test
  void what_is_even_stays_even() {
    assertThat(
            moves(
                "brokers=3 up='0 1 2' even=1",
                partition("a", 0, "2,0,1"),
                partition("a", 1, "0,1,2"),
                partition("a", 2, "1,2,0"),
                partition("b", 0, "1,0")))
        .isEmpty();
  }

  @Test
  void a_topic_gets_more_replicas_or_fewer_those_that_are_down_first() {
    String[] all = {partition("a", 0, "2,0"), partition("b", 0, "2,0")};
    assertThat(moves("brokers=3 up='0 1 2' topic=a factor=3", all)).containsExactly("a-0 2,0,1");
    assertThat(moves("brokers=3 up='0 1' topic=a factor=1", all)).containsExactly("a-0 0");
    assertThat(moves("brokers=3 up='0 1 2' topic=a factor=1", all)).containsExactly("a-0 2");
  }

  private static String partition(String topic, int partition, String replicas) {
    return "\tTopic: %s\tPartition: %d\tLeader: none\tReplicas: %s\tIsr: \tElr: \tLastKnownElr: "
        .formatted(topic, partition, replicas);
  }

  /** Each as {@code topic-partition replicas}. */
  private static ImmutableList<String> moves(String variables, String... partitions) {
    return MOVE.matcher(run(variables, partitions))
        .results()
        .map(move -> move.group(1) + "-" + move.group(2) + " " + move.group(3))
        .collect(ImmutableList.toImmutableList());
  }

  /** What it prints, also to standard error, and how it ends unless well. */
  private static String run(String variables, String... partitions) {
    String options = variables.replaceAll("(\\w+=)", "-v $1");
    String command = "awk -f src/main/dist/reassignment.awk " + options + " 2>&1 || echo exit $?";
    try {
      Process process = new ProcessBuilder("sh", "-c", command).start();
      try (var stdin = process.getOutputStream()) {
        for (String line : Arrays.asList(partitions)) {
          stdin.write(("Topic: x\tTopicId: y\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
