package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Rollout;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RolloutWork;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an operator's word to go on means for steps with a rollout policy: each has as much time as
 * at its beginning, and what failed has another try.
 *
 * @param records to put
 * @param someFailed some step had failed, so that the word was waited for
 */
record RolloutResume(ImmutableList<StateRecord> records, boolean someFailed) {

  static RolloutResume of(Plan plan, List<Step> steps, ServiceState state, Instant now) {
    ImmutableList.Builder<StateRecord> records = ImmutableList.builder();
    boolean someFailed = false;
    for (Step step : steps) {
      Optional<RolloutWork> work = Rollout.work(plan, step, state);
      if (work.isPresent()) {
        boolean failed = work.get().hasFailed();
        someFailed |= failed;
        PodRecord pod = state.pod(step.pod()).orElseThrow();
        PodRecord anew = pod.withRollout(work.get().begunAnew(now));
        records.add(failed ? anew.withoutFailures() : anew);
      }
    }
    return new RolloutResume(records.build(), someFailed);
  }
}
