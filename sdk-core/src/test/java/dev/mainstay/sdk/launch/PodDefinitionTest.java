package dev.mainstay.sdk.launch;

import static dev.mainstay.sdk.sample.OfferBuilder.FRAMEWORK;
import static dev.mainstay.sdk.sample.OfferBuilder.offer;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.evaluate.OfferEvaluator;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.planner.DefinitionDifference;
import dev.mainstay.sdk.sample.RecordMutants;
import dev.mainstay.sdk.sample.RecordMutants.Mutant;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import dev.mainstay.sdk.state.PlacementCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A change of any field of the spec changes what is launched and the pod's definition, or neither.
 */
final class PodDefinitionTest {

  private static final PodId NODE = new PodId("node", 0);

  /** They decide what is done about a pod, not what runs: see {@link PodDefinition}. */
  private static final ImmutableSet<String> IN_THE_DEFINITION_ALONE =
      ImmutableSet.of(
          "TaskSpec.goal",
          "TaskSpec.essential",
          "TaskSpec.transportEncryption", // refused before a launch so far
          // Which resources are taken, not which of them a launch finds here.
          "PortSpec.ranges",
          "VolumeSpec.size",
          "VolumeSpec.profiles");

  /** What stays with a deployed pod, whatever the target says. */
  private static final ImmutableSet<String> IN_THE_LAUNCH_ALONE =
      ImmutableSet.of(
          "ServiceSpec.name", // never changes: SpecChange
          "SchedulerSpec.principal"); // of what is reserved from now on

  private int ids;

  private static ServiceSpec full() throws IOException {
    String yaml = Files.readString(Path.of("src/test/resources/launch/definition/full.yml"));
    return SpecLoader.load("full.yml", yaml, Map.of(), new PageTemplate()).spec();
  }

  @Test
  void each_field_changes_both_the_launch_and_the_definition_or_neither() throws IOException {
    ServiceSpec spec = full();
    String launch = launch(spec, Map.of());
    PodDefinition definition = definition(spec);
    List<Mutant<ServiceSpec>> mutants =
        RecordMutants.of(spec).stream().filter(mutant -> isWhole(mutant.value())).toList();
    assertThat(mutants).hasSizeGreaterThan(90);

    for (Mutant<ServiceSpec> mutant : mutants) {
      boolean other = !definition(mutant.value()).equals(definition);
      boolean launchesOther = !launch(mutant.value(), Map.of()).equals(launch);
      if (IN_THE_DEFINITION_ALONE.contains(mutant.path())) {
        assertThat(other).as(mutant.path()).isTrue();
      } else if (IN_THE_LAUNCH_ALONE.contains(mutant.path())) {
        assertThat(launchesOther).as(mutant.path()).isTrue();
        assertThat(other).as(mutant.path()).isFalse();
      } else {
        assertThat(other)
            .as("%s differs, launch differs: %s", mutant.path(), launchesOther)
            .isEqualTo(launchesOther);
      }
    }
  }

  @Test
  void each_difference_is_told_as_a_field_of_the_spec() throws IOException {
    PodDefinition definition = definition(full());
    for (Mutant<ServiceSpec> mutant : RecordMutants.of(full())) {
      if (isWhole(mutant.value()) && !definition(mutant.value()).equals(definition)) {
        assertThat(DefinitionDifference.between(definition, definition(mutant.value())))
            .as(mutant.path())
            .isNotEmpty()
            .noneMatch(difference -> difference.change().equals("changed"));
      }
    }
  }

  @Test
  void the_schedulers_environment_counts_where_it_reaches_the_pod() throws IOException {
    ServiceSpec spec = full();
    for (String variable :
        List.of("DCOS_SPACE", "MARATHON_APP_ID", "SERVICE_TLD", "VIP_TLD", "X")) {
      Map<String, String> environment = ImmutableMap.of(variable, "other");
      assertThat(
              !PodDefinition.of(spec, environment, NODE, PodDefinition.DEPLOY)
                  .equals(definition(spec)))
          .as(variable)
          .isEqualTo(!launch(spec, environment).equals(launch(spec, Map.of())));
    }
  }

