package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.launch.LaunchCustomizer;
import dev.mainstay.sdk.launch.LaunchSettings;

/** What the core is told at its start and never changes. */
public record CoreSettings(LaunchSettings launch, LaunchCustomizer customizer) {}
