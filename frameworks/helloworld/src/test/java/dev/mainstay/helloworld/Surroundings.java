package dev.mainstay.helloworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.EmbeddedZooKeeper;
import dev.mainstay.sdk.testing.ClusterProcess;
import dev.mainstay.sdk.testing.MesosMaster;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The Mesos that a test runs on: the one of the system property {@value #PROPERTY} if it is set,
 * else an embedded cluster in a process of its own.
 *
 * @param master {@code host:port}
 * @param zookeeper {@code host:port}, for the service's state
 * @param resource what the test has started
 */
record Surroundings(String master, String zookeeper, AutoCloseable resource)
    implements AutoCloseable {

  /** Set by {@code -Pmesos -Dmesos.master=host:port}. */
  static final String PROPERTY = "mesos.master";

  /**
   * Starts what is needed.
   *
   * @param options of the embedded cluster, if it is that
   */
  static Surroundings open(Path folder, String... options) throws Exception {
    String given = System.getProperty(PROPERTY, "");
    if (!given.isEmpty()) {
      EmbeddedZooKeeper zookeeper = EmbeddedZooKeeper.start(folder.resolve("zookeeper"), 0);
      String master = given.replaceFirst("^https?://", "").replaceFirst("/$", "");
      return new Surroundings(master, zookeeper.connectString(), zookeeper);
    }
    ClusterProcess cluster = ClusterProcess.start(folder, options);
    return new Surroundings(cluster.master(), cluster.zookeeper(), cluster);
  }

  /** Whether it is a real one. */
  static boolean isMesosGiven() {
    return !System.getProperty(PROPERTY, "").isEmpty();
  }

  /** Its master, as an operator sees it. */
  MesosMaster mesos() {
    return new MesosMaster(master);
  }

  /** {@code --isolation} of each agent of a real Mesos, as the agents themselves tell. */
  ImmutableList<String> isolation() throws Exception {
    ImmutableList.Builder<String> isolation = ImmutableList.builder();
    for (JsonNode agent : mesos().state().path("slaves")) {
      String address = agent.path("pid").asText().replaceFirst(".*@", "");
      isolation.add(
          mesos().json("http://" + address + "/flags").path("flags").path("isolation").asText());
    }
    return isolation.build();
  }

  /** A role for which an agent has cpus, mem, disk and ports that no framework has reserved. */
  Optional<String> staticRole() throws Exception {
    for (JsonNode agent : mesos().state().path("slaves")) {
      for (Map.Entry<String, JsonNode> entry : agent.path("reserved_resources").properties()) {
        JsonNode amounts = entry.getValue();
        if (!entry.getKey().contains("/")
            && !entry.getKey().endsWith("-role")
            && amounts.path("cpus").asDouble() > 0
            && amounts.path("disk").asDouble() > 0
            && amounts.has("ports")) {
          return Optional.of(entry.getKey());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws Exception {
    resource.close();
  }
}
