package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.local.model.MachineId;
import dev.mainstay.sdk.local.model.MaintenanceWindow;
import dev.mainstay.sdk.mesos.wire.CommonWire;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;
import org.apache.mesos.v1.maintenance.Protos.ClusterStatus;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;
import org.apache.mesos.v1.master.Protos.Response;

/** Maintenance, as the operator API shows it. */
final class MaintenanceMessages {

  private MaintenanceMessages() {}

  static Response schedule(ClusterView view) {
    Response.Builder response =
        Response.newBuilder().setType(Response.Type.GET_MAINTENANCE_SCHEDULE);
    Schedule.Builder schedule = Schedule.newBuilder();
    for (MaintenanceWindow window : view.maintenance().schedule()) {
      Window.Builder one =
          schedule
              .addWindowsBuilder()
              .setUnavailability(CommonWire.unavailability(window.unavailability()));
      window.machines().forEach(id -> one.addMachineIds(machine(id)));
    }
    response.getGetMaintenanceScheduleBuilder().setSchedule(schedule);
    return response.build();
  }

  static Response status(ClusterView view) {
    Response.Builder response = Response.newBuilder().setType(Response.Type.GET_MAINTENANCE_STATUS);
    ClusterStatus.Builder status = ClusterStatus.newBuilder();
    for (ClusterView.DrainingMachine machine : view.maintenance().draining()) {
      ClusterStatus.DrainingMachine.Builder one =
          status.addDrainingMachinesBuilder().setId(machine(machine.machine()));
      machine.statuses().forEach(answer -> one.addStatuses(answer(answer)));
    }
    view.maintenance().down().forEach(id -> status.addDownMachines(machine(id)));
    response.getGetMaintenanceStatusBuilder().setStatus(status);
    return response.build();
  }

  private static InverseOfferStatus answer(ClusterView.InverseOfferStatus answer) {
    InverseOfferStatus.Builder proto =
        InverseOfferStatus.newBuilder()
            .setStatus(
                answer.accepted()
                    ? InverseOfferStatus.Status.ACCEPT
                    : InverseOfferStatus.Status.DECLINE)
            .setTimestamp(CommonWire.timeInfo(answer.timestamp()));
    proto.getFrameworkIdBuilder().setValue(answer.frameworkId().value());
    return proto.build();
  }

  private static Protos.MachineID machine(MachineId id) {
    Protos.MachineID.Builder proto = Protos.MachineID.newBuilder();
    String hostname = id.hostname();
    if (hostname != null) {
      proto.setHostname(hostname);
    }
    String ip = id.ip();
    if (ip != null) {
      proto.setIp(ip);
    }
    return proto.build();
  }
}
