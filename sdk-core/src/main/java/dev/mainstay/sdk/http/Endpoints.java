package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.launch.DnsNames;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where clients connect: the advertised ports of all placed tasks, by the port's name. */
public final class Endpoints {

  private Endpoints() {}

  /**
   * All addresses of one port name.
   *
   * @param address {@code ip:port} of each instance: of its agent, or of its container where that
   *     has an address of its own
   * @param dns {@code name:port} of each instance: in the cluster's DNS where there is one, else
   *     the agent's name as the master tells it
   * @param vip {@code name:port} of the named virtual address that the spec declares, absent
   *     without one
   */
  public record Endpoint(
      ImmutableList<String> address, ImmutableList<String> dns, @Nullable String vip) {

    private static final Endpoint NONE = new Endpoint(ImmutableList.of(), ImmutableList.of(), null);

    private Endpoint plus(String newAddress, String newDns, @Nullable String newVip) {
      return new Endpoint(
          added(address, newAddress), added(dns, newDns), newVip == null ? vip : newVip);
    }

    private static ImmutableList<String> added(ImmutableList<String> list, String element) {
      return ImmutableList.<String>builder().addAll(list).add(element).build();
    }
  }

  /** By port name; instances in the order of pod types and indices. */
  public static ImmutableSortedMap<String, Endpoint> of(ServiceState state) {
    Map<String, Endpoint> endpoints = new TreeMap<>();
    for (PodRecord pod : state.pods()) {
      AgentPlace place = pod.place();
      if (place != null) {
        pod.tasks().values().forEach(task -> addTask(state, pod, place, task, endpoints));
      }
    }
    return ImmutableSortedMap.copyOf(endpoints);
  }

  private static void addTask(
      ServiceState state,
      PodRecord pod,
      AgentPlace place,
      TaskRecord record,
      Map<String, Endpoint> endpoints) {
    ServiceSpec spec = state.specOf(record.launch().config());
    TaskSpec task = spec.pod(pod.id()).task(record.name());
    if (task.goal() != TaskSpec.Goal.RUNNING) {
      return;
    }
    ImmutableMap<String, String> environment = record.launch().environment();
    boolean ownAddress = !spec.pod(pod.id()).container().usesHostPorts();
    String host = ownAddress ? addressOf(record, place) : place.address();
    String name =
        (ownAddress
                ? DnsNames.autoIp(pod.id(), task, environment)
                : DnsNames.ofTask(pod.id(), task, environment))
            .orElse(place.hostname());
    for (PortSpec port : spec.pod(pod.id()).resourceSetOf(task).ports()) {
      if (port.advertise() || port.vip() != null) {
        String vip = port.vip() == null ? null : DnsNames.ofVip(port.vip(), environment);
        number(record, port)
            .ifPresent(
                number ->
                    endpoints.merge(
                        port.name(),
                        Endpoint.NONE.plus(host + ":" + number, name + ":" + number, vip),
                        (before, one) ->
                            before.plus(one.address().get(0), one.dns().get(0), one.vip())));
      }
    }
  }

  /** Of the container; until it is known, of its agent. Several stand in brackets, as in a list. */
  private static String addressOf(TaskRecord record, AgentPlace place) {
    ImmutableList<String> addresses = record.condition().addresses();
    return switch (addresses.size()) {
      case 0 -> place.address();
      case 1 -> addresses.get(0);
      default -> addresses.toString();
    };
  }

  /** The number that the launch gave the port; it is in the task's environment. */
  private static Optional<String> number(TaskRecord record, PortSpec port) {
    return Optional.ofNullable(record.launch().environment().get(port.variable()));
  }
}
