package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.state.OwnRecovery.Origin;

/**
 * A pod instance that had been deployed and has to be brought back.
 *
 * @param replaced it was given up with its data and is placed anew; else it is launched again where
 *     it was, with its data
 * @param tasks those that are to be launched, in the order of the spec
 * @param origin where it was when it was well last
 */
public record FailedPod(PodId pod, boolean replaced, ImmutableList<String> tasks, Origin origin) {

  /** The address that a task of it had: its container's, else its agent's, else that one's name. */
  public String address(String task) {
    String ip = origin.place().ip();
    return origin.addresses().getOrDefault(task, ip == null ? origin.place().hostname() : ip);
  }
}
