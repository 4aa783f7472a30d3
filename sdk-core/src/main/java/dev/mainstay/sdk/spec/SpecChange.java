package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may never change from a deployed spec to another one, because the data of the service would
 * be lost or out of reach. The rules are those of dcos-commons (package {@code config.validate}),
 * and those for the volumes of a pod itself.
 */
public final class SpecChange {

  private final ServiceSpec deployed;
  private final ServiceSpec wanted;
  private final List<SpecProblem> problems = new ArrayList<>();

  private SpecChange(ServiceSpec deployed, ServiceSpec wanted) {
    this.deployed = deployed;
    this.wanted = wanted;
  }

  /** Every forbidden change, at its path in the wanted spec; none when all may be carried out. */
  public static ImmutableList<SpecProblem> forbidden(ServiceSpec deployed, ServiceSpec wanted) {
    SpecChange change = new SpecChange(deployed, wanted);
    change.compareService();
    for (PodSpec before : deployed.pods().values()) {
      PodSpec now = wanted.pods().get(before.type());
      if (now == null) {
        change.compareGone(before);
      } else {
        change.compare(before, now);
      }
    }
    return ImmutableList.copyOf(change.problems);
  }

  private void compareService() {
    if (!deployed.name().equals(wanted.name())) {
      forbid(
          ImmutableList.of("name"),
          changed(deployed.name(), wanted.name()) + "; a service keeps its name",
          "put it back, or deploy a second service of the other name");
    }
    if (!Objects.equals(deployed.user(), wanted.user())) {
      forbid(
          ImmutableList.of("scheduler", "user"),
          changed(deployed.user(), wanted.user())
              + "; the files in the volumes belong to the first user",
          "put it back");
    }
    comparePrincipal();
  }

  private void comparePrincipal() {
    @Nullable String was = deployed.scheduler().principal();
    @Nullable String is = wanted.scheduler().principal();
    if (!Objects.equals(was, is)) {
      forbid(
          ImmutableList.of("scheduler", "principal"),
          changed(was, is) + "; the framework and its reservations belong to the first principal",
          "put it back");
    }
  }

  private void compareGone(PodSpec before) {
    if (!before.allowDecommission()) {
      forbid(
          ImmutableList.of("pods"),
          "pod type '%s' is gone, of which there are %d instances"
              .formatted(before.type(), before.count()),
          "put it back; it may go when it was deployed with 'allow-decommission: true' before");
    }
  }

  private void compare(PodSpec before, PodSpec now) {
    if (now.count() < before.count() && !now.allowDecommission()) {
      forbid(
          path(now, "count"),
          changed(Integer.toString(before.count()), Integer.toString(now.count()))
              + "; instances are not given up with their data",
          "write at least "
              + before.count()
              + ", or 'allow-decommission: true' for the pod type if they may go");
    }
    compareUser(before, now);
    if (before.container().usesHostPorts() != now.container().usesHostPorts()) {
      forbid(
          path(now, "networks"),
          "%s, %s; the ports of deployed pods are reserved or not, for good"
              .formatted(
                  before.container().usesHostPorts()
                      ? "ports were those of the agent"
                      : "each instance had an address of its own",
                  now.container().usesHostPorts() ? "are those of the agent" : "now has its own"),
          "stay with networks of the kind: "
              + (before.container().networks().isEmpty()
                  ? "none"
                  : String.join(", ", before.container().networks().keySet())));
    }
    if (!before.refinedRole().equals(now.refinedRole())) {
      forbid(
          path(now, "pre-reserved-role"),
          changed(before.refinedRole().orElse(null), now.refinedRole().orElse(null))
              + "; the resources stay reserved for the first role",
          "put it back");
    }
    compareRegion(before, now);
    compareVolumes(before.volumes(), now.volumes(), path(now, "volumes"));
    compareTasks(before, now);
  }

  /** The users of a pod's tasks; a change of the service's user is told of once, there. */
  private void compareUser(PodSpec before, PodSpec now) {
    @Nullable String was = before.user() == null ? deployed.user() : before.user();
    @Nullable String is = now.user() == null ? wanted.user() : now.user();
    if (!Objects.equals(was, is) && (before.user() != null || now.user() != null)) {
      forbid(
          path(now, "user"),
          changed(was, is) + "; the files in the volumes belong to the first user",
          "put it back");
    }
  }

