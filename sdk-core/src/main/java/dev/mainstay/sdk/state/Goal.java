package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;

/**
 * The fact that a task reached its goal: it ran and was ready, or finished. A later failure does
 * not undo it.
 *
 * @param config the configuration that defined the task then
 * @param mark the work that it was launched for
 */
public record Goal(ConfigId config, RunMark mark) {}
