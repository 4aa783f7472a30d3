package dev.mainstay.sdk.testing.mutant;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.Tampering;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mistakes in what becomes durable, and when. */
final class StoreMutants {

  private StoreMutants() {}

  static ImmutableMap<String, Supplier<Tampering>> all() {
    return ImmutableMap.<String, Supplier<Tampering>>builder()
        .put("skips every fifth commit", () -> writing(everyFifth(decisions -> ImmutableList.of())))
        .put("loses the last change of a decision", () -> changing(StoreMutants::withoutLast))
        .put("writes one commit late", Late::new)
        .put("forgets what was released", () -> changing(StoreMutants::withoutReleased))
        .put("never drops a released record", () -> changing(StoreMutants::withoutRemovals))
        .put("forgets a reservation", () -> pods(StoreMutants::withoutHolding))
        .put(
            "writes another back-off",
            () -> pods(pod -> pod.withBackoff(new Backoff(7, null, "not so", null))))
        .put("forgets that a task should end", () -> pods(StoreMutants::withoutEnds))
        .buildOrThrow();
  }

  private static UnaryOperator<List<ImmutableList<StateChange>>> everyFifth(
      UnaryOperator<List<ImmutableList<StateChange>>> change) {
    return new UnaryOperator<>() {
      private int writes;

      @Override
      public List<ImmutableList<StateChange>> apply(List<ImmutableList<StateChange>> decisions) {
        writes++;
        return writes % 5 == 0 ? change.apply(decisions) : decisions;
      }
    };
  }

  private static Tampering changing(UnaryOperator<ImmutableList<StateChange>> change) {
    return writing(
        decisions -> decisions.stream().map(change).collect(ImmutableList.toImmutableList()));
  }

  private static Tampering pods(UnaryOperator<PodRecord> change) {
    return changing(
        changes ->
            changes.stream()
                .map(one -> one.accept(new OfPods(change)))
                .collect(ImmutableList.toImmutableList()));
  }

  /** Writes other decisions than it was given, and says that it wrote those. */
  private static Tampering writing(UnaryOperator<List<ImmutableList<StateChange>>> change) {
    return new Tampering() {
      @Override
      public RecordStore store(SchedulerRun run, RecordStore store) {
        return new RecordStore() {
          @Override
          public ImmutableList<StateRecord> load() {
            return store.load();
          }

          @Override
          public int commit(List<ImmutableList<StateChange>> decisions) {
            List<ImmutableList<StateChange>> changed = change.apply(decisions);
            if (!changed.isEmpty()) {
              store.commit(changed);
            }
            return decisions.size();
          }
        };
      }
    };
  }

  /** Says that it wrote when the next commit comes. */
  private static final class Late implements Tampering {
    @Override
    public RecordStore store(SchedulerRun run, RecordStore store) {
      List<ImmutableList<StateChange>> owed = new ArrayList<>();
      return new RecordStore() {
        @Override
        public ImmutableList<StateRecord> load() {
          return store.load();
        }

        @Override
        public int commit(List<ImmutableList<StateChange>> decisions) {
          if (!owed.isEmpty()) {
            store.commit(ImmutableList.copyOf(owed));
            owed.clear();
          }
          owed.addAll(decisions);
          return decisions.size();
        }
      };
    }
  }

  private record OfPods(UnaryOperator<PodRecord> change)
      implements StateChange.Visitor<StateChange> {
    @Override
    public StateChange put(StateRecord record) {
      return new StateChange.Put(record instanceof PodRecord pod ? change.apply(pod) : record);
    }

    @Override
    public StateChange remove(RecordKey key) {
      return new StateChange.Remove(key);
    }
  }

  private static ImmutableList<StateChange> withoutLast(ImmutableList<StateChange> changes) {
    return changes.size() > 1 ? changes.subList(0, changes.size() - 1) : changes;
  }

  private static ImmutableList<StateChange> withoutReleased(ImmutableList<StateChange> changes) {
    return changes.stream()
        .filter(
            change ->
                !(change instanceof StateChange.Put put && put.record() instanceof ReleasedRecord))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<StateChange> withoutRemovals(ImmutableList<StateChange> changes) {
    return changes.stream()
        .filter(change -> change instanceof StateChange.Put)
        .collect(ImmutableList.toImmutableList());
  }

  private static PodRecord withoutHolding(PodRecord pod) {
    ImmutableList<Holding> holdings = pod.holdings();
    return holdings.isEmpty() ? pod : pod.withHoldings(holdings.subList(1, holdings.size()));
  }

  private static PodRecord withoutEnds(PodRecord pod) {
    PodRecord changed = pod;
    for (TaskRecord task : pod.tasks().values()) {
      changed =
          changed.withTask(
              new TaskRecord(task.name(), task.launch(), task.condition(), task.goal(), null));
    }
    return changed;
  }
}