  /** A pod that is bound to a region cannot be moved to another, nor be bound later. */
  private void compareRegion(PodSpec before, PodSpec now) {
    ImmutableSet<String> was = regions(before);
    ImmutableSet<String> is = regions(now);
    if (!was.equals(is)) {
      forbid(
          path(now, "placement"),
          changed(regionText(was), regionText(is)) + "; deployed pods stay in their region",
          "put the rule about '" + PlacementRule.REGION + "' back");
    }
  }

  private static @Nullable String regionText(ImmutableSet<String> rules) {
    return rules.isEmpty() ? null : String.join(" and ", rules);
  }

  private static ImmutableSet<String> regions(PodSpec pod) {
    return pod.placement() == null
        ? ImmutableSet.of()
        : conjuncts(pod.placement())
            .filter(SpecChange::choosesRegion)
            .map(PlacementRule::text)
            .collect(ImmutableSet.toImmutableSet());
  }

  private static Stream<PlacementRule> conjuncts(PlacementRule rule) {
    return rule instanceof PlacementRule.And and
        ? and.rules().stream().flatMap(SpecChange::conjuncts)
        : Stream.of(rule);
  }

  /** Names regions; a rule that spreads pods over them does not. */
  private static boolean choosesRegion(PlacementRule rule) {
    return rule.fields().contains(PlacementRule.REGION)
        && !(rule instanceof PlacementRule.MaxPer)
        && !(rule instanceof PlacementRule.GroupBy);
  }

  private void compareTasks(PodSpec before, PodSpec now) {
    List<String> seen = new ArrayList<>();
    for (TaskSpec task : before.tasks().values()) {
      TaskSpec same = now.tasks().get(task.name());
      if (same != null && !seen.contains(same.resourceSet())) {
        seen.add(same.resourceSet());
        ResourceSetSpec set = now.resourceSetOf(same);
        compareVolumes(
            before.resourceSetOf(task).volumes(), set.volumes(), SpecPaths.of(now, set, "volumes"));
      }
    }
  }

  private void compareVolumes(
      List<VolumeSpec> before, List<VolumeSpec> now, ImmutableList<String> path) {
    for (VolumeSpec volume : before) {
      VolumeSpec same = find(volume.path(), now);
      if (same == null) {
        forbid(
            path,
            "volume '" + volume.path() + "' is gone; its data would be out of reach",
            "put it back");
      } else {
        compare(volume, same, path);
      }
    }
    for (VolumeSpec volume : now) {
      if (find(volume.path(), before) == null) {
        forbid(
            add(path, volume.path()),
            "volume '" + volume.path() + "' is new; a deployed pod gets no further volumes",
            "remove it, or make a pod type of another name that has it");
      }
    }
  }

  private void compare(VolumeSpec before, VolumeSpec now, ImmutableList<String> path) {
    String remedy = "put it back, or make a pod type of another name that has such a volume";
    if (!before.kind().equals(now.kind())) {
      forbid(
          add(path, now.path(), "type"),
          changed(before.kind().toString(), now.kind().toString()) + "; a volume keeps its type",
          remedy);
    }
    if (!before.size().equals(now.size())) {
      forbid(
          add(path, now.path(), "size"),
          "was %s MB, is %s MB; a volume keeps its size".formatted(before.size(), now.size()),
          remedy);
    }
    if (!ImmutableSet.copyOf(before.profiles()).equals(ImmutableSet.copyOf(now.profiles()))) {
      forbid(
          add(path, now.path(), "profiles"),
          changed(shown(before.profiles()), shown(now.profiles())) + "; a volume keeps its disk",
          remedy);
    }
  }

  private static @Nullable String shown(ImmutableList<String> profiles) {
    return profiles.isEmpty() ? null : profiles.stream().sorted().collect(Collectors.joining(", "));
  }

  private static @Nullable VolumeSpec find(String path, List<VolumeSpec> volumes) {
    return volumes.stream().filter(volume -> volume.path().equals(path)).findFirst().orElse(null);
  }

  private static String changed(@Nullable String was, @Nullable String is) {
    return (was == null ? "was not set" : "was " + was)
        + ", "
        + (is == null ? "is not set" : "is " + is);
  }

  private static ImmutableList<String> path(PodSpec pod, String key) {
    return ImmutableList.of("pods", pod.type(), key);
  }

  private static ImmutableList<String> add(ImmutableList<String> path, String... keys) {
    return ImmutableList.<String>builder().addAll(path).add(keys).build();
  }

  private void forbid(ImmutableList<String> path, String what, String remedy) {
    problems.add(SpecProblem.error(path, what, remedy));
  }
}
