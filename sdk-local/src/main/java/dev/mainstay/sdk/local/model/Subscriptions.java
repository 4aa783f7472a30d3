package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Frameworks come, go, come back and are removed. */
final class Subscriptions {

  private final MasterState state;
  private final Map<StreamId, Framework> streams = new HashMap<>();

  Subscriptions(MasterState state) {
    this.state = state;
  }

  void subscribe(StreamId stream, MesosCall.Subscribe call) {
    FrameworkInfo info = call.framework();
    FrameworkId id = info.id();
    Framework known = id == null ? null : state.frameworks().get(id);
    Optional<String> problem =
        FrameworkChecks.problemOf(info)
            .or(
                () ->
                    FrameworkChecks.problemOfSuppressed(
                        new Framework(named(info), now()).roles(), call.suppressedRoles()))
            .or(
                () ->
                    id != null && state.removed().contains(id)
                        ? Optional.of("Framework has been removed")
                        : Optional.empty())
            .or(
                () ->
                    known == null
                        ? Optional.empty()
                        : FrameworkChecks.problemOfPrincipal(known.info(), info));
    if (problem.isPresent()) {
      refuse(stream, problem.get());
      return;
    }
    Framework framework;
    if (known == null) {
      framework =
          new Framework(
              id == null ? info.withId(state.identity().freshFrameworkId()) : info, now());
      state.frameworks().put(framework.id(), framework);
    } else {
      framework = known;
      known.stream().ifPresent(old -> failOver(known, old));
      known.info(FrameworkChecks.kept(known.info(), info));
      known.reregistered(now());
    }
    connect(framework, stream, call.suppressedRoles());
  }

  private static FrameworkInfo named(FrameworkInfo info) {
    return info.id() == null ? info.withId(new FrameworkId("new")) : info;
  }

  private Instant now() {
    return state.context().now();
  }

  private void refuse(StreamId stream, String problem) {
    state.events().send(stream, new MesosEvent.Error(problem));
    state.context().emit(new ClusterOutput.CloseStream(stream));
  }

  private void failOver(Framework framework, StreamId old) {
    refuse(old, "Framework failed over");
    streams.remove(old);
    withdrawOffers(framework);
  }

  private void connect(Framework framework, StreamId stream, ImmutableList<String> suppressed) {
    streams.put(stream, framework);
    framework.stream(stream);
    framework.failover(null);
    framework.suppressed().clear();
    framework.suppressed().addAll(suppressed);
    state.context().imageChanged();
    Duration interval = state.context().settings().heartbeatInterval();
    state
        .events()
        .send(
            framework,
            new MesosEvent.Subscribed(framework.id(), interval, state.identity().info()));
    if (state.context().settings().sendsHeartbeats()) {
      beat(framework);
    }
    for (MasterAgent agent : state.agents().values()) {
      if (agent.isRegistered()
          && agent.hasTasksOf(framework.id())
          && agent.process().isReachable()) {
        agent.process().replayUpdates(framework.id());
      }
    }
    state.allocator().want(framework, Sets.difference(framework.roles(), framework.suppressed()));
  }

  private void beat(Framework framework) {
    state.events().send(framework, new MesosEvent.Heartbeat());
    framework.heartbeat(
        state
            .context()
            .after(state.context().settings().heartbeatInterval(), () -> beat(framework)));
  }

  /** The connection is gone; the framework has its failover timeout to come back. */
  void closed(StreamId stream) {
    Framework framework = streams.remove(stream);
    if (framework == null) {
      return;
    }
    framework.stream(null);
    framework.heartbeat(null);
    withdrawOffers(framework);
    awaitReturn(framework);
  }

  /** Starts the failover timeout. */
  void awaitReturn(Framework framework) {
    Duration timeout = framework.info().failoverTimeout();
    if (timeout.isZero() || timeout.isNegative()) {
      remove(framework);
    } else {
      framework.failover(state.context().after(timeout, () -> remove(framework)));
    }
  }

