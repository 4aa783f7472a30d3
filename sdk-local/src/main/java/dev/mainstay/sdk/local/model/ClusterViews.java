package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.Resource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ClusterView} of what a master knows. */
final class ClusterViews {

  private ClusterViews() {}

  static ClusterView of(MasterModel master, ModelContext context) {
    MasterState state = master.state();
    return new ClusterView(
        state.identity().info(),
        context.started(),
        state.frameworks().values().stream()
            .map(framework -> of(framework, state))
            .collect(ImmutableList.toImmutableList()),
        state.completed().stream()
            .map(framework -> of(framework, state))
            .collect(ImmutableList.toImmutableList()),
        master.agents(MasterAgent.Standing.REGISTERED, ClusterViews::of),
        master.agents(MasterAgent.Standing.UNREACHABLE, MasterAgent::id),
        master.agents(MasterAgent.Standing.GONE, MasterAgent::id),
        master.maintenance().view());
  }

  private static ClusterView.Framework of(Framework framework, MasterState state) {
    ImmutableList.Builder<ClusterView.Executor> executors = ImmutableList.builder();
    ResourcePool used = ResourcePool.EMPTY;
    for (MasterAgent agent : state.agents().values()) {
      AgentId agentId = agent.id();
      agent
          .executorsOf(framework.id())
          .values()
          .forEach(
              info ->
                  executors.add(
                      new ClusterView.Executor(
                          info, framework.id(), agentId, roleOf(info.resources()))));
      used = used.plus(agent.used().getOrDefault(framework.id(), ResourcePool.EMPTY));
    }
    ImmutableList<OperationStatus> operations =
        framework.operations().values().stream()
            .map(MasterOperation::latest)
            .collect(ImmutableList.toImmutableList());
    ImmutableList<Offer> offers =
        framework.offers().values().stream()
            .map(OfferBook.Held::offer)
            .collect(ImmutableList.toImmutableList());
    return new ClusterView.Framework(
        framework.id(),
        framework.info(),
        framework.isConnected(),
        framework.isConnected(),
        ImmutableList.copyOf(framework.suppressed()),
        framework.registered(),
        framework.reregistered(),
        framework.unregistered(),
        of(framework.tasks().values()),
        of(framework.unreachableTasks().values()),
        of(framework.completedTasks()),
        executors.build(),
        operations,
        offers,
        used.entries(),
        offered(framework.offers().values()).entries());
  }

  private static ImmutableList<ClusterView.Task> of(Collection<MasterTask> tasks) {
    return tasks.stream().map(MasterTask::view).collect(ImmutableList.toImmutableList());
  }

  private static @Nullable String roleOf(Collection<Resource> resources) {
    return resources.isEmpty() ? null : resources.iterator().next().allocationRole();
  }

  private static ResourcePool offered(Collection<OfferBook.Held> offers) {
    ResourcePool sum = ResourcePool.EMPTY;
    for (OfferBook.Held offer : offers) {
      sum = sum.plus(offer.resources());
    }
    return sum;
  }

  private static ClusterView.Agent of(MasterAgent agent) {
    ResourcePool used = ResourcePool.EMPTY;
    for (ResourcePool each : agent.used().values()) {
      used = used.plus(each);
    }
    MasterAgent.Draining draining = agent.draining();
    return new ClusterView.Agent(
        agent.id(),
        agent.spec(),
        agent.isConnected(),
        agent.isOfferable(),
        agent.isDeactivated(),
        agent.registered(),
        agent.reregistered(),
        agent.process().total().entries(),
        used.entries(),
        offered(agent.offers().values()).entries(),
        draining == null
            ? null
            : new ClusterView.Drain(
                draining.drained(),
                draining.how().maxGracePeriod(),
                draining.how().markGone(),
                draining.started()));
  }
}
