package dev.mainstay.sdk.mesos;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import org.jspecify.annotations.Nullable;

/** A request to leave an agent before its maintenance. */
public record InverseOffer(
    OfferId id,
    FrameworkId frameworkId,
    @Nullable AgentId agentId,
    Unavailability unavailability) {}
