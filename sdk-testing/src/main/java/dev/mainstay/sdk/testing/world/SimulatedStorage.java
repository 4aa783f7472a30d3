package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.store.StoreException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place of the service's records, that all its schedulers share. Whoever opened it last leads;
 * others learn that when they write, as with ZooKeeper's epoch node.
 */
public final class SimulatedStorage {

  /** How it answers. */
  public enum Mode {
    WORKING,
    /** Nothing is written, and nobody is told so. */
    UNAVAILABLE,
    /** Everything is written, but nobody is told so: to the scheduler it looks the same. */
    AMBIGUOUS
  }

  private final Surroundings world;
  private final Map<RecordKey, StateRecord> records = new LinkedHashMap<>();
  private final Map<RecordKey, StateRecord> view = Collections.unmodifiableMap(records);
  private Mode mode = Mode.WORKING;
  private Duration latency;
  private int decisionsOfWrite = Integer.MAX_VALUE;
  private int epoch;
  private @Nullable SchedulerRun leader;

  SimulatedStorage(Surroundings world, Duration latency) {
    this.world = world;
    this.latency = latency;
  }

  /** All that is durable now. A view: it goes along with what happens. */
  public Map<RecordKey, StateRecord> records() {
    return view;
  }

  /** How long one write takes. */
  public Duration latency() {
    return latency;
  }

  /** From now on a write takes so long; further events wait meanwhile. */
  public void latency(Duration newLatency) {
    latency = newLatency;
  }

  public Mode mode() {
    return mode;
  }

  /** From now on it answers so. */
  public void mode(Mode newMode) {
    mode = newMode;
  }

  /** At most so many decisions go into one write. */
  public void decisionsOfWrite(int most) {
    decisionsOfWrite = most;
  }

  /** Whoever leads does not any more, as when its session with ZooKeeper expires. */
  public void endSession() {
    leader = null;
    epoch++;
  }

  /** All that was durable is gone, as when ZooKeeper is set up anew. No scheduler may lead then. */
  public void lose() {
    endSession();
    records.clear();
  }

  /** Whether this scheduler may write. */
  public boolean isLedBy(SchedulerRun run) {
    return run.equals(leader);
  }

  /** A scheduler takes the lead from whoever has it. */
  RecordStore open(SchedulerRun run) {
    if (mode != Mode.WORKING) {
      throw unavailable();
    }
    epoch++;
    leader = run;
    return new Handle(run, epoch);
  }

  private static StoreException unavailable() {
    return new StoreException(
        StoreException.Failure.UNAVAILABLE, "the simulated store does not answer");
  }

  private void apply(SchedulerRun run, ImmutableList<StateChange> decision) {
    for (StateChange change : decision) {
      change.accept(
          new StateChange.Visitor<Boolean>() {
            @Override
            public Boolean put(StateRecord record) {
              records.put(record.key(), record);
              return true;
            }

            @Override
            public Boolean remove(RecordKey key) {
              return records.remove(key) != null;
            }
          });
    }
    world.witnesses().tell(observer -> observer.committed(run, decision));
  }

  /** The store as one scheduler has it. */
  private final class Handle implements RecordStore {
    private final SchedulerRun run;
    private final int mine;
    private ImmutableList<ImmutableList<StateChange>> unresolved = ImmutableList.of();
    private boolean done;

    private Handle(SchedulerRun run, int mine) {
      this.run = run;
      this.mine = mine;
    }

    @Override
    public ImmutableList<StateRecord> load() {
      return ImmutableList.copyOf(records.values());
    }

    @Override
    public int commit(List<ImmutableList<StateChange>> decisions) {
      checkRepetition(decisions);
      if (unresolved.isEmpty()) {
        unresolved =
            ImmutableList.copyOf(
                decisions.subList(0, Math.min(decisions.size(), decisionsOfWrite)));
        done = false;
      }
      if (unresolved.stream().anyMatch(changes -> !changes.isEmpty())) {
        write();
      }
      int durable = unresolved.size();
      unresolved = ImmutableList.of();
      world.note(TraceKind.COMMITTED, run.number(), "decisions " + durable);
      return durable;
    }

    private void checkRepetition(List<ImmutableList<StateChange>> decisions) {
      boolean same =
          decisions.size() >= unresolved.size()
              && decisions.subList(0, unresolved.size()).equals(unresolved);
      if (!same) {
        throw new IllegalStateException("decisions changed while their write was not resolved");
      }
    }

    private void write() {
      if (mode == Mode.UNAVAILABLE) {
        world.note(TraceKind.STORE_FAILED, run.number(), "not written");
        world.witnesses().tell(observer -> observer.storeFailed(run));
        throw unavailable();
      }
      if (!done && mine != epoch) {
        world.note(TraceKind.STORE_FAILED, run.number(), "another one leads");
        throw new StoreException(
            StoreException.Failure.LOST_LEADERSHIP, "another scheduler leads the service");
      }
      if (!done) {
        unresolved.forEach(decision -> apply(run, decision));
        done = true;
      }
      if (mode == Mode.AMBIGUOUS) {
        world.note(TraceKind.STORE_FAILED, run.number(), "written, unanswered");
        world.witnesses().tell(observer -> observer.storeFailed(run));
        throw unavailable();
      }
    }
  }
}
