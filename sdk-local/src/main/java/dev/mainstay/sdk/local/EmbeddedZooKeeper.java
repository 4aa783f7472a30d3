package dev.mainstay.sdk.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/** A ZooKeeper server in this process, on the loopback, whose data outlive it. */
public final class EmbeddedZooKeeper implements AutoCloseable {

  /** It takes under a second; a slow disk may take its time. */
  private static final long START_MILLIS = 30_000;

  /** Left in its folder by each start. */
  private static final String LEFTOVERS = "zookeeper.configuration*.properties";

  private final ZooKeeperServerEmbedded server;
  private final Path folder;
  private final String connectString;

  private EmbeddedZooKeeper(ZooKeeperServerEmbedded server, Path folder, String connectString) {
    this.server = server;
    this.folder = folder;
    this.connectString = connectString;
  }

  /**
   * Starts it, and returns when it answers.
   *
   * @param folder keeps the data; made if it is not there
   * @param port on 127.0.0.1; 0 for any free one
   * @throws IOException when it does not come up
   */
  public static EmbeddedZooKeeper start(Path folder, int port) throws IOException {
    Files.createDirectories(folder);
    removeLeftovers(folder);
    Properties properties = new Properties();
    properties.setProperty("clientPort", String.valueOf(port));
    properties.setProperty("clientPortAddress", "127.0.0.1");
    properties.setProperty("admin.enableServer", "false");
    properties.setProperty("4lw.commands.whitelist", "ruok,srvr,mntr,stat");
    properties.setProperty("maxClientCnxns", "0");
    properties.setProperty("autopurge.snapRetainCount", "3");
    properties.setProperty("autopurge.purgeInterval", "1");
    try {
      ZooKeeperServerEmbedded server =
          ZooKeeperServerEmbedded.builder()
              .baseDir(folder)
              .configuration(properties)
              .exitHandler(ExitHandler.LOG_ONLY)
              .build();
      server.start(START_MILLIS);
      return new EmbeddedZooKeeper(server, folder, server.getConnectionString());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("ZooKeeper does not start in " + folder + ": " + e, e);
    }
  }

  /** {@code host:port}. */
  public String connectString() {
    return connectString;
  }

  private static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, LEFTOVERS)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    server.close();
    try {
      removeLeftovers(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
