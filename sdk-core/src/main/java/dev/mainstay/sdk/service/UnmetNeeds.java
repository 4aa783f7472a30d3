package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.ClusterFeature;
import dev.mainstay.sdk.spec.ClusterNeeds;
import dev.mainstay.sdk.spec.ClusterNeeds.Need;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecPlaces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in the way of running a service on a cluster, found out before anything starts: a
 * spec may load, and deploy in simulation, and still ask for what the cluster lacks.
 */
public final class UnmetNeeds {

  /** What an operator can let the agents of an embedded cluster declare. */
  private static final ImmutableMap<ClusterFeature, String> OWN_AGENTS =
      ImmutableMap.of(
          ClusterFeature.GPUS,
          "declare some with --agent-resources gpus:1, or ",
          ClusterFeature.MOUNT_DISKS,
          "declare some with --agent-resources 'disk[MOUNT:ssd]:10000', or ",
          ClusterFeature.RESERVED_ROLES,
          "declare some with --agent-resources 'cpus(ROLE):1;mem(ROLE):1024', or ");

  private final LoadedSpec spec;
  private final SpecPlaces places;

  private UnmetNeeds(String file, LoadedSpec spec) {
    this.spec = spec;
    this.places = SpecPlaces.of(file, spec.inputs());
  }

  /**
   * One problem for each feature that is missing on an embedded cluster.
   *
   * @param file how the spec is named in problems
   */
  public static ImmutableList<Problem> onEmbedded(
      String file, LoadedSpec spec, ImmutableSet<ClusterFeature> offered) {
    UnmetNeeds needs = new UnmetNeeds(file, spec);
    return needs.problems(
        offered, "the embedded cluster", "run it with --master on a Mesos that has", OWN_AGENTS);
  }

  /**
   * As far as it can be known of a real Mesos without asking its agents: what none has.
   *
   * @param file how the spec is named in problems
   */
  public static ImmutableList<Problem> onMesos(String file, LoadedSpec spec) {
    UnmetNeeds needs = new UnmetNeeds(file, spec);
    ImmutableSet<ClusterFeature> offered =
        ImmutableSet.copyOf(ClusterFeature.values()).stream()
            .filter(feature -> feature != ClusterFeature.CERTIFICATE_AUTHORITY)
            .collect(ImmutableSet.toImmutableSet());
    return needs.problems(offered, "Mesos", "", ImmutableMap.of());
  }

  private ImmutableList<Problem> problems(
      ImmutableSet<ClusterFeature> offered,
      String cluster,
      String remedy,
      ImmutableMap<ClusterFeature, String> otherRemedies) {
    Map<ClusterFeature, List<Need>> missing = new LinkedHashMap<>();
    for (Need need : ClusterNeeds.of(spec.spec())) {
      if (!offered.contains(need.feature())) {
        missing.computeIfAbsent(need.feature(), feature -> new ArrayList<>()).add(need);
      }
    }
    ImmutableList.Builder<Problem> problems = ImmutableList.builder();
    missing.forEach(
        (feature, needs) ->
            problems.add(
                problem(
                    needs.get(0).path(),
                    cluster + " has no " + feature.title() + others(needs),
                    feature == ClusterFeature.CERTIFICATE_AUTHORITY
                        ? "it would be DC/OS's: bring certificates as uris or secrets instead"
                        : otherRemedies.getOrDefault(feature, "") + remedy)));
    return problems.build();
  }

  private static String others(List<Need> needs) {
    return needs.size() == 1
        ? ""
        : " (asked for by "
            + (needs.size() - 1)
            + " more field"
            + (needs.size() == 2 ? "" : "s")
            + ")";
  }

  private Problem problem(ImmutableList<String> path, String what, String remedy) {
    SpecPlaces.Place place = places.of(path);
    return Problem.error(place.at(), place.field(), what, remedy);
  }
}
