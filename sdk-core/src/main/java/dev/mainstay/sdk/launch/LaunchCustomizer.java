package dev.mainstay.sdk.launch;

import dev.mainstay.sdk.state.ServiceState;

/**
 * A framework's own hand in each launch of a task: pure, asked once when the launch is decided;
 * what it returns is kept with the launch.
 */
@FunctionalInterface
public interface LaunchCustomizer {

  /** Changes nothing. */
  LaunchCustomizer NONE = (draft, state) -> draft;

  LaunchDraft customize(LaunchDraft draft, ServiceState state);
}
