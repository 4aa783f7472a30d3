package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.Deadlines.Due;
import dev.mainstay.sdk.scheduler.Deadlines.Kind;
import java.time.Instant;
import java.util.Set;

/**
 * Asks the master after agents from which something is awaited, and which may be gone for good
 * without a word: a task that ended before, or a resource that was released, gives no update when
 * an operator marks its agent gone. It asks for an operation that nobody made; the master's answer
 * tells how the agent stands. For one thread.
 */
final class AgentInquiry {

  /** Agents in one call: keeps it far below any limit on its size. */
  private static final int ASKED_IN_A_CALL = 1000;

  private final Deadlines deadlines;
  private final IdSource ids;
  private int repetitions;

  AgentInquiry(Deadlines deadlines, IdSource ids) {
    this.deadlines = deadlines;
    this.ids = ids;
  }

  private static Due due() {
    return new Due(Kind.INQUIRY, "");
  }

  /**
   * Sees to it that the time of the next question is set.
   *
   * @param doubtful something is awaited from some agent
   */
  void settle(boolean doubtful, Instant now) {
    if (!doubtful) {
      deadlines.clear(due());
      repetitions = 0;
    } else if (!deadlines.isSet(due())) {
      deadlines.set(
          due(), now.plus(Timing.doubled(Timing.INQUIRY_FIRST, repetitions++, Timing.INQUIRY_MAX)));
    }
  }

  /** Asks for each of these agents. */
  void ask(Set<AgentId> agents, Ledger ledger) {
    ImmutableList<MesosCall.ReconcileOperations.Item> items =
        agents.stream()
            .map(
                agent ->
                    new MesosCall.ReconcileOperations.Item(
                        new OperationId(ids.next().toString()), agent))
            .collect(ImmutableList.toImmutableList());
    Lists.partition(items, ASKED_IN_A_CALL)
        .forEach(
            part -> ledger.send(new MesosCall.ReconcileOperations(ImmutableList.copyOf(part))));
  }
}
