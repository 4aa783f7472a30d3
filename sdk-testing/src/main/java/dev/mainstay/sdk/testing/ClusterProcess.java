package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * {@code mainstay cluster} as a user starts it: the embedded cluster alone, in a JVM of its own, so
 * that tasks outlive their scheduler. Needs {@code sdk-cli} on the test's class path.
 */
public final class ClusterProcess implements AutoCloseable {

  private static final String COMMAND_LINE = "dev.mainstay.sdk.cli.MainstayCli";
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int OK = 200;

  private final Process process;
  private final Path output;
  private final int masterPort;
  private final int zookeeperPort;

  private ClusterProcess(Process process, Path output, int masterPort, int zookeeperPort) {
    this.process = process;
    this.output = output;
    this.masterPort = masterPort;
    this.zookeeperPort = zookeeperPort;
  }

  /**
   * Starts it at free ports and waits until its master answers.
   *
   * @param options of {@code mainstay cluster} beside ports and folder
   */
  public static ClusterProcess start(Path folder, String... options)
      throws IOException, InterruptedException {
    int master = JavaProgram.freePort();
    int zookeeper = JavaProgram.freePort();
    Path output = folder.resolve("cluster.out");
    ImmutableList<String> arguments =
        ImmutableList.<String>builder()
            .add("cluster")
            .add("--master-port", Integer.toString(master))
            .add("--zookeeper-port", Integer.toString(zookeeper))
            .add("--state-dir", folder.resolve("cluster").toString())
            .add(options)
            .build();
    ClusterProcess cluster =
        new ClusterProcess(
            JavaProgram.start(COMMAND_LINE, output, arguments), output, master, zookeeper);
    cluster.awaitMaster();
    return cluster;
  }

  /** Its master, {@code host:port}. */
  public String master() {
    return "127.0.0.1:" + masterPort;
  }

  /** Its ZooKeeper, {@code host:port}. */
  public String zookeeper() {
    return "127.0.0.1:" + zookeeperPort;
  }

  private void awaitMaster() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!answers()) {
      boolean late = System.nanoTime() - start > START_TIMEOUT.toNanos();
      if (late || process.waitFor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the cluster did not start:\n" + Files.readString(output));
      }
    }
  }

  private boolean answers() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + master() + "/health")).build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == OK;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** Stops it and all tasks. Fails when that takes too long. */
  @Override
  public void close() throws Exception {
    if (!JavaProgram.stop(process, STOP_TIMEOUT)) {
      throw new AssertionError("the cluster did not stop:\n" + Files.readString(output));
    }
  }
}
