package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.InverseOffer;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Unavailability;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The maintenance schedule, and the inverse offers by which frameworks hear of it. */
final class MaintenancePlan {

  private record Place(FrameworkId frameworkId, MasterAgent agent) {}

  private record Sent(InverseOffer offer, Framework framework, MasterAgent agent) {}

  private final MasterState state;
  private final AgentLifecycle lifecycle;
  private ImmutableList<MaintenanceWindow> schedule = ImmutableList.of();
  private final Set<MachineId> down = new LinkedHashSet<>();
  private final Map<OfferId, Sent> sent = new LinkedHashMap<>();
  private final Map<Place, ClusterView.InverseOfferStatus> answers = new LinkedHashMap<>();

  MaintenancePlan(MasterState state, AgentLifecycle lifecycle) {
    this.state = state;
    this.lifecycle = lifecycle;
  }

  /** Replaces the schedule: held offers come anew, with or without the agent's unavailability. */
  void update(ImmutableList<MaintenanceWindow> windows) {
    schedule = windows;
    answers.clear();
    ImmutableList.copyOf(sent.values()).forEach(this::rescind);
    List<MasterAgent> registered =
        state.agents().values().stream().filter(MasterAgent::isRegistered).toList();
    registered.forEach(state::rescindOffersOf);
    for (MasterAgent agent : registered) {
      agent.unavailability(unavailabilityOf(agent.spec()).orElse(null));
    }
    state.allocator().allocateAll();
    for (MasterAgent agent : registered) {
      inviteAll(agent);
    }
  }

  private Optional<Unavailability> unavailabilityOf(AgentSpec agent) {
    return schedule.stream()
        .filter(window -> window.machines().stream().anyMatch(machine -> machine.isOf(agent)))
        .map(MaintenanceWindow::unavailability)
        .findFirst();
  }

  private void inviteAll(MasterAgent agent) {
    for (FrameworkId frameworkId : ImmutableList.copyOf(agent.used().keySet())) {
      Framework framework = state.frameworks().get(frameworkId);
      if (framework != null) {
        invite(framework, agent);
      }
    }
  }

  private void invite(Framework framework, MasterAgent agent) {
    Unavailability unavailability = agent.unavailability();
    if (unavailability == null
        || !agent.isRegistered()
        || !agent.used().containsKey(framework.id())) {
      return;
    }
    InverseOffer offer =
        new InverseOffer(
            state.identity().freshOfferId(),
            framework.id(),
            agent.id(),
            agent.spec().address(),
            unavailability);
    sent.put(offer.id(), new Sent(offer, framework, agent));
    state.events().send(framework, new MesosEvent.InverseOffers(ImmutableList.of(offer)));
  }

  private void rescind(Sent inverse) {
    sent.remove(inverse.offer.id());
    state.events().send(inverse.framework, new MesosEvent.RescindInverseOffer(inverse.offer.id()));
  }

  /** A framework says yes, or no; after a no it is asked again. */
  void answer(Framework framework, List<OfferId> ids, boolean accepted, Duration refuse) {
    for (OfferId id : ids) {
      Sent inverse = sent.get(id);
      if (inverse == null || inverse.framework != framework) {
        continue;
      }
      sent.remove(id);
      Instant now = state.context().now();
      answers.put(
          new Place(framework.id(), inverse.agent),
          new ClusterView.InverseOfferStatus(
              framework.id(), id, inverse.agent.id(), accepted, now));
      if (!accepted) {
        Duration wait = refuse.plus(state.context().settings().allocationInterval());
        Unavailability meant = inverse.offer.unavailability();
        state.context().after(wait, () -> inviteAgain(framework, inverse.agent, meant));
      }
    }
  }

  private void inviteAgain(Framework framework, MasterAgent agent, Unavailability meant) {
    if (meant.equals(agent.unavailability())
        && state.frameworks().get(framework.id()) == framework) {
      invite(framework, agent);
    }
  }

  void start(ImmutableList<MachineId> machines) {
    MachineId unplanned = notIn(machines, draining());
    if (unplanned != null) {
      refuse(
          "Machine '" + textOf(unplanned) + "' is not in DRAINING mode and cannot be brought down");
      return;
    }
    down.addAll(machines);
    for (MasterAgent agent : ImmutableList.copyOf(state.agents().values())) {
      if (machines.stream().anyMatch(machine -> machine.isOf(agent.spec()))) {
        ImmutableList.copyOf(sent.values()).stream()
            .filter(inverse -> inverse.agent == agent)
            .forEach(this::rescind);
        lifecycle.machineDown(agent);
      }
    }
  }

  void stop(ImmutableList<MachineId> machines) {
    MachineId notDown = notIn(machines, ImmutableList.copyOf(down));
    if (notDown != null) {
      refuse("Machine '" + textOf(notDown) + "' is not in DOWN mode and cannot be brought up");
      return;
    }
    down.removeAll(machines);
    schedule =
        schedule.stream()
            .map(window -> without(window, machines))
            .filter(window -> !window.machines().isEmpty())
            .collect(ImmutableList.toImmutableList());
    for (MasterAgent agent : state.agents().values()) {
      agent.unavailability(unavailabilityOf(agent.spec()).orElse(null));
    }
  }

  private static @Nullable MachineId notIn(List<MachineId> machines, List<MachineId> known) {
    return machines.stream().filter(machine -> !known.contains(machine)).findFirst().orElse(null);
  }

  private static String textOf(MachineId machine) {
    return machine.hostname() == null ? String.valueOf(machine.ip()) : machine.hostname();
  }

  private static MaintenanceWindow without(
      MaintenanceWindow window, ImmutableList<MachineId> machines) {
    return new MaintenanceWindow(
        window.machines().stream()
            .filter(machine -> !machines.contains(machine))
            .collect(ImmutableList.toImmutableList()),
        window.unavailability());
  }

  private void refuse(String message) {
    state.context().emit(new ClusterOutput.CallRefused(400, message));
  }

  /** Whether the agent's machine is down, so that it may not come back. */
  boolean isDown(AgentSpec agent) {
    return down.stream().anyMatch(machine -> machine.isOf(agent));
  }

  private ImmutableList<MachineId> draining() {
    return schedule.stream()
        .flatMap(window -> window.machines().stream())
        .filter(machine -> !down.contains(machine))
        .collect(ImmutableList.toImmutableList());
  }

  ClusterView.Maintenance view() {
    return new ClusterView.Maintenance(
        schedule,
        draining().stream()
            .map(machine -> new ClusterView.DrainingMachine(machine, answersOf(machine)))
            .collect(ImmutableList.toImmutableList()),
        ImmutableList.copyOf(down));
  }

  private ImmutableList<ClusterView.InverseOfferStatus> answersOf(MachineId machine) {
    return answers.entrySet().stream()
        .filter(entry -> machine.isOf(entry.getKey().agent.spec()))
        .map(Map.Entry::getValue)
        .collect(ImmutableList.toImmutableList());
  }

  /** The schedule is in the registry: a new master goes on with it. */
  void takeOver(MaintenancePlan old) {
    schedule = old.schedule;
    down.addAll(old.down);
  }
}
