package dev.mainstay.sdk.testing.mutant;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.Tampering;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mistakes in what a scheduler believes when it starts again. */
final class LoadMutants {

  private LoadMutants() {}

  static ImmutableMap<String, Supplier<Tampering>> all() {
    return ImmutableMap.<String, Supplier<Tampering>>builder()
        .put("loads without the framework's id", () -> loading(LoadMutants::withoutFramework))
        .put("loads without one of the pods", () -> loading(LoadMutants::withoutFirstPod))
        .put("loads every task as having reached its goal", () -> pods(LoadMutants::allReached))
        .put("loads every task as one that should end", () -> pods(LoadMutants::allEnding))
        .put(
            "loads pods as if they held nothing",
            () -> pods(pod -> pod.withHoldings(ImmutableList.of()).withPlace(null)))
        .buildOrThrow();
  }

  private static Tampering pods(UnaryOperator<PodRecord> change) {
    return loading(
        records ->
            records.stream()
                .map(record -> record instanceof PodRecord pod ? change.apply(pod) : record)
                .collect(ImmutableList.toImmutableList()));
  }

  private static Tampering loading(UnaryOperator<ImmutableList<StateRecord>> change) {
    return new Tampering() {
      @Override
      public RecordStore store(SchedulerRun run, RecordStore store) {
        return new RecordStore() {
          @Override
          public ImmutableList<StateRecord> load() {
            return change.apply(store.load());
          }

          @Override
          public int commit(List<ImmutableList<StateChange>> decisions) {
            return store.commit(decisions);
          }
        };
      }
    };
  }

  private static ImmutableList<StateRecord> withoutFramework(ImmutableList<StateRecord> records) {
    return records.stream()
        .filter(record -> !(record instanceof FrameworkRecord))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<StateRecord> withoutFirstPod(ImmutableList<StateRecord> records) {
    StateRecord lost =
        records.stream().filter(record -> record instanceof PodRecord).findFirst().orElse(null);
    return records.stream()
        .filter(record -> record != lost)
        .collect(ImmutableList.toImmutableList());
  }

  private static PodRecord allReached(PodRecord pod) {
    PodRecord changed = pod;
    for (TaskRecord task : pod.tasks().values()) {
      changed = changed.withTask(task.withReachedGoal(ImmutableSet.of()));
    }
    return changed;
  }

  private static PodRecord allEnding(PodRecord pod) {
    PodRecord changed = pod;
    for (TaskRecord task : pod.tasks().values()) {
      changed = changed.withTask(task.withEndWanted("no reason", Instant.EPOCH));
    }
    return changed;
  }
}
