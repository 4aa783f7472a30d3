package dev.mainstay.sdk.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.PhaseSpec;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ReplacementPolicySpec;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service named {@code hello}. */
public final class ServiceBuilder {

  /** When stories begin. */
  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  public static final ConfigId CONFIG = new ConfigId("c0ffee00-0000-0000-0000-000000000001");

  private final Map<String, PodSpec> pods = new LinkedHashMap<>();
  private final Map<String, PhaseSpec> phases = new LinkedHashMap<>();
  private @Nullable ReplacementPolicySpec replacement;
  private final Map<String, PhaseSpec> draining = new LinkedHashMap<>();
  private final Map<String, PlanSpec> own = new LinkedHashMap<>();
  private StrategyKind strategy = StrategyKind.SERIAL;

  private ServiceBuilder() {}

  public static ServiceBuilder hello() {
    return new ServiceBuilder();
  }

  public ServiceBuilder pod(PodBuilder pod) {
    PodSpec spec = pod.build();
    pods.put(spec.type(), spec);
    return this;
  }

  /** Pods are replaced without an operator. */
  public ServiceBuilder replacement(Duration timeout, Duration delay) {
    replacement = new ReplacementPolicySpec(timeout, delay);
    return this;
  }

  /** The deploy plan's own strategy; without any phase the plan is made from the pods. */
  public ServiceBuilder strategy(StrategyKind kind) {
    strategy = kind;
    return this;
  }

  /** A phase of the deploy plan, named as its pod type. */
  public ServiceBuilder phase(String podType, StrategyKind kind, StepSpec... steps) {
    phases.put(podType, new PhaseSpec(podType, podType, kind, ImmutableList.copyOf(steps)));
    return this;
  }

  /** What an instance of the type does before it is given up: plan decommission. */
  public ServiceBuilder draining(String podType, StepSpec... steps) {
    draining.put(
        podType, new PhaseSpec(podType, podType, StrategyKind.SERIAL, ImmutableList.copyOf(steps)));
    return this;
  }

  /** A plan of the author's, of one phase. */
  public ServiceBuilder plan(String name, String podType, StepSpec... steps) {
    PhaseSpec phase =
        new PhaseSpec(podType, podType, StrategyKind.SERIAL, ImmutableList.copyOf(steps));
    own.put(name, new PlanSpec(name, StrategyKind.SERIAL, ImmutableMap.of(podType, phase)));
    return this;
  }

  /** A step entry for one instance, or for all others. */
  @SafeVarargs
  public static StepSpec steps(int index, List<String>... taskSteps) {
    ImmutableList.Builder<ImmutableList<String>> lists = ImmutableList.builder();
    for (List<String> tasks : taskSteps) {
      lists.add(ImmutableList.copyOf(tasks));
    }
    return new StepSpec(index, lists.build());
  }

  public ServiceSpec build() {
    return new ServiceSpec(
        "hello",
        null,
        new ServiceSpec.SchedulerSpec(null, null, null),
        ImmutableMap.copyOf(pods),
        plans(),
        replacement,
        null);
  }

  private ImmutableMap<String, PlanSpec> plans() {
    ImmutableMap.Builder<String, PlanSpec> plans = ImmutableMap.builder();
    if (!phases.isEmpty()) {
      plans.put("deploy", new PlanSpec("deploy", strategy, ImmutableMap.copyOf(phases)));
    }
    if (!draining.isEmpty()) {
      plans.put(
          "decommission",
          new PlanSpec("decommission", StrategyKind.SERIAL, ImmutableMap.copyOf(draining)));
    }
    return plans.putAll(own).buildOrThrow();
  }

  /** This service as an accepted configuration. */
  public static ConfigurationRecord configuration(ConfigId id, ServiceSpec spec) {
    return new ConfigurationRecord(
        id,
        START,
        ConfigurationRecord.START,
        new ServiceInputs("", ImmutableMap.of(), ImmutableSortedMap.of()),
        spec);
  }

  /** The same of a configuration that was made with an environment. */
  public static ServiceState accepted(ServiceSpec spec, Map<String, String> environment) {
    ServiceInputs inputs =
        new ServiceInputs("", ImmutableMap.of(), ImmutableSortedMap.copyOf(environment));
    return accepted(spec)
        .apply(
            new StateChange.Put(
                new ConfigurationRecord(CONFIG, START, ConfigurationRecord.START, inputs, spec)));
  }

  /** The state right after the target was accepted. */
  public static ServiceState accepted(ServiceSpec spec) {
    return ServiceState.of(List.of(configuration(CONFIG, spec), TargetRecord.first(CONFIG)));
  }
}
