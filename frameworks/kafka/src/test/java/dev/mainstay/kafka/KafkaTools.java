package dev.mainstay.kafka;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kafka's own command line tools, from the archive that the brokers run from. */
final class KafkaTools {

  private static final Pattern ISR = Pattern.compile("Isr: ([0-9,]+)");

  private final Path folder;
  private final String bootstrapServers;

  private KafkaTools(Path folder, String bootstrapServers) {
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
  }

  static KafkaTools unpack(Path archive, Path into, String bootstrapServers) throws Exception {
    run(ImmutableList.of("tar", "xzf", archive.toString(), "-C", into.toString()), "");
    String name = archive.getFileName().toString().replaceFirst("\\.tgz$", "");
    return new KafkaTools(into.resolve(name), bootstrapServers);
  }

  /** The same tools for another address. */
  KafkaTools at(String otherBootstrapServers) {
    return new KafkaTools(folder, otherBootstrapServers);
  }

  void createTopic(String topic, int partitions, int replicationFactor) throws Exception {
    tool(
        "kafka-topics.sh",
        "",
        "--create",
        "--topic",
        topic,
        "--partitions",
        Integer.toString(partitions),
        "--replication-factor",
        Integer.toString(replicationFactor));
  }

  void produce(String topic, List<String> records) throws Exception {
    tool(
        "kafka-console-producer.sh",
        String.join("\n", records) + "\n",
        "--topic",
        topic,
        "--command-property",
        "acks=all");
  }

  /** The first records of a topic, from its beginning; fewer when no more come for 30 s. */
  ImmutableList<String> consume(String topic, int count) throws Exception {
    String output =
        tool(
            "kafka-console-consumer.sh",
            "",
            "--topic",
            topic,
            "--from-beginning",
            "--max-messages",
            Integer.toString(count),
            "--timeout-ms",
            "30000");
    return output.lines().collect(ImmutableList.toImmutableList());
  }

  /** How many replicas are in sync, for each partition of a topic. */
  ImmutableList<Integer> inSync(String topic) throws Exception {
    Matcher matcher = ISR.matcher(tool("kafka-topics.sh", "", "--describe", "--topic", topic));
    return matcher
        .results()
        .map(partition -> partition.group(1).split(",", -1).length)
        .collect(ImmutableList.toImmutableList());
  }

  private String tool(String script, String input, String... arguments) throws Exception {
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .add(folder.resolve("bin").resolve(script).toString())
            .add("--bootstrap-server", bootstrapServers)
            .add(arguments)
            .build();
    return run(command, input);
  }

  /** The standard output of a command. Fails unless it ends with 0 within two minutes. */
  private static String run(ImmutableList<String> command, String input)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(command + " failed:\n" + output);
    }
    return output;
  }
}
