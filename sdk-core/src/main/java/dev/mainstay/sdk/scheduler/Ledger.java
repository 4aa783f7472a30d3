package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state, with the changes and effects of the decision that is being made. Changes apply at
 * once.
 *
 * <p>Each decision has collections of its own: to empty one that was large once costs as much as
 * its largest decision, each time.
 */
final class Ledger {

  private ServiceState state;
  private Map<RecordKey, StateChange> changes = new LinkedHashMap<>();
  private List<Effect> effects = new ArrayList<>();
  private Set<PodId> touched = new LinkedHashSet<>();

  /**
   * True at first: a new core's target may be another one than that which the old core worked on.
   */
  private boolean plansTouched = true;

  Ledger(ServiceState state) {
    this.state = state;
  }

  ServiceState state() {
    return state;
  }

  /** Puts a record; one that is already there word for word gives no change. */
  void put(PodRecord pod) {
    if (state.pod(pod.id()).map(pod::equals).orElse(false)) {
      return;
    }
    touched.add(pod.id());
    change(new StateChange.Put(pod));
  }

  /** What follows from a pod is looked at again, though it did not change. */
  void touch(PodId pod) {
    touched.add(pod);
  }

  void put(StateRecord record) {
    if (record instanceof PodRecord pod) {
      put(pod);
      return;
    }
    noteKind(record.key());
    change(new StateChange.Put(record));
  }

  /** Makes a change that was decided elsewhere. */
  void apply(StateChange change) {
    change.accept(
        new StateChange.Visitor<Boolean>() {
          @Override
          public Boolean put(StateRecord record) {
            Ledger.this.put(record);
            return true;
          }

          @Override
          public Boolean remove(RecordKey key) {
            Ledger.this.remove(key);
            return true;
          }
        });
  }

  private void noteKind(RecordKey key) {
    plansTouched |=
        key.kind() == RecordKey.Kind.TARGET
            || key.kind() == RecordKey.Kind.FRAMEWORK
            || key.kind() == RecordKey.Kind.PLAN_RUN
            || key.kind() == RecordKey.Kind.UNINSTALL;
  }

  void remove(RecordKey key) {
    noteKind(key);
    if (key.kind() == RecordKey.Kind.POD) {
      touched.add(PodId.parse(key.id()));
    } else if (key.kind() == RecordKey.Kind.RELEASED) {
      state.released(new ResourceId(key.id())).map(ReleasedRecord::pod).ifPresent(touched::add);
    }
    change(new StateChange.Remove(key));
  }

  private void change(StateChange change) {
    state = state.apply(change);
    changes.remove(change.key());
    changes.put(change.key(), change);
  }

  void send(MesosCall call) {
    effects.add(new Effect.Send(call));
  }

  void perform(Effect effect) {
    effects.add(effect);
  }

  /** Pods that changed since this was last asked. */
  ImmutableList<PodId> takeTouched() {
    ImmutableList<PodId> pods = ImmutableList.copyOf(touched);
    if (!touched.isEmpty()) {
      touched = new LinkedHashSet<>();
    }
    return pods;
  }

  /** Something changed from which more may follow. */
  boolean isTouched() {
    return plansTouched || !touched.isEmpty();
  }

  /** Whether the target or a run of a plan changed since this was last asked. */
  boolean takePlansTouched() {
    boolean answer = plansTouched;
    plansTouched = false;
    return answer;
  }

  /** The changes of the decision that is being made, so far. */
  ImmutableList<StateChange> changes() {
    return ImmutableList.copyOf(changes.values());
  }

  /** What was decided since this was last asked. */
  Decision takeDecision() {
    if (changes.isEmpty() && effects.isEmpty()) {
      return Decision.NOTHING;
    }
    Decision decision =
        new Decision(ImmutableList.copyOf(changes.values()), ImmutableList.copyOf(effects));
    changes = new LinkedHashMap<>();
    effects = new ArrayList<>();
    return decision;
  }
}
