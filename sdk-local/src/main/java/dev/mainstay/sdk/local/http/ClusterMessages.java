package dev.mainstay.sdk.local.http;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.mesos.wire.CommonWire;
import dev.mainstay.sdk.mesos.wire.FrameworkWire;
import dev.mainstay.sdk.mesos.wire.OfferWire;
import dev.mainstay.sdk.mesos.wire.ResourceWire;
import dev.mainstay.sdk.mesos.wire.StatusWire;
import dev.mainstay.sdk.mesos.wire.TaskWire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.master.Protos.Response;
import org.apache.mesos.v1.master.Protos.Response.GetAgents;
import org.apache.mesos.v1.master.Protos.Response.GetExecutors;
import org.apache.mesos.v1.master.Protos.Response.GetFrameworks;
import org.apache.mesos.v1.master.Protos.Response.GetTasks;

/** The cluster, as the operator API shows it. */
final class ClusterMessages {

  private ClusterMessages() {}

  static Response health() {
    Response.Builder response = Response.newBuilder().setType(Response.Type.GET_HEALTH);
    response.getGetHealthBuilder().setHealthy(true);
    return response.build();
  }

  static Response version(ClusterView view) {
    Response.Builder response = Response.newBuilder().setType(Response.Type.GET_VERSION);
    response.getGetVersionBuilder().getVersionInfoBuilder().setVersion(versionOf(view));
    return response.build();
  }

  static Response master(ClusterView view) {
    Response.Builder response = Response.newBuilder().setType(Response.Type.GET_MASTER);
    response
        .getGetMasterBuilder()
        .setMasterInfo(FrameworkWire.master(view.master()))
        .setStartTime(CommonWire.timestamp(view.started()))
        .setElectedTime(CommonWire.timestamp(view.started()));
    return response.build();
  }

  static Response state(ClusterView view) {
    Response.Builder response = Response.newBuilder().setType(Response.Type.GET_STATE);
    response
        .getGetStateBuilder()
        .setGetTasks(getTasks(view))
        .setGetExecutors(getExecutors(view))
        .setGetFrameworks(getFrameworks(view))
        .setGetAgents(getAgents(view));
    return response.build();
  }

  static Response agents(ClusterView view) {
    return Response.newBuilder()
        .setType(Response.Type.GET_AGENTS)
        .setGetAgents(getAgents(view))
        .build();
  }

  static Response frameworks(ClusterView view) {
    return Response.newBuilder()
        .setType(Response.Type.GET_FRAMEWORKS)
        .setGetFrameworks(getFrameworks(view))
        .build();
  }

  static Response tasks(ClusterView view) {
    return Response.newBuilder()
        .setType(Response.Type.GET_TASKS)
        .setGetTasks(getTasks(view))
        .build();
  }

  static Response executors(ClusterView view) {
    return Response.newBuilder()
        .setType(Response.Type.GET_EXECUTORS)
        .setGetExecutors(getExecutors(view))
        .build();
  }

  static String versionOf(ClusterView view) {
    String version = view.master().version();
    return version == null ? "" : version;
  }

  /** What the agents of the embedded cluster can do. */
  static ImmutableList<Protos.AgentInfo.Capability.Type> agentCapabilities() {
    return ImmutableList.of(
        Protos.AgentInfo.Capability.Type.MULTI_ROLE,
        Protos.AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
        Protos.AgentInfo.Capability.Type.RESERVATION_REFINEMENT,
        Protos.AgentInfo.Capability.Type.RESOURCE_PROVIDER,
        Protos.AgentInfo.Capability.Type.RESIZE_VOLUME,
        Protos.AgentInfo.Capability.Type.AGENT_OPERATION_FEEDBACK,
        Protos.AgentInfo.Capability.Type.AGENT_DRAINING,
        Protos.AgentInfo.Capability.Type.TASK_RESOURCE_LIMITS);
  }

  static Protos.DrainInfo drain(ClusterView.Drain drain) {
    Protos.DrainInfo.Builder proto =
        Protos.DrainInfo.newBuilder()
            .setState(drain.drained() ? Protos.DrainState.DRAINED : Protos.DrainState.DRAINING);
    proto.getConfigBuilder().setMarkGone(drain.markGone());
    Duration grace = drain.maxGracePeriod();
    if (grace != null) {
      proto.getConfigBuilder().setMaxGracePeriod(CommonWire.durationInfo(grace));
    }
    return proto.build();
  }

  private static GetAgents getAgents(ClusterView view) {
    GetAgents.Builder agents = GetAgents.newBuilder();
    for (ClusterView.Agent agent : view.agents()) {
      GetAgents.Agent.Builder one =
          agents
              .addAgentsBuilder()
              .setAgentInfo(agentInfo(agent))
              .setActive(agent.active())
              .setDeactivated(agent.deactivated())
              .setVersion(versionOf(view))
              .setPid(agent.spec().pid())
              .setRegisteredTime(CommonWire.timeInfo(agent.registered()))
              .addAllTotalResources(shown(ResourceWire.toProto(agent.resources())))
              .addAllAllocatedResources(shown(ResourceWire.toProto(agent.usedResources())))
              .addAllOfferedResources(shown(ResourceWire.toProto(agent.offeredResources())));
      Instant reregistered = agent.reregistered();
      if (reregistered != null) {
        one.setReregisteredTime(CommonWire.timeInfo(reregistered));
      }
      agentCapabilities().forEach(type -> one.addCapabilitiesBuilder().setType(type));
      ClusterView.Drain drain = agent.drain();
      if (drain != null) {
        one.setDrainInfo(drain(drain));
        one.setEstimatedDrainStartTime(CommonWire.timeInfo(drain.started()));
      }
    }
    return agents.build();
  }

