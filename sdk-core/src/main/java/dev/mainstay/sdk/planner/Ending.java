package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableSet;

/**
 * What of a pod has to end before what should run there can be launched.
 *
 * @param tasks that should end; empty when nothing has to
 * @param reason for people
 * @param relocates the pod gives up what it holds as well, and is placed anew
 */
public record Ending(ImmutableSet<String> tasks, String reason, boolean relocates) {

  public static final Ending NOTHING = new Ending(ImmutableSet.of(), "", false);

  /** Nothing has to end. */
  public boolean isNothing() {
    return tasks.isEmpty() && !relocates;
  }
}
