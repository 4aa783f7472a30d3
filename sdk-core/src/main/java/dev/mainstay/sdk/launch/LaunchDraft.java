package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.state.AgentPlace;
import java.util.TreeMap;

/**
 * A task about to be launched, as far as a framework may change it.
 *
 * @param place the agent that it is launched on
 * @param environment all that the task's process and its templates will see
 */
public record LaunchDraft(
    PodId pod,
    String task,
    FrameworkId frameworkId,
    AgentPlace place,
    ImmutableSortedMap<String, String> environment) {

  public LaunchDraft withVariable(String name, String value) {
    TreeMap<String, String> changed = new TreeMap<>(environment);
    changed.put(name, value);
    return new LaunchDraft(pod, task, frameworkId, place, ImmutableSortedMap.copyOf(changed));
  }
}