  private static Protos.AgentInfo agentInfo(ClusterView.Agent agent) {
    Protos.AgentInfo.Builder info =
        Protos.AgentInfo.newBuilder()
            .setHostname(agent.spec().hostname())
            .setPort(agent.spec().address().port())
            .addAllResources(ResourceWire.toProto(agent.spec().resources()));
    agent.spec().attributes().forEach(one -> info.addAttributes(ResourceWire.attribute(one)));
    info.getIdBuilder().setValue(agent.id().value());
    Domain domain = agent.spec().domain();
    if (domain != null) {
      info.setDomain(CommonWire.domain(domain));
    }
    return info.build();
  }

  /** Resources in the form for people. */
  private static List<Protos.Resource> shown(List<Protos.Resource> resources) {
    return resources.stream()
        .map(resource -> (Protos.Resource) ReservationFormat.ENDPOINT.apply(resource))
        .toList();
  }

  private static GetFrameworks getFrameworks(ClusterView view) {
    GetFrameworks.Builder frameworks = GetFrameworks.newBuilder();
    view.frameworks().forEach(one -> frameworks.addFrameworks(framework(one)));
    view.completedFrameworks().forEach(one -> frameworks.addCompletedFrameworks(framework(one)));
    return frameworks.build();
  }

  private static GetFrameworks.Framework framework(ClusterView.Framework framework) {
    GetFrameworks.Framework.Builder proto =
        GetFrameworks.Framework.newBuilder()
            .setFrameworkInfo(FrameworkWire.toProto(framework.info()))
            .setActive(framework.active())
            .setConnected(framework.connected())
            .setRecovered(false)
            .setRegisteredTime(CommonWire.timeInfo(framework.registered()))
            .addAllAllocatedResources(shown(ResourceWire.toProto(framework.usedResources())))
            .addAllOfferedResources(shown(ResourceWire.toProto(framework.offeredResources())));
    Instant reregistered = framework.reregistered();
    proto.setReregisteredTime(
        CommonWire.timeInfo(reregistered == null ? framework.registered() : reregistered));
    Instant unregistered = framework.unregistered();
    if (unregistered != null) {
      proto.setUnregisteredTime(CommonWire.timeInfo(unregistered));
    }
    framework.offers().forEach(offer -> proto.addOffers(OfferWire.toProto(offer)));
    return proto.build();
  }

  private static GetTasks getTasks(ClusterView view) {
    GetTasks.Builder tasks = GetTasks.newBuilder();
    each(view, ClusterView.Framework::tasks).forEach(tasks::addTasks);
    each(view, ClusterView.Framework::unreachableTasks).forEach(tasks::addUnreachableTasks);
    each(view, ClusterView.Framework::completedTasks).forEach(tasks::addCompletedTasks);
    for (ClusterView.Framework gone : view.completedFrameworks()) {
      gone.completedTasks().forEach(task -> tasks.addCompletedTasks(task(task)));
    }
    return tasks.build();
  }

  private static List<Protos.Task> each(
      ClusterView view, Function<ClusterView.Framework, List<ClusterView.Task>> kind) {
    return view.frameworks().stream()
        .flatMap(framework -> kind.apply(framework).stream())
        .map(ClusterMessages::task)
        .toList();
  }

  private static Protos.Task task(ClusterView.Task task) {
    Protos.TaskInfo info = TaskWire.toProto(task.info());
    Protos.Task.Builder proto =
        Protos.Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setAgentId(info.getAgentId())
            .setState(StatusWire.state(task.state()))
            .addAllResources(info.getResourcesList())
            .putAllLimits(info.getLimitsMap());
    proto.getFrameworkIdBuilder().setValue(task.frameworkId().value());
    ExecutorId executorId = task.executorId();
    if (executorId != null) {
      proto.getExecutorIdBuilder().setValue(executorId.value());
    }
    for (TaskStatus status : task.statuses()) {
      proto.addStatuses(StatusWire.toProto(status));
    }
    setDescription(proto, info);
    return proto.build();
  }

  private static void setDescription(Protos.Task.Builder proto, Protos.TaskInfo info) {
    if (info.hasLabels()) {
      proto.setLabels(info.getLabels());
    }
    if (info.hasDiscovery()) {
      proto.setDiscovery(info.getDiscovery());
    }
    if (info.hasContainer()) {
      proto.setContainer(info.getContainer());
    }
    if (info.hasHealthCheck()) {
      proto.setHealthCheck(info.getHealthCheck());
    }
    if (info.hasKillPolicy()) {
      proto.setKillPolicy(info.getKillPolicy());
    }
    if (info.getCommand().hasUser()) {
      proto.setUser(info.getCommand().getUser());
    }
  }

  private static GetExecutors getExecutors(ClusterView view) {
    GetExecutors.Builder executors = GetExecutors.newBuilder();
    for (ClusterView.Framework framework : view.frameworks()) {
      for (ClusterView.Executor executor : framework.executors()) {
        GetExecutors.Executor.Builder one =
            executors.addExecutorsBuilder().setExecutorInfo(TaskWire.toProto(executor.info()));
        one.getAgentIdBuilder().setValue(executor.agentId().value());
      }
    }
    return executors.build();
  }
}
