package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ReleasedRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Follows released resources until they are seen gone: their UNRESERVE finished, their agent is
 * gone, or they do not exist. The last is so when a resource that was only ever asked for, or whose
 * UNRESERVE was sent, is not in its agent's offers in several clean-ups. For one thread.
 */
final class Leftovers {

  /**
   * Clean-ups in which an agent's offers must lack a resource. One offer is not enough: it may be a
   * fragment of what the agent has.
   */
  private static final int ABSENCES = 3;

  private final Map<OperationId, ReleasedRecord> unreserving = new LinkedHashMap<>();
  private final Map<ResourceId, Absence> absences = new LinkedHashMap<>();

  /** In how many clean-ups a resource was missing, and which was the last. */
  private record Absence(int times, long cleanup) {}

  /** Takes note of a record: the feedback of its UNRESERVE will come. */
  void note(ReleasedRecord record) {
    if (record.unreserving() != null) {
      unreserving.put(record.unreserving(), record);
    }
  }

  /** Feedback of an operation that may be an UNRESERVE. */
  void unreserved(OperationId id, OperationStatus status, Ledger ledger) {
    ReleasedRecord record = unreserving.remove(id);
    if (record != null && status.state() == OperationState.FINISHED) {
      drop(record, ledger);
    } else if (record != null && isRefusal(status.state())) {
      String problem =
          "giving it back failed: " + (status.message() == null ? "" : status.message());
      ledger
          .state()
          .released(record.id())
          .filter(known -> !known.problem().equals(problem))
          .ifPresent(known -> ledger.put(known.withProblem(problem)));
    }
  }

  private static boolean isRefusal(OperationState state) {
    return switch (state) {
      case FAILED, ERROR, DROPPED, UNSUPPORTED -> true;
      case FINISHED, PENDING, GONE_BY_OPERATOR, UNREACHABLE, RECOVERING, UNKNOWN -> false;
    };
  }

  /**
   * An agent offered these reservations.
   *
   * @param cleanup the number of the clean-up, 0 before the first
   */
  void offered(AgentId agent, Set<ResourceId> offered, long cleanup, Ledger ledger) {
    if (cleanup == 0) {
      return;
    }
    for (ReleasedRecord record : ledger.state().releasedOn(agent)) {
      if (offered.contains(record.id())) {
        absences.remove(record.id());
      } else if (mayBeGone(record)) {
        missing(record, cleanup, ledger);
      }
    }
  }

  private static boolean mayBeGone(ReleasedRecord record) {
    return record.phase() == Holding.Phase.ASKED || record.unreserving() != null;
  }

  private void missing(ReleasedRecord record, long cleanup, Ledger ledger) {
    Absence before = absences.getOrDefault(record.id(), new Absence(0, 0));
    if (before.cleanup() == cleanup) {
      return;
    }
    Absence now = new Absence(before.times() + 1, cleanup);
    if (now.times() < ABSENCES) {
      absences.put(record.id(), now);
    } else {
      drop(record, ledger);
    }
  }

  /** The agent never comes back. */
  void agentGone(AgentId agent, Ledger ledger) {
    ImmutableList<ReleasedRecord> there = ledger.state().releasedOn(agent);
    there.forEach(record -> drop(record, ledger));
  }

  private void drop(ReleasedRecord record, Ledger ledger) {
    absences.remove(record.id());
    if (record.unreserving() != null) {
      unreserving.remove(record.unreserving());
    }
    ledger.remove(RecordKey.released(record.id()));
  }
}
