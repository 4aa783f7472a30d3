package dev.mainstay.sdk.local.http;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.local.model.MachineId;
import dev.mainstay.sdk.local.model.MaintenanceWindow;
import dev.mainstay.sdk.mesos.wire.CommonWire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.maintenance.Protos.Window;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.master.Protos.Response;

/**
 * The v1 operator API, as far as it is in scope: what is read of the cluster, maintenance, draining
 * and marking gone. Any other call gets 501.
 */
final class OperatorApi {

  private final ClusterPort cluster;

  OperatorApi(ClusterPort cluster) {
    this.cluster = cluster;
  }

  HttpResponse answer(HttpRequest request) {
    RequestBody body = RequestBody.read(request, Call.newBuilder());
    HttpResponse refusal = body.refusal();
    if (refusal != null || !(body.message() instanceof Call call)) {
      return refusal == null ? HttpResponse.notImplemented() : refusal;
    }
    Optional<String> missing = missing(call);
    if (missing.isPresent()) {
      return HttpResponse.badRequest(
          "Failed to validate master::Call: Expecting '" + missing.get() + "' to be present");
    }
    Optional<MessageFormat> format = MessageFormat.acceptedBy(request);
    if (format.isEmpty()) {
      return HttpResponse.text(
          406, "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
    }
    return answer(call, format.get());
  }

  /** The first part that a call of its type must have and does not. */
  private static Optional<String> missing(Call call) {
    if (!call.hasType()) {
      return Optional.of("type");
    }
    return switch (call.getType()) {
      case UPDATE_MAINTENANCE_SCHEDULE ->
          missing(call.hasUpdateMaintenanceSchedule(), "update_maintenance_schedule");
      case START_MAINTENANCE -> missing(call.hasStartMaintenance(), "start_maintenance");
      case STOP_MAINTENANCE -> missing(call.hasStopMaintenance(), "stop_maintenance");
      case DRAIN_AGENT -> missing(call.hasDrainAgent(), "drain_agent");
      case DEACTIVATE_AGENT -> missing(call.hasDeactivateAgent(), "deactivate_agent");
      case REACTIVATE_AGENT -> missing(call.hasReactivateAgent(), "reactivate_agent");
      case MARK_AGENT_GONE -> missing(call.hasMarkAgentGone(), "mark_agent_gone");
      case UNKNOWN,
          GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          GET_METRICS,
          GET_LOGGING_LEVEL,
          SET_LOGGING_LEVEL,
          LIST_FILES,
          READ_FILE,
          GET_STATE,
          GET_AGENTS,
          GET_FRAMEWORKS,
          GET_EXECUTORS,
          GET_OPERATIONS,
          GET_TASKS,
          GET_ROLES,
          GET_WEIGHTS,
          UPDATE_WEIGHTS,
          GET_MASTER,
          SUBSCRIBE,
          RESERVE_RESOURCES,
          UNRESERVE_RESOURCES,
          CREATE_VOLUMES,
          DESTROY_VOLUMES,
          GROW_VOLUME,
          SHRINK_VOLUME,
          GET_MAINTENANCE_STATUS,
          GET_MAINTENANCE_SCHEDULE,
          GET_QUOTA,
          UPDATE_QUOTA,
          SET_QUOTA,
          REMOVE_QUOTA,
          TEARDOWN ->
          Optional.empty();
    };
  }

  private static Optional<String> missing(boolean present, String field) {
    return present ? Optional.empty() : Optional.of(field);
  }

  private HttpResponse answer(Call call, MessageFormat format) {
    return switch (call.getType()) {
      case GET_HEALTH -> read(format, view -> ClusterMessages.health());
      case GET_VERSION -> read(format, ClusterMessages::version);
      case GET_MASTER -> read(format, ClusterMessages::master);
      case GET_STATE -> read(format, ClusterMessages::state);
      case GET_AGENTS -> read(format, ClusterMessages::agents);
      case GET_FRAMEWORKS -> read(format, ClusterMessages::frameworks);
      case GET_TASKS -> read(format, ClusterMessages::tasks);
      case GET_EXECUTORS -> read(format, ClusterMessages::executors);
      case GET_MAINTENANCE_SCHEDULE -> read(format, MaintenanceMessages::schedule);
      case GET_MAINTENANCE_STATUS -> read(format, MaintenanceMessages::status);
      case UPDATE_MAINTENANCE_SCHEDULE ->
          change(
              new ClusterInput.UpdateMaintenanceSchedule(
                  windows(call.getUpdateMaintenanceSchedule().getSchedule().getWindowsList())));
      case START_MAINTENANCE ->
          change(
              new ClusterInput.StartMaintenance(
                  machines(call.getStartMaintenance().getMachinesList())));
      case STOP_MAINTENANCE ->
          change(
              new ClusterInput.StopMaintenance(
                  machines(call.getStopMaintenance().getMachinesList())));
      case DRAIN_AGENT -> drain(call.getDrainAgent());
      case DEACTIVATE_AGENT ->
          agent(call.getDeactivateAgent().getAgentId(), ClusterInput.DeactivateAgent::new);
      case REACTIVATE_AGENT ->
          agent(call.getReactivateAgent().getAgentId(), ClusterInput.ReactivateAgent::new);
      case MARK_AGENT_GONE ->
          agent(call.getMarkAgentGone().getAgentId(), ClusterInput.MarkAgentGone::new);
      case UNKNOWN,
          GET_FLAGS,
          GET_METRICS,
          GET_LOGGING_LEVEL,
          SET_LOGGING_LEVEL,
          LIST_FILES,
          READ_FILE,
          GET_OPERATIONS,
          GET_ROLES,
          GET_WEIGHTS,
          UPDATE_WEIGHTS,
          SUBSCRIBE,
          RESERVE_RESOURCES,
          UNRESERVE_RESOURCES,
          CREATE_VOLUMES,
          DESTROY_VOLUMES,
          GROW_VOLUME,
          SHRINK_VOLUME,
          GET_QUOTA,
          UPDATE_QUOTA,
          SET_QUOTA,
          REMOVE_QUOTA,
          TEARDOWN ->
          HttpResponse.notImplemented();
    };
  }

  private HttpResponse read(MessageFormat format, Function<ClusterView, Response> answer) {
    ClusterView view = cluster.onModel((model, inputs) -> model.view());
    return HttpResponse.ok(format.contentType(), format.write(answer.apply(view)));
  }

  private HttpResponse change(ClusterInput input) {
    return cluster.onModel(
        (model, inputs) ->
            inputs
                .handle(input)
                .map(refused -> HttpResponse.text(refused.status(), refused.message()))
                .orElseGet(HttpResponse::ok));
  }

  /** Mesos looks an agent up by any id that it is given. */
  private HttpResponse agent(Protos.AgentID id, Function<AgentId, ClusterInput> input) {
    return change(input.apply(agentId(id)));
  }

  private HttpResponse drain(Call.DrainAgent call) {
    Duration grace =
        call.hasMaxGracePeriod()
            ? Duration.ofSeconds(
                call.getMaxGracePeriod().getSeconds(), call.getMaxGracePeriod().getNanos())
            : null;
    return change(
        new ClusterInput.DrainAgent(agentId(call.getAgentId()), grace, call.getMarkGone()));
  }

  private static AgentId agentId(Protos.AgentID id) {
    return new AgentId(id.getValue().isEmpty() ? "(empty)" : id.getValue());
  }

  private static ImmutableList<MaintenanceWindow> windows(List<Window> windows) {
    return windows.stream()
        .map(
            window ->
                new MaintenanceWindow(
                    machines(window.getMachineIdsList()),
                    CommonWire.unavailability(window.getUnavailability())))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<MachineId> machines(List<Protos.MachineID> machines) {
    return machines.stream()
        .map(
            machine ->
                new MachineId(
                    machine.hasHostname() ? machine.getHostname() : null,
                    machine.hasIp() ? machine.getIp() : null))
        .collect(ImmutableList.toImmutableList());
  }
}