  private void withdrawOffers(Framework framework) {
    state.allocator().frameworkGone(framework);
    ImmutableList.copyOf(framework.offers().values())
        .forEach(offer -> state.discard(offer, Duration.ZERO));
  }

  void teardown(Framework framework) {
    Optional<StreamId> stream = framework.stream();
    remove(framework);
    stream.ifPresent(open -> state.context().emit(new ClusterOutput.CloseStream(open)));
  }

  /** Ends all that the framework has; its reservations and volumes stay. */
  private void remove(Framework framework) {
    framework.stream().ifPresent(streams::remove);
    framework.stream(null);
    framework.heartbeat(null);
    framework.failover(null);
    withdrawOffers(framework);
    for (MasterAgent agent : state.agents().values()) {
      removeFrom(agent, framework);
    }
    ImmutableList.copyOf(framework.unreachableTasks().values()).forEach(framework::completed);
    framework.unreachableTasks().clear();
    framework.operations().clear();
    framework.unregistered(now());
    state.frameworks().remove(framework.id());
    state.completed(framework);
    state.allocator().forget(framework);
    state.context().imageChanged();
  }

  private void removeFrom(MasterAgent agent, Framework framework) {
    for (MasterTask task : agent.tasksOf(framework.id())) {
      if (!task.state().isTerminal()) {
        task.update(
            state.statusOf(
                task,
                TaskState.KILLED,
                StatusReason.FRAMEWORK_REMOVED,
                "Framework " + framework.id() + " removed"));
      }
      state.complete(agent, framework, task);
    }
    ImmutableList.copyOf(agent.executorsOf(framework.id()).values())
        .forEach(
            executor -> {
              agent.removeExecutor(framework.id(), executor.executorId());
              state.release(agent, framework, ResourcePool.of(executor.resources()));
            });
    if (agent.isRegistered() && agent.process().isReachable()) {
      agent.process().shutdownFramework(framework.id());
    }
  }

  /** UPDATE_FRAMEWORK. */
  void update(Framework framework, MesosCall.UpdateFramework call) {
    FrameworkInfo info = call.framework();
    ImmutableSortedSet<String> roles = new Framework(info, now()).roles();
    Optional<String> problem =
        FrameworkChecks.problemOf(info)
            .map(what -> "Supplied FrameworkInfo is not valid: " + what)
            .or(
                () ->
                    FrameworkChecks.problemOfUpdate(framework.info(), info)
                        .map(what -> "FrameworkInfo update is not valid: " + what))
            .or(() -> FrameworkChecks.problemOfSuppressed(roles, call.suppressedRoles()));
    if (problem.isPresent()) {
      state.context().emit(new ClusterOutput.CallRefused(400, problem.get()));
      return;
    }
    state.allocator().doNotWant(framework, framework.roles());
    framework.info(info);
    framework.suppressed().clear();
    framework.suppressed().addAll(call.suppressedRoles());
    state.context().imageChanged();
    for (OfferBook.Held offer : ImmutableList.copyOf(framework.offers().values())) {
      if (!roles.contains(offer.role())) {
        state.rescind(offer);
      }
    }
    state.allocator().want(framework, Sets.difference(roles, framework.suppressed()));
  }

  /** REVIVE: for these roles, or for all. Roles that are not the framework's are ignored. */
  void revive(Framework framework, Collection<String> roles) {
    ImmutableSortedSet<String> meant = meant(framework, roles);
    framework.suppressed().removeAll(meant);
    meant.forEach(role -> state.allocator().clearFilters(framework, role));
    state.allocator().want(framework, meant);
  }

  /** SUPPRESS: offers that are held stay held. */
  void suppress(Framework framework, Collection<String> roles) {
    ImmutableSortedSet<String> meant = meant(framework, roles);
    framework.suppressed().addAll(meant);
    state.allocator().doNotWant(framework, meant);
  }

  private static ImmutableSortedSet<String> meant(Framework framework, Collection<String> roles) {
    return roles.isEmpty()
        ? framework.roles()
        : ImmutableSortedSet.copyOf(
            Sets.intersection(framework.roles(), ImmutableSortedSet.copyOf(roles)));
  }
}
