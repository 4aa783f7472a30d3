package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A Mesos master: takes calls of schedulers and operators, and hears its agents. */
final class MasterModel implements MasterPort {

  private final MasterState state;
  private final Subscriptions subscriptions;
  private final Reconciliation reconciliation;
  private final AgentLifecycle lifecycle;
  private final Draining draining;
  private final MaintenancePlan maintenance;

  MasterModel(ModelContext context, MasterIdentity identity, Set<FrameworkId> removed) {
    this.state = new MasterState(context.scope(), identity, removed);
    this.subscriptions = new Subscriptions(state);
    this.reconciliation = new Reconciliation(state);
    this.lifecycle = new AgentLifecycle(state, subscriptions);
    this.draining = new Draining(state, lifecycle);
    this.maintenance = new MaintenancePlan(state, lifecycle);
  }

  MasterState state() {
    return state;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  AgentLifecycle lifecycle() {
    return lifecycle;
  }

  Draining draining() {
    return draining;
  }

  MaintenancePlan maintenance() {
    return maintenance;
  }

  /** This master ends: all streams close, and nothing that it planned happens. */
  void end() {
    for (Framework framework : state.frameworks().values()) {
      framework.stream()
          .ifPresent(stream -> state.context().emit(new ClusterOutput.CloseStream(stream)));
    }
    state.context().close();
  }

  // Schedulers.

  void call(FrameworkId frameworkId, MesosCall call) {
    Framework framework = state.frameworks().get(frameworkId);
    if (framework == null) {
      state.context().emit(new ClusterOutput.CallRefused(400, "Framework cannot be found"));
      return;
    }
    call.accept(new Calls(framework));
  }

  private final class Calls implements MesosCall.Visitor<Done> {
    private final Framework framework;

    private Calls(Framework framework) {
      this.framework = framework;
    }

    @Override
    public Done subscribe(MesosCall.Subscribe call) {
      throw new IllegalArgumentException("SUBSCRIBE opens a stream: it is an input of its own");
    }

    @Override
    public Done teardown(MesosCall.Teardown call) {
      subscriptions.teardown(framework);
      return Done.DONE;
    }

    @Override
    public Done acceptOffers(MesosCall.Accept call) {
      AcceptCall.handle(state, framework, call);
      return Done.DONE;
    }

    @Override
    public Done decline(MesosCall.Decline call) {
      for (OfferId id : call.offerIds()) {
        state
            .book()
            .find(id)
            .filter(offer -> offer.framework() == framework)
            .ifPresent(offer -> state.discard(offer, call.refuse()));
      }
      return Done.DONE;
    }

    @Override
    public Done acceptInverseOffers(MesosCall.AcceptInverseOffers call) {
      maintenance.answer(framework, call.offerIds(), true, call.refuse());
      return Done.DONE;
    }

    @Override
    public Done declineInverseOffers(MesosCall.DeclineInverseOffers call) {
      maintenance.answer(framework, call.offerIds(), false, call.refuse());
      return Done.DONE;
    }

    @Override
    public Done revive(MesosCall.Revive call) {
      subscriptions.revive(framework, call.roles());
      return Done.DONE;
    }

    @Override
    public Done suppress(MesosCall.Suppress call) {
      subscriptions.suppress(framework, call.roles());
      return Done.DONE;
    }

    @Override
    public Done kill(MesosCall.Kill call) {
      MasterModel.this.kill(framework, call);
      return Done.DONE;
    }

    @Override
    public Done shutdown(MesosCall.Shutdown call) {
      MasterAgent agent = state.registered(call.agentId());
      if (agent != null && agent.process().isReachable()) {
        agent.process().shutdownExecutor(framework.id(), call.executorId());
      }
      return Done.DONE;
    }

    @Override
    public Done acknowledge(MesosCall.Acknowledge call) {
      MasterModel.this.acknowledge(framework, call);
      return Done.DONE;
    }

    @Override
    public Done acknowledgeOperationStatus(MesosCall.AcknowledgeOperationStatus call) {
      acknowledgeOperation(framework, call);
      return Done.DONE;
    }

    @Override
    public Done reconcile(MesosCall.Reconcile call) {
      reconciliation.tasks(framework, call.tasks());
      return Done.DONE;
    }

    @Override
    public Done reconcileOperations(MesosCall.ReconcileOperations call) {
      reconciliation.operations(framework, call.operations());
      return Done.DONE;
    }

    @Override
    public Done message(MesosCall.Message call) {
      return Done.DONE;
    }

    @Override
    public Done request(MesosCall.Request call) {
      return Done.DONE;
    }

    @Override
    public Done updateFramework(MesosCall.UpdateFramework call) {
      subscriptions.update(framework, call);
      return Done.DONE;
    }
  }

  private void kill(Framework framework, MesosCall.Kill call) {
    MasterTask task = framework.tasks().get(call.taskId());
    if (task == null) {
      reconciliation.task(framework, new MesosCall.Reconcile.Task(call.taskId(), call.agentId()));
      return;
    }
    if (call.agentId() != null && !call.agentId().equals(task.agentId())) {
      return;
    }
    MasterAgent agent = state.registered(task.agentId());
    if (agent == null) {
      return;
    }
    if (!agent.isConnected()) {
      agent
          .pendingKills()
          .add(new MasterAgent.PendingKill(framework.id(), task.id(), call.gracePeriod()));
    } else if (agent.process().isReachable()) {
      agent.process().kill(framework.id(), task.id(), call.gracePeriod());
    }
  }

  private void acknowledge(Framework framework, MesosCall.Acknowledge call) {
    MasterAgent agent = state.registered(call.agentId());
    if (agent == null || !agent.isConnected() || !agent.process().isReachable()) {
      return;
    }
    MasterTask task = framework.tasks().get(call.taskId());
    if (task != null && task.agentId().equals(agent.id()) && isLastWord(task, call)) {
      state.complete(agent, framework, task);
    }
    agent.process().acknowledge(framework.id(), call.taskId(), call.uuid());
    lifecycle.checkDrained(agent);
  }

  private static boolean isLastWord(MasterTask task, MesosCall.Acknowledge call) {
    return task.latest()
        .filter(status -> status.state().isTerminal() && call.uuid().equals(status.uuid()))
        .isPresent();
  }

  private void acknowledgeOperation(
      Framework framework, MesosCall.AcknowledgeOperationStatus call) {
    MasterOperation known = framework.operations().get(call.operationId());
    AgentId agentId = known == null ? call.agentId() : known.agentId();
    MasterAgent agent = state.registered(agentId);
    if (known != null && call.uuid().equals(known.latest().uuid())) {
      framework.operations().remove(call.operationId());
    }
    if (agent != null && agent.process().isReachable()) {
      agent.process().operations().acknowledge(framework.id(), call.uuid());
    }
  }

  // Agents.

  @Override
  public boolean isRegistered(AgentModel agent) {
    MasterAgent known = state.agents().get(agent.id());
    return known != null && known.isRegistered() && known.isConnected();
  }

  @Override
  public void taskUpdated(AgentModel agent, FrameworkId frameworkId, TaskStatus status) {
    Framework framework = state.frameworks().get(frameworkId);
    if (framework == null) {
      return;
    }
    MasterTask task = framework.tasks().get(status.taskId());
    if (task != null) {
      task.update(status);
    }
    state.tell(framework, status);
  }

  @Override
  public void operationUpdated(AgentModel agent, FrameworkId frameworkId, OperationStatus status) {
    Framework framework = state.frameworks().get(frameworkId);
    if (framework == null) {
      return;
    }
    framework
        .operations()
        .put(Objects.requireNonNull(status.operationId()), new MasterOperation(agent.id(), status));
    state.events().send(framework, new MesosEvent.UpdateOperationStatus(status));
  }

  @Override
  public void executorExited(
      AgentModel agent, FrameworkId frameworkId, ExecutorId executorId, int status) {
    Framework framework = state.frameworks().get(frameworkId);
    MasterAgent known = state.agents().get(agent.id());
    if (framework == null || known == null) {
      return;
    }
    Optional<ExecutorInfo> executor = known.removeExecutor(frameworkId, executorId);
    executor.ifPresent(gone -> state.release(known, framework, ResourcePool.of(gone.resources())));
    state.events().send(framework, new MesosEvent.Failure(agent.id(), executorId, status));
  }

  /** Of the agents with this standing, what is asked of each. */
  <T> ImmutableList<T> agents(MasterAgent.Standing standing, Function<MasterAgent, T> what) {
    return state.agents().values().stream()
        .filter(agent -> agent.standing() == standing)
        .map(what)
        .collect(ImmutableList.toImmutableList());
  }
}
