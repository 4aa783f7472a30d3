package dev.mainstay.sdk.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.sdk.mesos.wire.MasterAddress;
import dev.mainstay.sdk.mesos.wire.MasterDetector;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finds the leading master as real masters announce themselves in ZooKeeper. */
@Timeout(60)
final class MasterDetectionTest {

  @Test
  void the_master_with_the_lowest_number_leads(@TempDir Path folder) throws Exception {
    int port = Loopback.port(0, 0, "ZooKeeper");
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder, port);
        ZooKeeper masters = new ZooKeeper(server.connectString(), 10_000, event -> {});
        MasterDetector detector = MasterDetector.of("zk://" + server.connectString() + "/mesos")) {
      write(masters, "/mesos", "");
      assertThatThrownBy(() -> detector.detect(0))
          .isInstanceOf(IOException.class)
          .hasMessage("no master leads: no json.info_* node below /mesos");

      write(masters, "/mesos/log_replicas", "");
      write(masters, "/mesos/json.info_0000000012", info("10.0.0.2", 5051));
      write(masters, "/mesos/json.info_0000000007", info("10.0.0.1", 5050));
      assertThat(detector.detect(1)).isEqualTo(new MasterAddress("10.0.0.1", 5050));

      masters.delete("/mesos/json.info_0000000007", -1);
      assertThat(detector.detect(2)).isEqualTo(new MasterAddress("10.0.0.2", 5051));
    }
  }

  private static String info(String ip, int port) {
    return """
        {"address":{"hostname":"unresolvable","ip":"%s","port":%d},"id":"m","port":%d}
        """
        .formatted(ip, port, port);
  }

  private static void write(ZooKeeper zooKeeper, String path, String data) throws Exception {
    zooKeeper.create(
        path, data.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }
}
