package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names that DNS does not carry, or does not tell apart. */
final class NameRules {

  /** The longest label of a DNS name (RFC 1035, 2.3.4). */
  private static final int LONGEST_LABEL = 63;

  private final ServiceSpec spec;
  private final List<SpecProblem> problems;
  private final Map<String, String> labels = new HashMap<>();

  NameRules(ServiceSpec spec, List<SpecProblem> problems) {
    this.spec = spec;
    this.problems = problems;
  }

  void check() {
    for (PodSpec pod : spec.pods().values()) {
      for (TaskSpec task : pod.tasks().values()) {
        check(pod, task);
      }
    }
  }

  private void check(PodSpec pod, TaskSpec task) {
    int last = Math.max(pod.count(), 1) - 1;
    String prefix = task.discovery() == null ? null : task.discovery().prefix();
    ImmutableList<String> path = ImmutableList.of("pods", pod.type(), "tasks", task.name());
    if (prefix != null) {
      checkLength(
          prefix + "-" + last,
          ImmutableList.<String>builder().addAll(path).add("discovery", "prefix").build(),
          "shorten the prefix");
      return;
    }
    checkLength(
        pod.type() + "-" + last + "-" + task.name(),
        path,
        "shorten the name of the pod type or of the task");
    checkTwins(pod, task, path);
  }

  private void checkLength(String label, ImmutableList<String> path, String remedy) {
    if (label.length() > LONGEST_LABEL) {
      problems.add(
          SpecProblem.warning(
              path,
              "the name '%s' has %d characters, but DNS takes at most %d"
                  .formatted(label, label.length(), LONGEST_LABEL),
              remedy + " by " + (label.length() - LONGEST_LABEL)));
    }
  }

  /** Mesos-DNS and the like write small letters, and '-' for what a host name cannot have. */
  private void checkTwins(PodSpec pod, TaskSpec task, ImmutableList<String> path) {
    String label =
        (pod.type() + "-0-" + task.name())
            .toLowerCase(Locale.ROOT)
            .replace('_', '-')
            .replace('.', '-');
    String other = labels.putIfAbsent(label, "'" + task.name() + "' of pod '" + pod.type() + "'");
    if (other != null) {
      problems.add(
          SpecProblem.warning(
              path,
              "its DNS name is that of task "
                  + other
                  + " too, since case, '_' and '.' make no difference there",
              "rename one"));
    }
  }
}
