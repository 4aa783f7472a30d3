package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What operators may say about what no record knows. Nothing is given back by accident. */
final class LeftoverRules {

  /** Ids that are told of many. */
  private static final int TOLD = 10;

  private final Ledger ledger;
  private final UnclaimedBook unclaimed;

  LeftoverRules(Ledger ledger, UnclaimedBook unclaimed) {
    this.ledger = ledger;
    this.unclaimed = unclaimed;
  }

  /** Gives back what it names, or all that is labelled with the service. All of it or nothing. */
  CommandAnswer release(OperatorCommand.ReleaseLeftovers command, Instant now) {
    if (command.all() != command.resources().isEmpty()) {
      return CommandAnswer.invalid(
          "name the resources to give back, or say that all are meant: one of the two");
    }
    for (ResourceId id : command.resources()) {
      Optional<CommandAnswer> refusal = refusal(id);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    ServiceState state = ledger.state();
    List<UnclaimedResource> meant =
        unclaimed.all().stream()
            .filter(
                resource ->
                    command.all()
                        ? UnclaimedBook.isOwn(resource, state)
                        : command.resources().contains(resource.id()))
            .toList();
    if (meant.isEmpty()) {
      return nothing(command, state);
    }
    for (UnclaimedResource resource : meant) {
      ledger.put(
          ReleasedRecord.unclaimed(
              resource.id(),
              resource.agentId(),
              resource.hostname(),
              resource.parts().get(0),
              "no record knew it, and an operator said at " + now + " to give it back"));
      unclaimed.forget(resource.id());
    }
    return CommandAnswer.taken(
        "gives back %d unclaimed resources when they are offered again%s%s"
            .formatted(meant.size(), others(), settled(command.all())),
        meant.stream().map(one -> one.id().value()).collect(ImmutableList.toImmutableList()));
  }

  private CommandAnswer nothing(OperatorCommand.ReleaseLeftovers command, ServiceState state) {
    if (!command.all()) {
      return CommandAnswer.already("what was named is being given back");
    }
    return state.isInDoubt()
        ? CommandAnswer.conflict(
            "none of the leftovers was offered since the scheduler started; wait until they are"
                + " listed, or go on beside them with 'keep'")
        : CommandAnswer.already(
            "nothing that is labelled with service %s is unclaimed".formatted(name(state))
                + others());
  }

  private static String name(ServiceState state) {
    return state.target().orElseThrow().spec().name();
  }

  /** Why it may not be given back. What is being given back already may be named again. */
  private Optional<CommandAnswer> refusal(ResourceId id) {
    ServiceState state = ledger.state();
    Optional<PodRecord> holder = state.podOfResource(id);
    if (holder.isPresent()) {
      return Optional.of(
          CommandAnswer.conflict(
              "resource %s belongs to pod %s, so it is no leftover; 'pod replace' gives it up"
                  .formatted(id, holder.get().id())));
    }
    if (state.released(id).isPresent()) {
      return Optional.empty();
    }
    if (!unclaimed.contains(id)) {
      List<String> known = new ArrayList<>();
      unclaimed.all().stream().limit(TOLD).forEach(one -> known.add(one.id().value()));
      return Optional.of(
          CommandAnswer.unknown(
              "no unclaimed resource '%s'; there are: %s%s"
                  .formatted(
                      id,
                      known.isEmpty() ? "none" : String.join(", ", known),
                      unclaimed.all().size() > TOLD ? ", …" : "")));
    }
    UnclaimedResource resource = unclaimed.get(id);
    if (!resource.service().isEmpty() && !UnclaimedBook.isOwn(resource, state)) {
      return Optional.of(
          CommandAnswer.conflict(
              "resource %s is labelled with service %s, which may use it; release it there"
                  .formatted(id, resource.service())));
    }
    return Optional.empty();
  }

  /** What is left of what belongs to nobody known. */
  private String others() {
    return unclaimed.all().isEmpty()
        ? ""
        : "; %d others are left alone: %s"
            .formatted(
                unclaimed.all().size(),
                unclaimed.all().stream()
                    .limit(TOLD)
                    .map(one -> one.id().value())
                    .collect(Collectors.joining(", ")));
  }

  /** All that was found is dealt with, so that the service goes on. */
  private String settled(boolean all) {
    ServiceState state = ledger.state();
    if (!state.isInDoubt()) {
      return "";
    }
    long left =
        unclaimed.all().stream()
            .filter(resource -> UnclaimedBook.isOfEarlierLife(resource, state))
            .count();
    if (!all && left > 0) {
      return "; the service waits for a word about the other " + left;
    }
    settle();
    return "; the service goes on with its deployment";
  }

  /** Leaves them alone and goes on. */
  CommandAnswer keep() {
    if (!ledger.state().isInDoubt()) {
      return CommandAnswer.already("the service does not wait for a word about leftovers");
    }
    settle();
    return CommandAnswer.taken(
        "leaves %d unclaimed resources alone; the service goes on with its deployment"
            .formatted(unclaimed.all().size()),
        ImmutableList.of());
  }

  private void settle() {
    FrameworkRecord framework = ledger.state().framework().orElseThrow();
    ledger.put(framework.settled());
  }
}
