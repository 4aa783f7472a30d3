package dev.mainstay.sdk.testing;

import dev.mainstay.sdk.planner.FailedPod;
import dev.mainstay.sdk.planner.RecoveryPhase;
import dev.mainstay.sdk.planner.RecoveryPolicy;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.util.Optional;

/** A replaced member takes its predecessor's part; all others learn the address of a new seed. */
final class RingRecovery implements RecoveryPolicy {

  @Override
  public Optional<RecoveryPhase> phaseFor(FailedPod failed, ServiceState state) {
    if (!failed.replaced() || !failed.pod().type().equals("data")) {
      return Optional.empty();
    }
    RecoveryPhase phase =
        RecoveryPhase.named("replace-member").with("REPLACE_ADDRESS", failed.address("server"));
    boolean seed = failed.pod().index() == 0;
    return Optional.of(
        seed
            ? phase.thenRestart(state.podsOf("data").stream().map(PodRecord::id).toList())
            : phase);
  }
}
