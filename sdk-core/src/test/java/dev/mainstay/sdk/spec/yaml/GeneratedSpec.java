package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.PlanSpec.PhaseSpec;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ReplacementPolicySpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.RolloutSpec.MaxUnavailable;
import dev.mainstay.sdk.spec.RolloutSpec.OnFailure;
import dev.mainstay.sdk.spec.SecretSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A service with any fields in any combination that the loader has to take: a function of a seed.
 */
public final class GeneratedSpec {

  private final GeneratedValues values;
  private final List<String> podTypes = new ArrayList<>();
  private int ports;

  private GeneratedSpec(Random random) {
    this.values = new GeneratedValues(random);
  }

  /** The same for the same random numbers. */
  public static ServiceSpec of(Random random) {
    return new GeneratedSpec(random).service();
  }

  private ServiceSpec service() {
    for (int index = 0; index < values.between(1, 3); index++) {
      podTypes.add(values.word() + "-" + index);
    }
    ServiceSpec.Builder service =
        ServiceSpec.builder(values.sometimes() ? values.word() : "f/" + values.word())
            .scheduler(
                new ServiceSpec.SchedulerSpec(
                    values.orNull(values::text),
                    values.orNull(values::text),
                    values.orNull(values::text)));
    if (values.sometimes()) {
      service.user(values.text());
    }
    if (values.sometimes()) {
      service.rollout(rollout());
    }
    if (values.sometimes()) {
      service.replacement(new ReplacementPolicySpec(values.seconds(), values.seconds()));
    }
    List<PodSpec> pods = podTypes.stream().map(this::pod).toList();
    pods.forEach(service::pod);
    for (int index = 0; index < values.between(0, 2); index++) {
      service.plan(plan(values.word() + index, pods));
    }
    return service.build();
  }

  private PodSpec pod(String type) {
    PodSpec.Builder pod =
        PodSpec.builder(type).count(values.between(0, 9)).container(values.container());
    if (values.sometimes()) {
      pod.user(values.text());
    }
    if (values.sometimes()) {
      pod.preReservedRole(values.word());
    }
    if (values.sometimes()) {
      pod.placement(new GeneratedPlacement(values, podTypes).rule(0));
    }
    if (values.sometimes()) {
      pod.allowDecommission();
    }
    if (values.sometimes()) {
      pod.rollout(rollout());
    }
    values.uris().forEach(pod::uri);
    values.several("volume").forEach(path -> pod.volume(volume(path)));
    values.several("secret").forEach(name -> pod.secret(secret(name)));
    List<ResourceSetSpec> sets =
        values.several("set").stream().map(id -> resources(ResourceSetSpec.builder(id))).toList();
    sets.forEach(pod::resourceSet);
    String prefix = "prefix-" + type;
    for (int index = 0; index < values.between(1, 3); index++) {
      boolean hasOwn = sets.isEmpty() || values.sometimes();
      TaskSpec.Builder task = task(values.word() + "-" + index, prefix);
      pod.task(
          hasOwn ? task.resources(this::resources) : task.resourceSet(values.anyOf(sets).id()));
    }
    return pod.build();
  }

  /** Deadlines are longer than all other times. */
  private RolloutSpec rollout() {
    return new RolloutSpec(
        values.orNull(() -> new MaxUnavailable(values.between(1, 100), values.sometimes())),
        values.orNull(values::seconds),
        values.orNull(() -> values.seconds().plusDays(1)),
        values.orNull(() -> values.anyOf(OnFailure.values())));
  }

  private VolumeSpec volume(String path) {
    boolean isMount = values.sometimes();
    return new VolumeSpec(
        path,
        isMount ? VolumeSpec.Kind.MOUNT : VolumeSpec.Kind.ROOT,
        values.amount().plus(Scalar.of(1)),
        isMount ? values.several("profile") : ImmutableList.of());
  }

  private SecretSpec secret(String name) {
    return new SecretSpec(
        name,
        values.word() + "/" + values.word(),
        values.orNull(() -> "SECRET_" + name.toUpperCase(Locale.ROOT)),
        values.orNull(() -> "files/" + name));
  }

  private ResourceSetSpec resources(ResourceSetSpec.Builder set) {
    Scalar cpus = values.amount();
    int memory = values.between(1, 9999);
    set.cpus(cpus.toDouble()).memory(memory).limits(values.limits(cpus, memory));
    if (values.sometimes()) {
      set.gpus(values.between(1, 4));
    }
    values.several("data").forEach(path -> set.volume(volume(path)));
    for (String ignored : values.several("port")) {
      ports++;
      set.port(values.port(ports));
    }
    return set.build();
  }

