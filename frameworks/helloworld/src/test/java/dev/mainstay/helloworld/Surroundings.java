package dev.mainstay.helloworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.EmbeddedZooKeeper;
import dev.mainstay.sdk.testing.ClusterProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
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

  private static final ObjectMapper JSON = new ObjectMapper();

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

  /** What the master tells of agents and frameworks. */
  JsonNode state() throws Exception {
    return json("http://" + master + "/state");
  }

  private static JsonNode json(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(response.body());
  }

  /** {@code --isolation} of each agent of a real Mesos, as the agents themselves tell. */
  ImmutableList<String> isolation() throws Exception {
    ImmutableList.Builder<String> isolation = ImmutableList.builder();
    for (JsonNode agent : state().path("slaves")) {
      String address = agent.path("pid").asText().replaceFirst(".*@", "");
      isolation.add(json("http://" + address + "/flags").path("flags").path("isolation").asText());
    }
    return isolation.build();
  }

  /** A role for which an agent has cpus, mem, disk and ports that no framework has reserved. */
  Optional<String> staticRole() throws Exception {
    for (JsonNode agent : state().path("slaves")) {
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

  /** Whether any agent holds a reservation for one of these roles. */
  boolean hasReservations(List<String> roles) throws Exception {
    for (JsonNode agent : state().path("slaves")) {
      if (roles.stream().anyMatch(agent.path("reserved_resources")::has)) {
        return true;
      }
    }
    return false;
  }

  /** A framework with its tasks that are not terminal; missing when it is not registered. */
  JsonNode framework(String name) throws Exception {
    for (JsonNode found : state().path("frameworks")) {
      if (found.path("name").asText().equals(name)) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  /** A task that is not terminal; missing when the master knows none of that id. */
  JsonNode task(String service, String id) throws Exception {
    for (JsonNode found : framework(service).path("tasks")) {
      if (found.path("id").asText().equals(id)) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  /** As an operator of a real Mesos does. */
  void tearDown(String framework) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + master + "/master/teardown"))
            .POST(HttpRequest.BodyPublishers.ofString("frameworkId=" + framework))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError("teardown of " + framework + ": " + response.body());
    }
  }

  @Override
  public void close() throws Exception {
    resource.close();
  }
}
