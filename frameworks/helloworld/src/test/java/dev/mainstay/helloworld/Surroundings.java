package dev.mainstay.helloworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mainstay.sdk.testing.ClusterProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

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

  static Surroundings open(Path folder) throws Exception {
    String given = System.getProperty(PROPERTY, "");
    if (!given.isEmpty()) {
      ZooKeeperServer zookeeper = ZooKeeperServer.start(folder.resolve("zookeeper"));
      String master = given.replaceFirst("^https?://", "").replaceFirst("/$", "");
      return new Surroundings(master, zookeeper.address(), zookeeper);
    }
    ClusterProcess cluster = ClusterProcess.start(folder);
    return new Surroundings(cluster.master(), cluster.zookeeper(), cluster);
  }

  /** What the master tells of agents and frameworks. */
  JsonNode state() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + master + "/state")).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(response.body());
  }

  /** Whether any agent holds a reservation for a role. */
  boolean hasReservations(String role) throws Exception {
    for (JsonNode agent : state().path("slaves")) {
      if (agent.path("reserved_resources").has(role)) {
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

  @Override
  public void close() throws Exception {
    resource.close();
  }
}
