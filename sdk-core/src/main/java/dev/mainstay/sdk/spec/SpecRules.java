package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules that look at several fields of a spec at once: what it allows, but is probably not meant,
 * because a part of the service would never run, never be ready or never be found. All of them are
 * warnings, since dcos-commons accepts such specs.
 */
public final class SpecRules {

  private SpecRules() {}

  /** What looks wrong in a spec whose single fields are right. */
  public static ImmutableList<SpecProblem> check(ServiceSpec spec) {
    List<SpecProblem> problems = new ArrayList<>();
    new NameRules(spec, problems).check();
    for (PodSpec pod : spec.pods().values()) {
      new PodRules(pod, problems).check();
      pod.tasks().values().forEach(task -> new TaskRules(pod, task, problems).check());
    }
    new PlanRules(spec, problems).check();
    return ImmutableList.copyOf(problems);
  }
}
