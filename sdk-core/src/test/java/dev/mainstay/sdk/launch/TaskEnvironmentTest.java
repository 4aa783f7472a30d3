package dev.mainstay.sdk.launch;

import static dev.mainstay.sdk.sample.OfferBuilder.ROLE;
import static dev.mainstay.sdk.sample.OfferBuilder.offer;
import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import dev.mainstay.sdk.state.Holding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TaskEnvironmentTest {

  private static final LaunchSettings SETTINGS = new LaunchSettings(ROLE, null, "10.0.0.1", 8080);

  @Test
  void a_task_knows_its_service_and_itself_under_the_predecessors_names() {
    PodBuilder node = pod("node").task(task("server").config("page.html", "{{X}}").env("X", "1"));
    assertThat(environment(node, ImmutableMap.of()))
        .containsEntry("FRAMEWORK_NAME", "hello")
        .containsEntry("FRAMEWORK_HOST", "hello.autoip.dcos.thisdcos.directory")
        .containsEntry("FRAMEWORK_VIP_HOST", "hello.l4lb.thisdcos.directory")
        .containsEntry("TASK_NAME", "node-0-server")
        .containsEntry("node-0-server", "true")
        .containsEntry("POD_INSTANCE_INDEX", "0")
        .containsEntry("SCHEDULER_API_HOSTNAME", "10.0.0.1")
        .containsEntry("SCHEDULER_API_PORT", "8080")
        .containsEntry("PLACEMENT_REFERENCED_REGION", "false")
        .containsEntry("PLACEMENT_REFERENCED_ZONE", "false")
        .hasEntrySatisfying(
            "CONFIG_TEMPLATE_PAGE_HTML",
            value -> assertThat(value).matches("(.+),\\1").contains("page.html"))
        .doesNotContainKey("SERVICE_TLD");
  }

  @Test
  void a_custom_domain_of_the_scheduler_reaches_the_tasks() {
    assertThat(
            environment(
                pod("node").task(task("server")),
                ImmutableMap.of("SERVICE_TLD", "tasks.example", "VIP_TLD", "vips.example")))
        .containsEntry("FRAMEWORK_HOST", "hello.tasks.example")
        .containsEntry("FRAMEWORK_VIP_HOST", "hello.vips.example")
        .containsEntry("SERVICE_TLD", "tasks.example");
  }

  @Test
  void a_placement_that_asks_for_zones_is_told() {
    PodBuilder node =
        pod("node").placement(new PlacementRule.MaxPer(PlacementRule.ZONE, 1)).task(task("server"));
    assertThat(environment(node, ImmutableMap.of()))
        .containsEntry("PLACEMENT_REFERENCED_ZONE", "true")
        .containsEntry("PLACEMENT_REFERENCED_REGION", "false");
  }

  @Test
  void ports_of_one_name_are_each_tasks_own_on_a_container_network_too() {
    String yaml =
        """
        name: kiosk
        pods:
          node:
            count: 1
            networks: {dcos: {}}
            tasks:
              server: {goal: RUNNING, cmd: ./run, cpus: 1, memory: 64, ports: {http: {port: 0}}}
              other: {goal: RUNNING, cmd: ./run, cpus: 1, memory: 64, ports: {http: {port: 0}}}
        """;
    PodSpec pod =
        SpecLoader.load("svc.yml", yaml, Map.of(), new NoTemplate())
            .spec()
            .pod(new PodId("node", 0));

    PodPorts ports = PodPorts.of(pod, List.of());

    assertThat(ports.of(pod.task("server"))).containsExactly(Map.entry("http", 1025));
    assertThat(ports.of(pod.task("other"))).containsExactly(Map.entry("http", 1026));
  }

  @Test
  void ports_of_one_name_are_each_tasks_own() {
    PodBuilder node =
        pod("node").task(task("server").port("http", 0)).task(task("other").port("http", 0));
    PodSpec spec = hello().pod(node).build().pod(new PodId("node", 0));
    ImmutableList<Holding> holdings =
        ImmutableList.of(holding("server", 31_000), holding("other", 31_001));

    PodPorts ports = PodPorts.of(spec, holdings);

    assertThat(ports.of(spec.task("server"))).containsExactly(Map.entry("http", 31_000));
    assertThat(ports.of(spec.task("other"))).containsExactly(Map.entry("http", 31_001));
    assertThat(ports.numbers()).containsExactly(31_000, 31_001);
  }

  @Test
  void what_the_scheduler_serves_is_fetched_from_its_address_at_the_launch() {
    assertThat(TaskInfos.uri(UriSpec.of("scheduler:bootstrap"), SETTINGS))
        .isEqualTo(
            new CommandInfo.Uri(
                "http://10.0.0.1:8080/v1/artifacts/bootstrap", true, false, false, "bootstrap"));
    assertThat(TaskInfos.uri(UriSpec.of("scheduler:/v1/x"), SETTINGS).value())
        .isEqualTo("http://10.0.0.1:8080/v1/x");
    assertThat(TaskInfos.uri(UriSpec.of("https://example.com/y"), SETTINGS).value())
        .isEqualTo("https://example.com/y");
  }

  private static Holding holding(String task, long port) {
    return new Holding(
        task + ResourceSetSpec.OWN_SUFFIX,
        "http",
        new ResourceId(task),
        Resource.of(Resource.PORTS, new ResourceValue.Ranges(PortRanges.ofPort(port))),
        Holding.Phase.HELD,
        ImmutableList.of());
  }

  private static Map<String, String> environment(
      PodBuilder node, ImmutableMap<String, String> scheduler) {
    ServiceSpec service = hello().pod(node).build();
    PodId id = new PodId("node", 0);
    return TaskEnvironment.of(
        service,
        id,
        service.pod(id).task("server"),
        new OfferPool(List.of(offer("agent-1").roomy().build())).place(),
        List.of(),
        SETTINGS,
        scheduler);
  }

  private static final class NoTemplate implements TemplateReader {

    @Override
    public Optional<String> read(String path) {
      return Optional.empty();
    }

    @Override
    public ImmutableSet<String> known() {
      return ImmutableSet.of();
    }
  }
}
