package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.state.RunMark;
import org.jspecify.annotations.Nullable;

/**
 * What should be launched for one pod now.
 *
 * @param plan which plan wants it
 * @param config in which configuration
 * @param tasks at least one, in the order of the spec
 * @param mark the work that they are launched for; absent for recovery, where each goes on with the
 *     work of its last launch
 * @param parameters of the plan run, for the environment of its tasks
 */
public record Duty(
    PodId pod,
    String plan,
    ConfigId config,
    ImmutableList<String> tasks,
    @Nullable RunMark mark,
    ImmutableSortedMap<String, String> parameters) {

  Duty withParameters(ImmutableSortedMap<String, String> given) {
    return new Duty(pod, plan, config, tasks, mark, given);
  }
}
