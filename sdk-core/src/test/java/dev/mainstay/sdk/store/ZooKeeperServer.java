package dev.mainstay.sdk.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/** A ZooKeeper server in this process. */
public final class ZooKeeperServer implements AutoCloseable {

  private static final int START_MILLIS = 20_000;

  private final ZooKeeperServerEmbedded server;
  private final String connect;

  private ZooKeeperServer(ZooKeeperServerEmbedded server) throws Exception {
    this.server = server;
    this.connect = server.getConnectionString();
  }

  /**
   * Starts one.
   *
   * @param port 0 for any free one
   */
  public static ZooKeeperServer start(Path folder, int port) throws Exception {
    Files.createDirectories(folder);
    Properties properties = new Properties();
    properties.setProperty("clientPort", String.valueOf(port));
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

  public String connect() {
    return connect;
  }

  int port() {
    return Integer.parseInt(connect.substring(connect.lastIndexOf(':') + 1));
  }

  @Override
  public void close() {
    server.close();
  }
}
