package dev.mainstay.sdk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.AgentId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Mesos master as an operator sees it: what it tells of agents and frameworks, and its operator
 * API. For an embedded cluster and for a real one.
 */
public final class MesosMaster {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int BAD_REQUEST = 400;

  private final String address;
  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * For one master.
   *
   * @param address {@code host:port}
   */
  public MesosMaster(String address) {
    this.address = address;
  }

  /** {@code host:port}. */
  public String address() {
    return address;
  }

  /** What the master tells of agents and frameworks ({@code /state}). */
  public JsonNode state() throws IOException, InterruptedException {
    return json("http://" + address + "/state");
  }

  /** The JSON at an address of the master or an agent. */
  public JsonNode json(String uri) throws IOException, InterruptedException {
    return mapper.readTree(
        http.send(
                HttpRequest.newBuilder(URI.create(uri)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /**
   * What a real master tells of its agents in full ({@code /slaves}): each reservation and volume.
   * The embedded cluster has no such route.
   */
  public JsonNode agents() throws IOException, InterruptedException {
    return json("http://" + address + "/slaves");
  }

  /** Whether any agent holds a reservation for one of these roles. */
  public boolean hasReservations(List<String> roles) throws IOException, InterruptedException {
    for (JsonNode agent : state().path("slaves")) {
      if (roles.stream().anyMatch(agent.path("reserved_resources")::has)) {
        return true;
      }
    }
    return false;
  }

  /** A framework with its tasks that are not terminal; missing when it is not registered. */
  public JsonNode framework(String name) throws IOException, InterruptedException {
    for (JsonNode found : state().path("frameworks")) {
      if (found.path("name").asText().equals(name)) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  /** A task that is not terminal; missing when the master knows none of that id. */
  public JsonNode task(String service, String id) throws IOException, InterruptedException {
    for (JsonNode found : framework(service).path("tasks")) {
      if (found.path("id").asText().equals(id)) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  /** As an operator does with a framework that is not wanted any more. */
  public void tearDown(String framework) throws IOException, InterruptedException {
    HttpResponse<String> response =
        post("/master/teardown", "application/x-www-form-urlencoded", "frameworkId=" + framework);
    if (response.statusCode() >= BAD_REQUEST) {
      throw new AssertionError("teardown of " + framework + ": " + response.body());
    }
  }

  /**
   * A call of the operator API about an agent.
   *
   * @param type such as {@code MARK_AGENT_GONE}
   * @return why it was refused, if it was
   */
  Optional<String> operate(String type, AgentId agent) throws IOException, InterruptedException {
    ImmutableMap<String, Object> call =
        ImmutableMap.of(
            "type",
            type,
            Ascii.toLowerCase(type),
            ImmutableMap.of("agent_id", ImmutableMap.of("value", agent.value())));
    HttpResponse<String> response =
        post("/api/v1", "application/json", mapper.writeValueAsString(call));
    return response.statusCode() < BAD_REQUEST
        ? Optional.empty()
        : Optional.of(response.statusCode() + " " + response.body());
  }

  private HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(TIMEOUT)
            .header("Content-Type", type)
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
