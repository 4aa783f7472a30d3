package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PortRanges;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parts of one pod would take from each other on their agent. */
final class PodRules {

  private final PodSpec pod;
  private final List<SpecProblem> problems;

  PodRules(PodSpec pod, List<SpecProblem> problems) {
    this.pod = pod;
    this.problems = problems;
  }

  void check() {
    checkPortRanges();
    checkPaths();
    checkSecrets();
  }

  /** All ports of a pod are reserved together, those of every resource set. */
  private void checkPortRanges() {
    if (!pod.container().usesHostPorts()) {
      return;
    }
    Map<PortRanges, Integer> wanted = new LinkedHashMap<>();
    for (ResourceSetSpec set : pod.resourceSets().values()) {
      for (PortSpec port : set.ports()) {
        if (port.port() == 0 && !port.ranges().isEmpty()) {
          int ports = wanted.merge(port.ranges(), 1, Integer::sum);
          if (ports == port.ranges().size() + 1) {
            problems.add(
                SpecProblem.warning(
                    SpecPaths.of(pod, set, "ports", port.name(), "ranges"),
                    "the pod wants more ports of %s than the %d that there are, so it can never be placed"
                        .formatted(port.ranges(), port.ranges().size()),
                    "write wider ranges"));
          }
        }
      }
    }
  }

  /** Mounts of one path: the last one hides the others. */
  private void checkPaths() {
    Map<String, String> paths = new HashMap<>();
    pod.volumes().forEach(volume -> paths.putIfAbsent(volume.path(), "a volume"));
    for (ResourceSetSpec set : pod.resourceSets().values()) {
      set.volumes().forEach(volume -> paths.putIfAbsent(volume.path(), "a volume"));
    }
    ContainerSpec container = pod.container();
    container
        .hostVolumes()
        .forEach(
            volume -> checkPath(volume.containerPath(), "host-volumes", "a host volume", paths));
    container
        .externalVolumes()
        .forEach(
            volume ->
                checkPath(volume.containerPath(), "external-volumes", "an external volume", paths));
  }

  private void checkPath(String path, String key, String kind, Map<String, String> paths) {
    String other = paths.putIfAbsent(path, kind);
    if (other != null) {
      problems.add(
          SpecProblem.warning(
              ImmutableList.of("pods", pod.type(), key, path),
              "the pod has " + other + " at '" + path + "' too, and one hides the other",
              "give one of them another path"));
    }
  }

  private void checkSecrets() {
    Map<String, String> targets = new HashMap<>();
    for (SecretSpec secret : pod.secrets()) {
      checkSecret(secret, "env-key", secret.envKey(), targets);
      checkSecret(secret, "file", secret.file(), targets);
    }
  }

  private void checkSecret(
      SecretSpec secret, String key, @Nullable String target, Map<String, String> targets) {
    if (target == null) {
      return;
    }
    String other = targets.putIfAbsent(key + " " + target, secret.name());
    if (other != null) {
      problems.add(
          SpecProblem.warning(
              ImmutableList.of("pods", pod.type(), "secrets", secret.name(), key),
              "'" + target + "' takes secret '" + other + "' already, and one hides the other",
              "choose another"));
    }
  }
}