  private TaskSpec.Builder task(String name, String prefix) {
    TaskSpec.Builder task =
        TaskSpec.builder(name)
            .goal(values.anyOf(TaskSpec.Goal.values()))
            .cmd(values.text())
            .killGracePeriod(values.seconds())
            .sharedMemory(values.orNull(values::sharedMemoryOfTask))
            .healthCheck(values.orNull(this::healthCheck))
            .readinessCheck(values.orNull(this::readinessCheck))
            .discovery(values.orNull(() -> discovery(prefix)));
    if (values.sometimes()) {
      task.notEssential();
    }
    values.several("VARIABLE").forEach(variable -> task.env(variable, values.textOrNone()));
    values.several("label").forEach(label -> task.label(values.label(label), values.textOrNone()));
    values.uris().forEach(task::uri);
    values
        .several("config")
        .forEach(
            config ->
                task.config(
                    new TaskSpec.ConfigSpec(
                        config, config + ".mustache", "conf/" + config, "of " + config)));
    values
        .several("certificate")
        .forEach(
            certificate ->
                task.transportEncryption(
                    new TaskSpec.TransportEncryptionSpec(
                        certificate,
                        values.anyOf(TaskSpec.TransportEncryptionSpec.Kind.values()))));
    return task;
  }

  private TaskSpec.HealthCheckSpec healthCheck() {
    return new TaskSpec.HealthCheckSpec(
        values.text(),
        values.seconds(),
        values.seconds(),
        values.between(1, 9),
        values.seconds(),
        values.seconds());
  }

  private TaskSpec.ReadinessCheckSpec readinessCheck() {
    Duration delay = values.sometimes() ? Duration.ZERO : values.seconds();
    return new TaskSpec.ReadinessCheckSpec(
        values.text(), values.seconds(), delay, values.seconds());
  }

  private TaskSpec.DiscoverySpec discovery(String prefix) {
    return new TaskSpec.DiscoverySpec(
        values.orNull(() -> prefix), values.anyOf(TaskSpec.Visibility.values()));
  }

  private PlanSpec plan(String name, List<PodSpec> pods) {
    StrategyKind strategy =
        values.anyOf(
            StrategyKind.SERIAL,
            StrategyKind.PARALLEL,
            StrategyKind.RANDOM,
            StrategyKind.DEPENDENCY);
    Map<String, PhaseSpec> phases = new LinkedHashMap<>();
    for (int index = 0; index < values.between(1, 3); index++) {
      String phase = values.word() + index;
      PodSpec pod = values.anyOf(pods);
      ImmutableList<String> earlier =
          phases.keySet().stream()
              .filter(unused -> strategy == StrategyKind.DEPENDENCY && values.sometimes())
              .collect(ImmutableList.toImmutableList());
      StrategyKind ofSteps = values.anyOf(StrategyKind.values());
      phases.put(phase, new PhaseSpec(phase, pod.type(), ofSteps, steps(pod, ofSteps), earlier));
    }
    return new PlanSpec(
        name, strategy, ImmutableMap.copyOf(phases), values.orNull(this::parameters));
  }

  /** None is something else than no word about them. */
  private ImmutableMap<String, ParameterSpec> parameters() {
    ImmutableMap.Builder<String, ParameterSpec> parameters = ImmutableMap.builder();
    for (String name : values.several("PARAMETER")) {
      boolean required = values.sometimes();
      String standard = required ? null : values.orNull(values::textOrNone);
      String pattern = values.orNull(() -> standard == null ? "[0-9]+" : Pattern.quote(standard));
      parameters.put(
          name, new ParameterSpec(name, values.orNull(values::text), required, standard, pattern));
    }
    return parameters.buildOrThrow();
  }

  private ImmutableList<StepSpec> steps(PodSpec pod, StrategyKind strategy) {
    if (values.sometimes()) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<StepSpec> steps = ImmutableList.builder();
    for (int index = 0; index < pod.count() && values.sometimes(); index++) {
      ImmutableList<Integer> earlier =
          strategy == StrategyKind.DEPENDENCY && index > 0 && values.sometimes()
              ? ImmutableList.of(index - 1)
              : ImmutableList.of();
      steps.add(new StepSpec(index, taskSteps(pod), earlier));
    }
    return steps.add(new StepSpec(StepSpec.DEFAULT, taskSteps(pod))).build();
  }

  private ImmutableList<ImmutableList<String>> taskSteps(PodSpec pod) {
    return pod.tasks().keySet().stream()
        .filter(task -> values.sometimes())
        .map(ImmutableList::of)
        .collect(ImmutableList.toImmutableList());
  }
}
