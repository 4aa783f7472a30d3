package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import java.util.Collection;
import java.util.TreeMap;

/**
 * What a {@link RecoveryPolicy} wants for a failed instance: it is brought back, if need be with
 * variables of its own, and then others are restarted one after the other, each when all of them
 * are well.
 *
 * <pre>{@code
 * RecoveryPhase.named("replace-seed")
 *     .with("REPLACE_ADDRESS", failed.address("server"))
 *     .thenRestart(others)
 * }</pre>
 *
 * @param name for people, in the recovery plan
 * @param environment for the tasks of the failed instance until it is back; it goes over what the
 *     spec gives them
 * @param restarts instances to restart after it; the failed one, and those that do not exist, are
 *     left out
 */
public record RecoveryPhase(
    String name, ImmutableSortedMap<String, String> environment, ImmutableList<PodId> restarts) {

  public RecoveryPhase {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a phase of recovery needs a name");
    }
  }

  /** One that brings the failed instance back as ever. */
  public static RecoveryPhase named(String name) {
    return new RecoveryPhase(name, ImmutableSortedMap.of(), ImmutableList.of());
  }

  /** With a variable for the tasks of the failed instance. */
  public RecoveryPhase with(String variable, String value) {
    TreeMap<String, String> changed = new TreeMap<>(environment);
    changed.put(variable, value);
    return new RecoveryPhase(name, ImmutableSortedMap.copyOf(changed), restarts);
  }

  /** With the restart of these after it, in this order. */
  public RecoveryPhase thenRestart(Collection<PodId> pods) {
    return new RecoveryPhase(
        name, environment, ImmutableList.<PodId>builder().addAll(restarts).addAll(pods).build());
  }
}
