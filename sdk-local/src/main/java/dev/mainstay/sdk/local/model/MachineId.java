package dev.mainstay.sdk.local.model;

import org.jspecify.annotations.Nullable;

/**
 * A machine in a maintenance schedule; agents are on it whose hostname and ip, as far as given, are
 * the same.
 */
public record MachineId(@Nullable String hostname, @Nullable String ip) {

  boolean isOf(AgentSpec agent) {
    return (hostname == null || hostname.equalsIgnoreCase(agent.hostname()))
        && (ip == null || ip.equals(agent.address().ip()));
  }
}
