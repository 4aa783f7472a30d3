package dev.mainstay.sdk.launch;

import static dev.mainstay.sdk.sample.OfferBuilder.FRAMEWORK;
import static dev.mainstay.sdk.sample.OfferBuilder.ROLE;
import static dev.mainstay.sdk.sample.OfferBuilder.offer;
import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.TextFormat;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.evaluate.OfferEvaluator;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.evaluate.Refit;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.wire.CallWire;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PlacementCounts;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PodLauncherTest {

  private static final LaunchSettings SETTINGS =
      new LaunchSettings(ROLE, "hello-principal", "10.0.0.1", 8080);
  private static final PodId POD = new PodId("node", 0);

  private int ids;

  private UUID nextId() {
    return new UUID(0x1d, ids++);
  }

  private static PodBuilder node() {
    return pod("node")
        .volume("shared", 50)
        .task(
            task("server")
                .volume("data", 100)
                .port("http", 0)
                .port("admin", 8081)
                .env("MODE", "fast")
                .readiness()
                .config("page", "{{TASK_NAME}} at {{PORT_HTTP}} of {{MESOS_CONTAINER_IP}}"))
        .task(task("sidecar").notEssential());
  }

  private static ServiceSpec service(PodBuilder pod) {
    return hello().pod(pod).build();
  }

  private PodLaunch fresh(ServiceSpec spec, String... tasks) {
    OfferPool pool =
        new OfferPool(List.of(offer("agent-1").roomy().ports(8081, 8081).zone("zone-a").build()));
    OfferEvaluator.Match match =
        OfferEvaluator.fresh(PodRequirement.of(spec.pod(POD)), pool, PlacementCounts.NONE);
    assertThat(match.evaluation().passed()).isTrue();
    return launcher()
        .fresh(
            order(tasks),
            match.claims(),
            pool.place(),
            FRAMEWORK,
            ServiceBuilder.accepted(spec),
            START);
  }

  private PodLauncher launcher() {
    return new PodLauncher(SETTINGS, LaunchCustomizer.NONE, this::nextId);
  }

  private static PodLauncher.Order order(String... tasks) {
    return new PodLauncher.Order(
        POD,
        CONFIG,
        ImmutableList.copyOf(tasks),
        new RunMark(CONFIG.value(), 0),
        ImmutableSortedMap.of());
  }

  private static Operation.LaunchGroup group(PodLaunch launch, String task) {
    return launch.operations().stream()
        .filter(Operation.LaunchGroup.class::isInstance)
        .map(Operation.LaunchGroup.class::cast)
        .filter(group -> group.tasks().get(0).name().equals("node-0-" + task))
        .findFirst()
        .orElseThrow();
  }

  /** Run with {@code -Dgolden.update} to write what is there now. */
  @Test
  void a_pod_with_volumes_ports_configs_and_checks_is_launched_as_the_golden_file_says()
      throws IOException {
    String text = readable(fresh(service(node()), "server", "sidecar").operations());
    Path golden = Path.of("src/test/resources/launch/pod.txt");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, text);
    }

    assertThat(text).isEqualTo(Files.readString(golden));
  }

  /** As Mesos would print it. */
  private static String readable(ImmutableList<Operation> operations) {
    MesosCall accept =
        new MesosCall.Accept(
            ImmutableList.of(new OfferId("O-agent-1")), operations, Duration.ofSeconds(5));
    return TextFormat.printer().printToString(CallWire.toProto(accept, FRAMEWORK));
  }

  @Test
  void reserves_everything_before_it_creates_and_launches() {
    assertThat(fresh(service(node()), "server").operations())
        .extracting(operation -> operation.getClass().getSimpleName())
        .containsExactly("Reserve", "Create", "LaunchGroup");
  }

  @Test
  void a_resource_is_in_one_holding_and_in_one_place_of_the_launch() {
    PodLaunch launch = fresh(service(node()), "server", "sidecar");
    Operation.LaunchGroup server = group(launch, "server");
    ImmutableList.Builder<Resource> used = ImmutableList.builder();
    used.addAll(server.executor().resources());
    used.addAll(server.tasks().get(0).resources());
    used.addAll(group(launch, "sidecar").tasks().get(0).resources());

    assertThat(used.build())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            launch.record().holdings().stream().map(Holding::resource).toList());
    assertThat(launch.record().holdings()).extracting(Holding::id).doesNotHaveDuplicates();
  }

  @Test
  void every_task_is_a_group_of_its_own_in_one_executor() {
    PodLaunch launch = fresh(service(node()), "server", "sidecar");

    assertThat(group(launch, "server").tasks()).hasSize(1);
    assertThat(group(launch, "sidecar").executor()).isEqualTo(group(launch, "server").executor());
    assertThat(launch.record().executor()).isEqualTo(group(launch, "server").executor());
  }

  @Test
  void resources_of_tasks_that_are_launched_later_are_reserved_at_once() {
    assertThat(fresh(service(node()), "server").record().holdings())
        .extracting(Holding::owner)
        .contains("sidecar-resource-set");
  }

  @Test
  void joins_the_executor_of_the_run_or_starts_a_fresh_one() {
    PodLaunch first = fresh(service(node()), "server");
    PodRecord pod = first.record();
    ExecutorInfo executor = group(first, "server").executor();

    assertThat(group(returning(pod, true), "sidecar").executor()).isEqualTo(executor);
    ExecutorInfo other = group(returning(pod, false), "sidecar").executor();
    assertThat(other.executorId()).isNotEqualTo(executor.executorId());
    assertThat(other.resources()).isEqualTo(executor.resources());
  }

  private PodLaunch returning(PodRecord pod, boolean join) {
    OfferPool pool = new OfferPool(List.of(offer("agent-1").build()));
    Refit refit = Refit.of(pod, service(node()).pod(POD), List.of("sidecar"), join);
    return launcher()
        .returning(
            order("sidecar"),
            pod,
            refit,
            ImmutableList.of(),
            pool,
            join,
            FRAMEWORK,
            ServiceBuilder.accepted(service(node())).apply(new StateChange.Put(pod)),
            START);
  }

  @Test
  void what_a_task_reached_before_is_kept() {
    PodRecord pod = fresh(service(node()), "server", "sidecar").record();
    TaskRecord sidecar = pod.task("sidecar").orElseThrow();
    PodRecord failed =
        pod.withTask(
            sidecar
                .withReachedGoal(ImmutableSet.of())
                .withCondition(new TaskCondition(TaskState.FAILED, false, null, "", null, START)));

    assertThat(returning(failed, true).record().task("sidecar").orElseThrow().reachedGoal())
        .isEqualTo(CONFIG);
  }

  @Test
  void a_template_with_a_mistake_gives_an_error_and_no_operation() {
    ServiceSpec spec =
        service(
            pod("node")
                .task(
                    task("server")
                        .config(
                            "page", "{{#HOST}}a{{/HOST}}{{#MESOS_SANDBOX}}b{{/MESOS_SANDBOX}}")));

    PodLaunch launch = fresh(spec, "server");

    assertThat(launch.operations()).isEmpty();
    assertThat(launch.record().holdings()).isEmpty();
    assertThat(launch.record().error())
        .contains("'HOST'")
        .contains("'MESOS_SANDBOX'")
        .contains("page.mustache");
  }

  @Test
  void a_rendered_config_is_the_same_after_a_restart_and_only_for_the_token() {
    ServiceSpec spec = service(node());
    PodRecord pod = fresh(spec, "server").record();
    TaskRecord task = pod.task("server").orElseThrow();
    ServiceState state = ServiceBuilder.accepted(spec).apply(new StateChange.Put(pod));
    ServiceState loaded =
        ServiceState.of(
            List.of(pod, ServiceBuilder.configuration(CONFIG, spec), TargetRecord.first(CONFIG)));
    String token = task.launch().token();

    assertThat(TaskArtifacts.render(state, task.taskId(), token, "page"))
        .contains("node-0-server at 31000 of {{MESOS_CONTAINER_IP}}");
    assertThat(TaskArtifacts.render(loaded, task.taskId(), token, "page"))
        .isEqualTo(TaskArtifacts.render(state, task.taskId(), token, "page"));
    assertThat(TaskArtifacts.render(state, task.taskId(), "guess", "page")).isEmpty();
    assertThat(TaskArtifacts.render(state, task.taskId(), token, "other")).isEmpty();
  }

  @Test
  void a_rendered_config_is_not_served_once_the_task_is_over() {
    ServiceSpec spec = service(node());
    PodRecord pod = fresh(spec, "server").record();
    TaskRecord task = pod.task("server").orElseThrow();
    PodRecord over =
        pod.withTask(
            task.withCondition(new TaskCondition(TaskState.FAILED, false, null, "", null, START)));
    ServiceState state = ServiceBuilder.accepted(spec).apply(new StateChange.Put(over));

    assertThat(TaskArtifacts.render(state, task.taskId(), task.launch().token(), "page")).isEmpty();
  }

  @Test
  void a_template_sees_the_placed_instances_as_they_were_at_launch() {
    PodBuilder pods =
        pod("node")
            .count(2)
            .task(
                task("server")
                    .port("http", 0)
                    .config(
                        "peers", "{{#pods.node}}{{index}}={{host}}:{{ports.http}};{{/pods.node}}"));
    ServiceSpec spec = service(pods);
    PodRecord pod = fresh(spec, "server").record();
    TaskRecord task = pod.task("server").orElseThrow();
    ServiceState state =
        ServiceBuilder.accepted(spec)
            .apply(new StateChange.Put(pod))
            .apply(
                new StateChange.Put(
                    PodRecords.fresh("node-1").withPlace(PodRecords.place("agent-2"))));

    assertThat(TaskArtifacts.render(state, task.taskId(), task.launch().token(), "peers"))
        .contains("0=agent-1:8081;");
  }

  @Test
  void a_customizer_may_add_to_the_environment() {
    ServiceSpec spec = service(pod("node").task(task("server").config("page", "{{EXTRA}}")));
    OfferPool pool = new OfferPool(List.of(offer("agent-1").roomy().build()));
    PodLauncher launcher =
        new PodLauncher(
            SETTINGS, (draft, state) -> draft.withVariable("EXTRA", draft.task()), this::nextId);
    PodLaunch launch =
        launcher.fresh(
            order("server"),
            OfferEvaluator.fresh(PodRequirement.of(spec.pod(POD)), pool, PlacementCounts.NONE)
                .claims(),
            pool.place(),
            FRAMEWORK,
            ServiceBuilder.accepted(spec),
            START);

    TaskInfo info = group(launch, "server").tasks().get(0);
    assertThat(String.valueOf(info.command())).contains("EXTRA");
    assertThat(launch.record().error()).isEmpty();
  }
}
