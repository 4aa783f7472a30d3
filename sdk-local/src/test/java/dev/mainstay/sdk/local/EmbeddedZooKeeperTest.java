package dev.mainstay.sdk.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedZooKeeperTest {

  @Test
  void its_data_outlive_it_and_it_leaves_nothing_else(@TempDir Path folder) throws Exception {
    int port = Loopback.port(0, 0, "ZooKeeper");
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder, port);
        ZooKeeper client = new ZooKeeper(server.connectString(), 10_000, event -> {})) {
      client.create(
          "/kept", "x".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("data"));
    }
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder, port);
        ZooKeeper client = new ZooKeeper(server.connectString(), 10_000, event -> {})) {
      assertThat(client.getData("/kept", false, null)).isEqualTo("x".getBytes(UTF_8));
    }
  }
}
