package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OfferId;
import java.time.Instant;

/**
 * What became of one agent's offer, and why.
 *
 * @param at when it was decided
 * @param used for which pods it was accepted; empty when declined
 * @param refused for each pod type, or pod with reservations, that it did not suit, the reasons
 * @param reason for people: why it was declined, or what it was used for
 */
public record OfferOutcome(
    Instant at,
    ImmutableList<OfferId> offers,
    AgentId agentId,
    String hostname,
    ImmutableList<String> used,
    ImmutableList<Refusal> refused,
    String reason) {

  /** One that the offer did not suit. */
  public record Refusal(String pod, Evaluation evaluation) {}
}
