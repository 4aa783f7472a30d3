package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
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
   * @param address {@code ip:port} of each instance
   * @param dns {@code hostname:port} of each instance, the agent's name as the master tells it
   * @param vip {@code prefix:port} of the named virtual address that the spec declares, absent
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
    for (PortSpec port : spec.pod(pod.id()).resourceSetOf(task).ports()) {
      if (port.advertise() || port.vip() != null) {
        number(record, port)
            .ifPresent(
                number ->
                    endpoints.merge(
                        port.name(),
                        Endpoint.NONE.plus(
                            place.address() + ":" + number,
                            place.hostname() + ":" + number,
                            vip(port)),
                        (before, one) ->
                            before.plus(one.address().get(0), one.dns().get(0), one.vip())));
      }
    }
  }

  /** The number that the launch gave the port; it is in the task's environment. */
  private static Optional<String> number(TaskRecord record, PortSpec port) {
    return Optional.ofNullable(record.launch().environment().get(port.variable()));
  }

  private static @Nullable String vip(PortSpec port) {
    return port.vip() == null ? null : port.vip().prefix() + ":" + port.vip().port();
  }
}
