package dev.mainstay.sdk.mesos.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;

/**
 * Finds the leading master in ZooKeeper: of the {@code json.info_NNNNNNNNNN} nodes that the masters
 * write below their path the one with the lowest number leads (Mesos documentation,
 * high-availability.md; {@code src/master/constants.hpp}).
 */
public final class ZooKeeperMasters implements MasterDetector {

  static final String SCHEME = "zk://";

  private static final String NODE_PREFIX = "json.info_";
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** The client itself asks again with back-off, so a read is repeated once only. */
  private static final int READ_RETRIES = 1;

  private static final int RETRY_PAUSE_MS = 500;

  private final String hosts;
  private final String path;
  private final CuratorFramework zooKeeper;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * Connects in the background.
   *
   * @param address {@code zk://[user:password@]host:port,host:port/path}
   */
  public ZooKeeperMasters(String address) {
    String rest = address.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    if (slash <= 0 || slash == rest.length() - 1) {
      throw new IllegalArgumentException(
          "expected zk://host:port,host:port/path, got " + new MasterUrl(address).shown());
    }
    String authority = rest.substring(0, slash);
    int at = authority.lastIndexOf('@');
    hosts = authority.substring(at + 1);
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(hosts)
            .sessionTimeoutMs(SESSION_TIMEOUT_MS)
            .connectionTimeoutMs(CONNECT_TIMEOUT_MS)
            .retryPolicy(new RetryNTimes(READ_RETRIES, RETRY_PAUSE_MS));
    if (at >= 0) {
      builder.authorization(
          "digest", authority.substring(0, at).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    path = rest.substring(slash);
    zooKeeper = builder.build();
    zooKeeper.start();
  }

  @Override
  public MasterAddress detect(int failures) throws IOException {
    try {
      List<String> nodes = zooKeeper.getChildren().forPath(path);
      Optional<String> leader =
          nodes.stream()
              .filter(node -> node.startsWith(NODE_PREFIX))
              .min(Comparator.naturalOrder());
      if (leader.isEmpty()) {
        throw new IOException("no master leads: no " + NODE_PREFIX + "* node below " + path);
      }
      return address(zooKeeper.getData().forPath(path + "/" + leader.get()));
    } catch (IOException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + path, e);
    } catch (KeeperException.ConnectionLossException e) {
      throw new IOException("no ZooKeeper answers at " + hosts, e);
    } catch (KeeperException.NoNodeException e) {
      throw new IOException("ZooKeeper at " + hosts + " has no masters at " + path, e);
    } catch (Exception e) { // Curator declares no narrower one
      throw new IOException("cannot read the masters at " + path + " in ZooKeeper: " + e, e);
    }
  }

  @Override
  public void close() {
    zooKeeper.close();
  }

  private MasterAddress address(byte[] masterInfo) throws IOException {
    JsonNode address = json.readTree(masterInfo).path("address");
    String host = address.path("ip").asText(address.path("hostname").asText(""));
    int port = address.path("port").asInt(0);
    if (host.isEmpty() || port == 0) {
      throw new IOException("the leading master's node has no address: " + address);
    }
    return new MasterAddress(host, port);
  }
}
