package dev.mainstay.sdk.runtime;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A master with large agents, on which every operation succeeds and every task runs at once. Its
 * state outlives the schedulers that connect to it, one after the other.
 */
final class ObligingMaster {

  private final ImmutableList<String> agents;
  private final Map<TaskId, AgentId> running = new HashMap<>();
  private final Map<OfferId, AgentId> offered = new HashMap<>();
  private int offers;
  private int accepts;

  ObligingMaster(ImmutableList<String> agents) {
    this.agents = agents;
  }

  synchronized int tasks() {
    return running.size();
  }

  synchronized int accepts() {
    return accepts;
  }

  /** A connection for one scheduler. */
  MesosConnection connect() {
    return new Connection();
  }

  private synchronized List<MesosEvent> answers(MesosCall call) {
    List<MesosEvent> answers = new ArrayList<>();
    if (call instanceof MesosCall.Revive) {
      answers.add(newOffers());
    } else if (call instanceof MesosCall.Accept accept) {
      accepts++;
      AgentId agent = offered.get(accept.offerIds().get(0));
      for (Operation operation : accept.operations()) {
        if (operation instanceof Operation.LaunchGroup group) {
          for (TaskInfo task : group.tasks()) {
            running.put(task.taskId(), task.agentId());
            answers.add(status(task.taskId(), task.agentId(), UUID.randomUUID()));
          }
        } else if (operation.id() != null) {
          answers.add(finished(operation.id(), agent));
        }
      }
    } else if (call instanceof MesosCall.Reconcile reconcile) {
      for (MesosCall.Reconcile.Task task : reconcile.tasks()) {
        AgentId agent = running.get(task.taskId());
        if (agent != null) {
          answers.add(status(task.taskId(), agent, null));
        }
      }
    }
    return answers;
  }

  private synchronized MesosEvent newOffers() {
    ImmutableList.Builder<Offer> list = ImmutableList.builder();
    for (String agent : agents) {
      Offer offer = SmallService.offerOf("offer-" + offers++, agent);
      offered.put(offer.id(), offer.agentId());
      list.add(offer);
    }
    return new MesosEvent.Offers(list.build());
  }

  private static MesosEvent status(TaskId task, AgentId agent, @Nullable UUID uuid) {
    return new MesosEvent.Update(
        new TaskStatus(
            task,
            TaskState.RUNNING,
            null,
            TaskStatus.Source.EXECUTOR,
            null,
            agent,
            null,
            Instant.EPOCH,
            uuid,
            null,
            null,
            null,
            null,
            ImmutableList.of()));
  }

  private static MesosEvent finished(OperationId id, @Nullable AgentId agent) {
    return new MesosEvent.UpdateOperationStatus(
        new OperationStatus(
            id, OperationState.FINISHED, null, ImmutableList.of(), UUID.randomUUID(), agent));
  }

  /** Answers on a thread of its own, as a stream does. */
  private final class Connection implements MesosConnection {
    private final ExecutorService stream = Executors.newSingleThreadExecutor();
    private @Nullable Listener listener;

    @Override
    public synchronized void start(Listener newListener) {
      listener = newListener;
      stream.execute(
          () -> {
            newListener.happened(SmallService.subscribed());
            newListener.happened(SmallService.mesos(newOffers()));
          });
    }

    @Override
    public synchronized void send(MesosCall call) {
      Listener to = listener;
      if (to != null && !stream.isShutdown()) {
        stream.execute(
            () -> answers(call).forEach(event -> to.happened(SmallService.mesos(event))));
      }
    }

    @Override
    public void close() {
      stream.shutdownNow();
    }
  }
}