  private static PodDefinition definition(ServiceSpec spec) {
    return PodDefinition.of(spec, Map.of(), NODE, PodDefinition.DEPLOY);
  }

  /** It has the pod, and the pod all that its task uses. */
  private static boolean isWhole(ServiceSpec spec) {
    PodSpec pod = spec.pods().get(NODE.type());
    return pod != null
        && pod.type().equals(NODE.type())
        && pod.tasks().entrySet().stream()
            .allMatch(
                task ->
                    task.getKey().equals(task.getValue().name())
                        && pod.resourceSets().containsKey(task.getValue().resourceSet()))
        && pod.resourceSets().entrySet().stream()
            .allMatch(set -> set.getKey().equals(set.getValue().id()))
        && pod.container().rlimits().entrySet().stream()
            .allMatch(limit -> limit.getKey().equals(limit.getValue().name()))
        && pod.container().networks().entrySet().stream()
            .allMatch(network -> network.getKey().equals(network.getValue().name()));
  }

  /** The operations of the first launch, with ids that are the same each time. */
  private String launch(ServiceSpec spec, Map<String, String> environment) {
    ids = 0;
    PodSpec pod = spec.pod(NODE);
    OfferPool pool = new OfferPool(List.of(offerFor(pod, spec)));
    OfferEvaluator.Match match =
        OfferEvaluator.fresh(
            PodRequirement.of(pod.withPlacement(null)), pool, PlacementCounts.NONE);
    assertThat(match.evaluation().passed()).as(match.evaluation().toString()).isTrue();
    LaunchSettings settings =
        new LaunchSettings(spec.role(), spec.scheduler().principal(), "10.0.0.1", 8080);
    return new PodLauncher(settings, LaunchCustomizer.NONE, () -> new UUID(0, ids++))
            .fresh(
                new PodLauncher.Order(
                    NODE, CONFIG, pod.tasks().keySet().asList(), null, ImmutableSortedMap.of()),
                match.claims(),
                pool.place(),
                FRAMEWORK,
                ServiceBuilder.accepted(spec, environment),
                START)
            .operations()
            .toString()
        // Where it is served; the text itself is what the task is given.
        + pod.tasks().values().stream().map(task -> task.configs()).toList();
  }

  /** To the pod's role, of an agent that has more than enough of everything. */
  private static Offer offerFor(PodSpec pod, ServiceSpec spec) {
    Offer plain =
        offer("agent-1")
            .roomy()
            .ports(1, 1)
            .ports(8081, 8082)
            .mountedDisk("/mnt/fast", 900, "ssd")
            .mountedDisk("/mnt/other", 900, "ssdx")
            .mountedDisk("/mnt/slow", 400, null)
            .with(Resource.of(Resource.GPUS, new ResourceValue.Amount(Scalar.of(4L))))
            .build();
    String base = pod.refinedRole().orElse(null);
    ImmutableList<Reservation> stack =
        base == null
            ? ImmutableList.of()
            : ImmutableList.of(
                new Reservation(Reservation.Kind.STATIC, base, null, ImmutableList.of()));
    return new Offer(
        plain.id(),
        plain.frameworkId(),
        plain.agentId(),
        plain.hostname(),
        plain.address(),
        plain.domain(),
        plain.resources().stream()
            .map(resource -> resource.withReservations(stack))
            .collect(ImmutableList.toImmutableList()),
        plain.attributes(),
        plain.executorIds(),
        plain.unavailability(),
        pod.role(spec.role()));
  }

  /** One template, whatever its name. */
  private static final class PageTemplate implements TemplateReader {
    @Override
    public Optional<String> read(String path) {
      return Optional.of("{{TASK_NAME}}");
    }

    @Override
    public ImmutableSet<String> known() {
      return ImmutableSet.of("page.mustache");
    }
  }
}
