package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.TaskId;
import java.time.Instant;

/**
 * One launch of a task: what cannot be derived from its configuration.
 *
 * @param taskId fresh for each launch
 * @param config the configuration that defines it
 * @param launchedAt when the launch was decided
 * @param token unguessable part of the address under which its rendered configuration is served
 * @param environment the whole environment that the SDK gave it
 * @param peers placed instances of each pod type that its templates iterate over, as known at
 *     launch
 * @param mark the work of a plan that it was launched for
 * @param parameters of the plan run, which are in the environment too
 * @param paused it idles in the place of what its definition says, as an operator wanted
 */
public record TaskLaunch(
    TaskId taskId,
    ConfigId config,
    Instant launchedAt,
    String token,
    ImmutableSortedMap<String, String> environment,
    ImmutableMap<String, ImmutableList<Peer>> peers,
    RunMark mark,
    ImmutableSortedMap<String, String> parameters,
    boolean paused) {

  /** A placed instance of a pod type. */
  public record Peer(int index, String host, ImmutableSortedMap<String, Integer> ports) {}
}
