package dev.mainstay.helloworld;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/** A ZooKeeper in this process, at a free port. */
final class ZooKeeperServer implements AutoCloseable {

  private static final int START_MILLIS = 60_000;

  private final ZooKeeperServerEmbedded server;

  private ZooKeeperServer(ZooKeeperServerEmbedded server) {
    this.server = server;
  }

  static ZooKeeperServer start(Path folder) throws Exception {
    Files.createDirectories(folder);
    Properties properties = new Properties();
    properties.setProperty("clientPort", "0");
    properties.setProperty("clientPortAddress", "127.0.0.1");
    properties.setProperty("admin.enableServer", "false");
    properties.setProperty("tickTime", "500");
    ZooKeeperServerEmbedded server =
        ZooKeeperServerEmbedded.builder()
            .baseDir(folder)
            .configuration(properties)
            .exitHandler(ExitHandler.LOG_ONLY)
            .build();
    server.start(START_MILLIS);
    return new ZooKeeperServer(server);
  }

  /** Its address, {@code host:port}. */
  String address() throws Exception {
    return server.getConnectionString();
  }

  @Override
  public void close() {
    server.close();
  }
}
