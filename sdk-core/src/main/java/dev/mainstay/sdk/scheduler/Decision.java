package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.state.StateChange;

/** What one event gives: committed as a whole, then performed. */
public record Decision(ImmutableList<StateChange> changes, ImmutableList<Effect> effects) {

  public static final Decision NOTHING = new Decision(ImmutableList.of(), ImmutableList.of());

  public boolean isNothing() {
    return changes.isEmpty() && effects.isEmpty();
  }
}
