package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Whether a service can fit on the declared agents of an embedded cluster at all, found out before
 * anything starts.
 */
public final class AgentFit {

  private AgentFit() {}

  /** A resource that agents declare, and the option that declares it. */
  private record Kind(
      String name,
      String unit,
      String option,
      Function<PodRequirement, Scalar> asked,
      Function<AgentOptions, Scalar> declared) {}

  private static final ImmutableList<Kind> KINDS =
      ImmutableList.of(
          new Kind("cpus", "", "--agent-cpus", PodRequirement::cpus, AgentOptions::cpus),
          new Kind("memory", " MB", "--agent-mem", PodRequirement::mem, AgentOptions::memory),
          new Kind("disk", " MB", "--agent-disk", PodRequirement::rootDisk, AgentOptions::disk));

  /**
   * What cannot fit, each with the option that changes it; empty when nothing is known to be in the
   * way, which is no promise.
   */
  public static ImmutableList<String> problems(
      ServiceSpec spec, ImmutableList<AgentOptions> agents) {
    List<String> problems = new ArrayList<>();
    if (agents.stream().allMatch(AgentFit::hasGpus) && !asksForGpus(spec)) {
      problems.add(
          "all agents have GPUs, and Mesos offers such agents only to services that ask for gpus;"
              + " leave gpus out of --agent-resources");
    }
    List<PodSpec> unreserved = new ArrayList<>();
    for (PodSpec pod : spec.pods().values()) {
      if (pod.count() > 0 && pod.refinedRole().isPresent()) {
        addRoleProblem(pod, pod.refinedRole().get(), agents, problems);
      } else if (pod.count() > 0) {
        unreserved.add(pod);
      }
    }
    KINDS.forEach(kind -> addLargestProblem(unreserved, agents, kind, problems));
    for (PodSpec pod : unreserved) {
      PlacementRule rule = pod.placement();
      if (rule != null) {
        AgentRoom.problem(pod, rule, agents).ifPresent(problems::add);
      }
    }
    if (problems.isEmpty()) {
      KINDS.forEach(kind -> addTotalProblem(spec, agents, kind, problems));
    }
    return ImmutableList.copyOf(problems);
  }

  private static boolean hasGpus(AgentOptions agent) {
    return agent.others().stream().anyMatch(resource -> resource.name().equals(Resource.GPUS));
  }

  private static boolean asksForGpus(ServiceSpec spec) {
    return spec.pods().values().stream()
        .flatMap(pod -> pod.resourceSets().values().stream())
        .anyMatch(set -> !set.gpus().equals(Scalar.ZERO));
  }

  /** How much there is for the role is not held against the pod, only whether there is anything. */
  private static void addRoleProblem(
      PodSpec pod, String role, ImmutableList<AgentOptions> agents, List<String> problems) {
    boolean found =
        agents.stream()
            .flatMap(agent -> agent.others().stream())
            .flatMap(resource -> resource.reservations().stream())
            .anyMatch(reservation -> reservation.role().equals(role));
    if (!found) {
      problems.add(
          "pod %s is placed on what is reserved for role %s, and no agent has any; use --agent-resources 'cpus(%s):1;mem(%s):1024;disk(%s):1024;ports(%s):[80-89]'"
              .formatted(pod.type(), role, role, role, role, role));
    }
  }

  /** Of the pod that needs most: what is enough for it is enough for the others. */
  private static void addLargestProblem(
      List<PodSpec> pods, ImmutableList<AgentOptions> agents, Kind kind, List<String> problems) {
    Scalar largest =
        agents.stream().map(kind.declared()).max(Scalar::compareTo).orElse(Scalar.ZERO);
    PodSpec most = null;
    Scalar asked = largest;
    for (PodSpec pod : pods) {
      Scalar own = kind.asked().apply(PodRequirement.of(pod));
      if (!asked.atLeast(own)) {
        most = pod;
        asked = own;
      }
    }
    if (most != null) {
      problems.add(
          "pod %s needs %s%s of %s on one agent (its executor included), the largest has %s%s; use %s %s"
              .formatted(
                  most.type(),
                  asked,
                  kind.unit(),
                  kind.name(),
                  largest,
                  kind.unit(),
                  kind.option(),
                  asked));
    }
  }

  private static void addTotalProblem(
      ServiceSpec spec, ImmutableList<AgentOptions> agents, Kind kind, List<String> problems) {
    Scalar asked = Scalar.ZERO;
    for (PodSpec pod : spec.pods().values()) {
      if (pod.refinedRole().isPresent()) {
        continue;
      }
      Scalar each = kind.asked().apply(PodRequirement.of(pod));
      asked = asked.plus(new Scalar(Math.multiplyExact(each.thousandths(), (long) pod.count())));
    }
    Scalar declared = agents.stream().map(kind.declared()).reduce(Scalar.ZERO, Scalar::plus);
    if (!declared.atLeast(asked)) {
      problems.add(
          "all pods together need %s%s of %s, the %d agents have %s%s; use %s or --agents"
              .formatted(
                  asked,
                  kind.unit(),
                  kind.name(),
                  agents.size(),
                  declared,
                  kind.unit(),
                  kind.option()));
    }
  }
}
