package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;

/**
 * What should be launched for one pod now.
 *
 * @param plan which plan wants it
 * @param config in which configuration
 * @param tasks at least one, in the order of the spec
 */
public record Duty(PodId pod, String plan, ConfigId config, ImmutableList<String> tasks) {}
