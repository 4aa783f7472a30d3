package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.TaskId;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler asks of the master: the calls of the v1 scheduler API. The framework's id goes
 * beside it.
 */
public sealed interface MesosCall {

  /**
   * How long refused or left-over resources stay away when a call says nothing: Mesos's Filters
   * default.
   */
  Duration DEFAULT_REFUSE = Duration.ofSeconds(5);

  <R> R accept(Visitor<R> visitor);

  /** Opens the event stream. */
  record Subscribe(FrameworkInfo framework, ImmutableList<String> suppressedRoles)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subscribe(this);
    }
  }

  /** Ends the framework: tasks, executors, everything but its reservations and volumes. */
  record Teardown() implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.teardown(this);
    }
  }

  /** Uses offers of one agent. {@code refuse} keeps the unused rest away. */
  record Accept(
      ImmutableList<OfferId> offerIds, ImmutableList<Operation> operations, Duration refuse)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.acceptOffers(this);
    }
  }

  /** Refuses offers for a time. */
  record Decline(ImmutableList<OfferId> offerIds, Duration refuse) implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.decline(this);
    }
  }

  /** Agrees to a maintenance. */
  record AcceptInverseOffers(ImmutableList<OfferId> offerIds, Duration refuse)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.acceptInverseOffers(this);
    }
  }

  /** Does not agree to a maintenance. */
  record DeclineInverseOffers(ImmutableList<OfferId> offerIds, Duration refuse)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.declineInverseOffers(this);
    }
  }

  /** Ends suppression and drops all filters; for these roles, or for all when empty. */
  record Revive(ImmutableList<String> roles) implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.revive(this);
    }
  }

  /** No offers until revived; for these roles, or for all when empty. */
  record Suppress(ImmutableList<String> roles) implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.suppress(this);
    }
  }

  /** Ends a task; {@code gracePeriod} overrides the task's own. */
  record Kill(TaskId taskId, @Nullable AgentId agentId, @Nullable Duration gracePeriod)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.kill(this);
    }
  }

  /** Ends an executor and its tasks. */
  record Shutdown(ExecutorId executorId, AgentId agentId) implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.shutdown(this);
    }
  }

  /** Status received and safe. */
  record Acknowledge(AgentId agentId, TaskId taskId, UUID uuid) implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.acknowledge(this);
    }
  }

  /** Operation status received and safe. */
  record AcknowledgeOperationStatus(@Nullable AgentId agentId, OperationId operationId, UUID uuid)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.acknowledgeOperationStatus(this);
    }
  }

  /** Asks how tasks stand; all known ones when empty. */
  record Reconcile(ImmutableList<Task> tasks) implements MesosCall {

    /** A task to tell of. */
    public record Task(TaskId taskId, @Nullable AgentId agentId) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reconcile(this);
    }
  }

  /** Asks how operations stand; all unacknowledged ones when empty. */
  record ReconcileOperations(ImmutableList<Item> operations) implements MesosCall {

    /** An operation to tell of. */
    public record Item(OperationId operationId, @Nullable AgentId agentId) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reconcileOperations(this);
    }
  }

  /** Bytes for a custom executor; the default executor ignores them. */
  record Message(AgentId agentId, ExecutorId executorId, ImmutableList<Byte> data)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.message(this);
    }
  }

  /** Asks for resources; Mesos's own allocator ignores it. */
  record Request() implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.request(this);
    }
  }

  /** Changes the framework's description in place. */
  record UpdateFramework(FrameworkInfo framework, ImmutableList<String> suppressedRoles)
      implements MesosCall {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateFramework(this);
    }
  }

  /** One case for each call. */
  interface Visitor<R> {
    R subscribe(Subscribe call);

    R teardown(Teardown call);

    R acceptOffers(Accept call);

    R decline(Decline call);

    R acceptInverseOffers(AcceptInverseOffers call);

    R declineInverseOffers(DeclineInverseOffers call);

    R revive(Revive call);

    R suppress(Suppress call);

    R kill(Kill call);

    R shutdown(Shutdown call);

    R acknowledge(Acknowledge call);

    R acknowledgeOperationStatus(AcknowledgeOperationStatus call);

    R reconcile(Reconcile call);

    R reconcileOperations(ReconcileOperations call);

    R message(Message call);

    R request(Request call);

    R updateFramework(UpdateFramework call);
  }
}
