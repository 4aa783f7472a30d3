package dev.mainstay.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.store.ZooKeeperServer;
import dev.mainstay.sdk.store.ZooKeeperSettings;
import dev.mainstay.sdk.store.ZooKeeperStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ThousandPodsIT {

  private static final int PODS = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Snapshots are made at most every 100 ms. */
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  /** ZooKeeper's limit on a packet, and so on a node and a listing, is 0xfffff bytes. */
  private static final int QUARTER_OF_LIMIT = 256 * 1024;

  private final CompletableFuture<String> exit = new CompletableFuture<>();

  @Test
  void a_thousand_pods_are_deployed_once_and_found_after_a_restart(@TempDir Path folder)
      throws Exception {
    ObligingMaster master = new ObligingMaster(ImmutableList.of("agent-1", "agent-2", "agent-3"));
    try (ZooKeeperServer server = ZooKeeperServer.start(folder, 0)) {
      ServiceSnapshot deployed;
      try (SchedulerProcess first = start(server, master)) {
        deployed = await(first, ThousandPodsIT::isDeployed);
      }
      int accepts = master.accepts();
      assertThat(master.tasks()).isEqualTo(PODS);
      try (SchedulerProcess second = start(server, master)) {
        ServiceSnapshot again =
            await(second, snapshot -> snapshot.connected() && isDeployed(snapshot));
        assertThat(again.state().pods().stream().map(pod -> pod.tasks().keySet()))
            .hasSameSizeAs(deployed.state().pods());
        assertThat(again.state().frameworkId()).isEqualTo(deployed.state().frameworkId());
      }
      assertThat(master.tasks()).as("no second copy of anything").isEqualTo(PODS);
      assertThat(master.accepts()).isEqualTo(accepts);
      checkSizes(server);
    }
    assertThat(exit).isNotDone();
  }

  private static boolean isDeployed(ServiceSnapshot snapshot) {
    return snapshot.state().pods().size() == PODS
        && PlanViews.of(snapshot.deploy(), snapshot.state(), Instant.now()).status()
            == Status.COMPLETE;
  }

  private SchedulerProcess start(ZooKeeperServer server, ObligingMaster master) {
    return SchedulerProcess.start(
        new ProcessParts(
            new ZooKeeperStorage(
                ZooKeeperSettings.exclusive(server.connect(), "small", "scheduler-of-the-test")),
            loaded -> loaded.target().isPresent() ? ImmutableList.of() : SmallService.target(PODS),
            SmallService::core,
            state -> master.connect(),
            InstantSource.system(),
            (cause, message) -> exit.complete(cause + ": " + message),
            holder -> {}));
  }

  /** Asks for snapshots, each of which takes a turn of the loop, until one is as wanted. */
  private ServiceSnapshot await(SchedulerProcess process, Predicate<ServiceSnapshot> wanted) {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      assertThat(exit).isNotDone();
      try {
        ServiceSnapshot snapshot = process.snapshot().toCompletableFuture().join();
        if (wanted.test(snapshot)) {
          return snapshot;
        }
      } catch (CompletionException e) {
        assertThat(e).hasMessageContaining("has not loaded");
      }
      CompletableFuture.runAsync(() -> {}, LATER).join();
    }
    throw new AssertionError(
        "not within "
            + PATIENCE
            + ": "
            + process.latest().map(snapshot -> snapshot.state().pods().size() + " pods"));
  }

  private static void checkSizes(ZooKeeperServer server) throws Exception {
    try (CuratorFramework client =
        CuratorFrameworkFactory.newClient(server.connect(), new RetryOneTime(100))) {
      client.start();
      checkSizes(client, "/mainstay/small");
    }
  }

  private static void checkSizes(CuratorFramework client, String path) throws Exception {
    assertThat(client.getData().forPath(path).length)
        .as("bytes of " + path)
        .isLessThan(QUARTER_OF_LIMIT);
    List<String> children = client.getChildren().forPath(path);
    int listing =
        children.stream().mapToInt(name -> name.getBytes(StandardCharsets.UTF_8).length + 4).sum();
    assertThat(listing).as("listing of " + path).isLessThan(QUARTER_OF_LIMIT / 8);
    for (String child : children) {
      checkSizes(client, path + "/" + child);
    }
  }
}
