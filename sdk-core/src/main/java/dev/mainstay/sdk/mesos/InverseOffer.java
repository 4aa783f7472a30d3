package dev.mainstay.sdk.mesos;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import org.jspecify.annotations.Nullable;

/**
 * A request to leave an agent before its maintenance.
 *
 * @param address the agent's API address, absent where the master does not tell
 */
public record InverseOffer(
    OfferId id,
    FrameworkId frameworkId,
    @Nullable AgentId agentId,
    @Nullable Address address,
    Unavailability unavailability) {}
