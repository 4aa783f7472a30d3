package dev.mainstay.sdk.testing.mutant;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.Tampering;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Mistakes in what is sent to the master, but for those with offers. */
final class CallMutants {

  private CallMutants() {}

  static ImmutableMap<String, Supplier<Tampering>> all() {
    return ImmutableMap.<String, Supplier<Tampering>>builder()
        .put("acknowledges before it has written", EarlyAcknowledgement::new)
        .put(
            "acknowledges no status", () -> dropping(call -> call instanceof MesosCall.Acknowledge))
        .put(
            "acknowledges no feedback of operations",
            () -> dropping(call -> call instanceof MesosCall.AcknowledgeOperationStatus))
        .put("sends no KILL", () -> dropping(call -> call instanceof MesosCall.Kill))
        .put("sends no SUPPRESS", () -> dropping(call -> call instanceof MesosCall.Suppress))
        .put("sends no REVIVE", () -> dropping(call -> call instanceof MesosCall.Revive))
        .put(
            "reconciles nothing",
            () ->
                dropping(
                    call ->
                        call instanceof MesosCall.Reconcile
                            || call instanceof MesosCall.ReconcileOperations))
        .put("kills a task that should run", StrayKill::new)
        .buildOrThrow();
  }

  private static Tampering dropping(Predicate<MesosCall> dropped) {
    return new Tampering() {
      @Override
      public void send(SchedulerRun run, MesosCall call, Consumer<MesosCall> send) {
        if (!dropped.test(call)) {
          send.accept(call);
        }
      }
    };
  }

  /** What belongs to an acknowledgement is written with the decision after it. */
  private static final class EarlyAcknowledgement implements Tampering {
    private final List<StateChange> owed = new ArrayList<>();

    @Override
    public Decision decision(SchedulerRun run, SchedulerEvent event, Decision decision) {
      boolean acknowledges =
          decision.effects().stream()
              .anyMatch(
                  effect ->
                      effect instanceof Effect.Send send
                          && send.call() instanceof MesosCall.Acknowledge);
      if (acknowledges) {
        owed.addAll(decision.changes());
        return new Decision(ImmutableList.of(), decision.effects());
      }
      if (owed.isEmpty()) {
        return decision;
      }
      ImmutableList<StateChange> changes =
          ImmutableList.<StateChange>builder().addAll(owed).addAll(decision.changes()).build();
      owed.clear();
      return new Decision(changes, decision.effects());
    }
  }

  /** With every tenth call a KILL of the first task that was ever launched. */
  private static final class StrayKill implements Tampering {
    private final Set<TaskId> launched = new LinkedHashSet<>();
    private int calls;

    @Override
    public void send(SchedulerRun run, MesosCall call, Consumer<MesosCall> send) {
      if (call instanceof MesosCall.Accept accept) {
        for (Operation operation : accept.operations()) {
          if (operation instanceof Operation.LaunchGroup group) {
            group.tasks().forEach(task -> launched.add(task.taskId()));
          }
        }
      }
      send.accept(call);
      calls++;
      if (calls % 10 == 0 && !launched.isEmpty()) {
        send.accept(new MesosCall.Kill(launched.iterator().next(), null, null));
      }
    }
  }
}
