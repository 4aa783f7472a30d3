package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OfferId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Mesos refuses in the offers of an ACCEPT, in its words ({@code validation.cpp}, namespace
 * offer).
 */
final class OfferChecks {

  private OfferChecks() {}

  static Optional<String> problemOf(
      ImmutableList<OfferId> ids, MasterState state, Framework framework) {
    if (ids.isEmpty()) {
      return Optional.of("No offers specified");
    }
    Set<OfferId> seen = new HashSet<>();
    for (OfferId id : ids) {
      if (!seen.add(id)) {
        return Optional.of("Duplicate offer " + id + " in offer list");
      }
    }
    List<OfferBook.Held> offers = new ArrayList<>();
    for (OfferId id : ids) {
      Optional<OfferBook.Held> offer = state.book().find(id);
      if (offer.isEmpty()) {
        return Optional.of("Offer " + id + " is no longer valid");
      }
      offers.add(offer.get());
    }
    return problemOfOwner(offers, framework)
        .or(() -> problemOfRole(offers))
        .or(() -> problemOfAgent(offers));
  }

  private static Optional<String> problemOfOwner(List<OfferBook.Held> offers, Framework framework) {
    return offers.stream()
        .filter(offer -> offer.framework() != framework)
        .findFirst()
        .map(
            offer ->
                "Offer "
                    + offer.id()
                    + " has invalid framework "
                    + offer.framework().id()
                    + " while framework "
                    + framework.id()
                    + " is expected");
  }

  private static Optional<String> problemOfRole(List<OfferBook.Held> offers) {
    String role = offers.get(0).role();
    return offers.stream()
        .filter(offer -> !offer.role().equals(role))
        .findFirst()
        .map(
            offer ->
                "Aggregated offers must be allocated to the same role. Offer "
                    + offer.id()
                    + " uses role '"
                    + offer.role()
                    + " but another is using role '"
                    + role);
  }

  private static Optional<String> problemOfAgent(List<OfferBook.Held> offers) {
    MasterAgent agent = offers.get(0).agent();
    return offers.stream()
        .filter(offer -> offer.agent() != agent)
        .findFirst()
        .map(
            offer ->
                "Aggregated offers must belong to one single agent. Offer "
                    + offer.id()
                    + " uses agent "
                    + offer.agent().id()
                    + " and agent "
                    + agent.id());
  }
}
