package dev.mainstay.sdk.cli;

import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.ClusterOptions;
import dev.mainstay.sdk.service.ClusterProvider;
import dev.mainstay.sdk.service.EmbeddedCluster;
import dev.mainstay.sdk.service.ServiceRunner;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mainstay cluster}. */
@Command(
    name = "cluster",
    description = {
      "Runs the embedded cluster alone until Ctrl-C.",
      "'run --master' uses it like any Mesos."
    })
final class ClusterCommand implements Callable<Integer> {

  @Mixin private final AgentArguments agents = new AgentArguments();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Keeps the cluster's data between runs (default ${DEFAULT-VALUE}).")
  private Path stateDir = Path.of(".mainstay", "cluster");

  @Option(names = "--clean", description = "Delete the data of earlier runs first.")
  private boolean clean;

  @Option(
      names = "--master-port",
      paramLabel = "PORT",
      description = "Default ${DEFAULT-VALUE}; 0 for any free one.")
  private int masterPort = 5050;

  @Option(
      names = "--zookeeper-port",
      paramLabel = "PORT",
      description = "Default ${DEFAULT-VALUE}; 0 for any free one.")
  private int zookeeperPort = 2181;

  private final Terminal terminal;

  ClusterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CannotStartException, InterruptedException {
    Path folder = terminal.directory().resolve(stateDir).normalize();
    ClusterProvider provider = ServiceRunner.clusters();
    if (clean) {
      provider.clean(folder);
    }
    Logging.toFile(Path.of(folder + ".log"));
    CountDownLatch stop = new CountDownLatch(1);
    StopSignals.onFirst(stop::countDown);
    ClusterOptions options = new ClusterOptions(folder, agents.agents(), masterPort, zookeeperPort);
    try (EmbeddedCluster cluster = provider.start(options)) {
      terminal.print(
          "Embedded cluster of " + agents.agents().size() + " agents, data in " + folder);
      terminal.print("Run a service on it:");
      terminal.print(
          "  mainstay run PATH --master %s --zookeeper %s"
              .formatted(cluster.master().getAuthority(), cluster.zookeeper()));
      terminal.print("Ctrl-C stops it and all tasks; its data stays.");
      stop.await();
      terminal.print("Stopping…");
    }
    return ExitCode.DONE.code();
  }
}
