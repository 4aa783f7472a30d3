package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.launch.LaunchCustomizer;
import dev.mainstay.sdk.launch.LaunchSettings;
import dev.mainstay.sdk.planner.RecoveryPolicy;

/** What the core is told at its start and never changes. */
public record CoreSettings(
    LaunchSettings launch, LaunchCustomizer customizer, RecoveryPolicy recovery) {

  /** Every pod is recovered as the scheduler does it. */
  public CoreSettings(LaunchSettings launch, LaunchCustomizer customizer) {
    this(launch, customizer, RecoveryPolicy.NONE);
  }
}
