package dev.mainstay.sdk.http;

import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.Endpoints.Endpoint;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where clients find a task, by the network that its pod is on and the cluster's DNS. */
final class EndpointsTest {

  private static final ImmutableSortedMap<String, String> ENVIRONMENT =
      ImmutableSortedMap.of(
          "PORT_HTTP", "80",
          "FRAMEWORK_HOST", "hello.autoip.example",
          "FRAMEWORK_VIP_HOST", "hello.l4lb.example");

  private static final TemplateReader NO_TEMPLATES =
      new TemplateReader() {
        @Override
        public Optional<String> read(String path) {
          return Optional.empty();
        }

        @Override
        public ImmutableSet<String> known() {
          return ImmutableSet.of();
        }
      };

  /** Of the port of one task, on {@code agent-1}. */
  private static Endpoint endpoint(
      String network, ImmutableSortedMap<String, String> environment, String... addresses) {
    String yaml =
        """
        name: hello
        pods:
          web:
            count: 1
            %s
            tasks:
              server:
                goal: RUNNING
                cmd: ./server
                cpus: 0.5
                memory: 64
                ports:
                  http:
                    port: 80
                    advertise: true
                    vip: {prefix: web, port: 8080}
        """
            .formatted(network);
    TaskRecord server =
        new TaskRecord(
            "server",
            new TaskLaunch(
                new TaskId("hello__web-0-server__1"),
                CONFIG,
                START,
                "token",
                environment,
                ImmutableMap.of(),
                new RunMark(CONFIG.value(), 0),
                ImmutableSortedMap.of(),
                false),
            new TaskCondition(
                TaskState.RUNNING,
                true,
                null,
                "",
                null,
                START,
                ImmutableList.copyOf(addresses),
                null,
                START),
            new Goal(CONFIG, new RunMark(CONFIG.value(), 0)),
            null);
    PodRecord pod =
        PodRecord.fresh(new PodId("web", 0), CONFIG)
            .withPlace(PodRecords.place("agent-1"))
            .withTask(server);
    ServiceState state =
        ServiceState.of(
            List.of(
                pod,
                TargetRecord.first(CONFIG),
                new ConfigurationRecord(
                    CONFIG,
                    START,
                    ConfigurationRecord.START,
                    new ServiceInputs("", ImmutableMap.of(), ImmutableSortedMap.of()),
                    SpecLoader.load("svc.yml", yaml, Map.of(), NO_TEMPLATES).spec())));
    return Objects.requireNonNull(Endpoints.of(state).get("http"));
  }

  @Test
  void a_task_on_its_agents_network_is_found_at_its_agent() {
    assertThat(endpoint("", ENVIRONMENT, "127.0.0.1"))
        .isEqualTo(
            new Endpoint(
                ImmutableList.of("agent-1:80"),
                ImmutableList.of("agent-1:80"),
                "web.hello.l4lb.example:8080"));
  }

  @Test
  void a_clusters_dns_has_a_name_for_each_task() {
    ImmutableSortedMap<String, String> named =
        ImmutableSortedMap.<String, String>naturalOrder()
            .putAll(ENVIRONMENT)
            .put("SERVICE_TLD", "autoip.example")
            .buildOrThrow();

    assertThat(endpoint("", named).dns()).containsExactly("web-0-server.hello.autoip.example:80");
  }

  @Test
  void a_task_on_a_virtual_network_is_found_at_its_containers_own_address() {
    Endpoint endpoint = endpoint("networks: {dcos: }", ENVIRONMENT, "9.0.3.7");

    assertThat(endpoint.address()).containsExactly("9.0.3.7:80");
    assertThat(endpoint.dns()).containsExactly("web-0-server.hello.autoip.example:80");
  }

  @Test
  void until_the_container_is_known_its_agent_stands_for_it() {
    assertThat(endpoint("networks: {dcos: }", ENVIRONMENT).address()).containsExactly("agent-1:80");
  }
}
