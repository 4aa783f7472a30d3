package dev.mainstay.sdk.launch;

import org.jspecify.annotations.Nullable;

/**
 * What launches need to know of the service's surroundings.
 *
 * @param role the service's own, that resources are reserved for
 * @param principal that reserves, absent where the cluster has no authentication
 * @param apiHost where agents reach the scheduler's HTTP API
 * @param apiPort its port
 */
public record LaunchSettings(
    String role, @Nullable String principal, String apiHost, int apiPort) {}
