package dev.mainstay.sdk.local.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.local.model.ClusterView;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MasterInfo;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.wire.CommonWire;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The master's {@code /state}, {@code /slaves}, {@code /tasks} and {@code /version}: JSON of the
 * time before the v1 API, with its own names ({@code slave_id}) and shapes
 * (src/master/readonly_handler.cpp).
 */
final class MasterState {

  private final ClusterView view;
  private final JsonText text = new JsonText();

  private MasterState(ClusterView view) {
    this.view = view;
  }

  static String version(ClusterView view) {
    return new JsonText()
        .beginObject()
        .name("version")
        .string(ClusterMessages.versionOf(view))
        .endObject()
        .toString();
  }

  static String state(ClusterView view) {
    MasterState state = new MasterState(view);
    state.write();
    return state.text.toString();
  }

  /**
   * The master's {@code /slaves}. Agents have no server of their own, so that their process ids
   * name the one that answers for them.
   *
   * @param files host and port of the files API
   */
  static String agents(ClusterView view, String files) {
    MasterState state = new MasterState(view);
    state.text.beginObject();
    state.array("slaves", view.agents(), agent -> state.writeAgent(agent, "slave(1)@" + files));
    state.array("recovered_slaves", List.<String>of(), state.text::string);
    return state.text.endObject().toString();
  }

  /**
   * The master's {@code /tasks}, of one framework and one task if they are given.
   *
   * @param parameters of the request: {@code framework_id}, {@code task_id}
   */
  static String tasks(ClusterView view, ImmutableMap<String, String> parameters) {
    MasterState state = new MasterState(view);
    StateTasks tasks = new StateTasks(state.text);
    state.text.beginObject();
    state.array(
        "tasks",
        Stream.concat(view.frameworks().stream(), view.completedFrameworks().stream())
            .filter(one -> isMeant(parameters.get("framework_id"), one.id().value()))
            .flatMap(
                one ->
                    Stream.of(one.tasks(), one.unreachableTasks(), one.completedTasks())
                        .flatMap(List::stream))
            .filter(task -> isMeant(parameters.get("task_id"), task.info().taskId().value()))
            .toList(),
        tasks::write);
    return state.text.endObject().toString();
  }

  private static boolean isMeant(@Nullable String wanted, String id) {
    return wanted == null || wanted.equals(id);
  }

  private void write() {
    MasterInfo master = view.master();
    text.beginObject();
    text.name("version").string(ClusterMessages.versionOf(view));
    text.name("start_time").number(CommonWire.timestamp(view.started()));
    text.name("elected_time").number(CommonWire.timestamp(view.started()));
    text.name("id").string(master.id());
    text.name("pid").string(orEmpty(master.pid()));
    text.name("hostname").string(orEmpty(master.address().hostname()));
    array("capabilities", master.capabilities(), text::string);
    long active = view.agents().stream().filter(ClusterView.Agent::active).count();
    text.name("activated_slaves").number((double) active);
    text.name("deactivated_slaves").number((double) (view.agents().size() - active));
    text.name("unreachable_slaves").number((double) view.unreachableAgents().size());
    Domain domain = master.domain();
    if (domain != null) {
      text.name("domain").raw(JsonPrinter.print(CommonWire.domain(domain)));
    }
    text.name("leader").string(orEmpty(master.pid()));
    writeLeader(master);
    text.name("flags").beginObject().endObject();
    array("slaves", view.agents(), agent -> writeAgent(agent, agent.spec().pid()));
    array("recovered_slaves", List.<String>of(), text::string);
    array("frameworks", view.frameworks(), this::writeFramework);
    array("completed_frameworks", view.completedFrameworks(), this::writeFramework);
    array("orphan_tasks", List.<String>of(), text::string);
    array("unregistered_frameworks", List.<String>of(), text::string);
    text.endObject();
  }

  private void writeLeader(MasterInfo master) {
    text.name("leader_info").beginObject();
    text.name("id").string(master.id());
    text.name("pid").string(orEmpty(master.pid()));
    text.name("port").raw(Integer.toString(master.address().port()));
    text.name("hostname").string(orEmpty(master.address().hostname()));
    text.endObject();
  }

  private void writeAgent(ClusterView.Agent agent, String pid) {
    text.beginObject();
    text.name("id").string(agent.id().value());
    text.name("hostname").string(agent.spec().hostname());
    text.name("port").raw(Integer.toString(agent.spec().address().port()));
    text.name("attributes").beginObject();
    agent
        .spec()
        .attributes()
        .forEach(
            attribute -> {
              text.name(attribute.name());
              switch (attribute.kind()) {
                case SCALAR -> text.number(Double.parseDouble(attribute.value()));
                case TEXT, RANGES -> text.string(attribute.value());
              }
            });
    text.endObject();
    Domain domain = agent.spec().domain();
    if (domain != null) {
      text.name("domain").raw(JsonPrinter.print(CommonWire.domain(domain)));
    }
    text.name("pid").string(pid);
    text.name("registered_time").number(CommonWire.timestamp(agent.registered()));
    Instant reregistered = agent.reregistered();
    if (reregistered != null) {
      text.name("reregistered_time").number(CommonWire.timestamp(reregistered));
    }
    writeAgentResources(agent);
    text.name("active").raw(Boolean.toString(agent.active()));
    text.name("deactivated").raw(Boolean.toString(agent.deactivated()));
    text.name("version").string(ClusterMessages.versionOf(view));
    array("capabilities", ClusterMessages.agentCapabilities(), type -> text.string(type.name()));
    ClusterView.Drain drain = agent.drain();
    if (drain != null) {
      text.name("drain_info").raw(JsonPrinter.print(ClusterMessages.drain(drain)));
      text.name("estimated_drain_start_time_seconds").number(CommonWire.timestamp(drain.started()));
    }
    text.endObject();
  }

  private void writeAgentResources(ClusterView.Agent agent) {
    ResourceSummary.write(text.name("resources"), agent.resources());
    ResourceSummary.write(text.name("used_resources"), agent.usedResources());
    ResourceSummary.write(text.name("offered_resources"), agent.offeredResources());
    text.name("reserved_resources").beginObject();
    ResourceSummary.byRole(agent.resources())
        .forEach((role, resources) -> ResourceSummary.write(text.name(role), resources));
    text.endObject();
    ResourceSummary.write(
        text.name("unreserved_resources"), ResourceSummary.unreserved(agent.resources()));
  }

  private void writeFramework(ClusterView.Framework framework) {
    FrameworkInfo info = framework.info();
    text.beginObject();
    text.name("id").string(framework.id().value());
    text.name("name").string(info.name());
    ResourceSummary.write(text.name("used_resources"), framework.usedResources());
    ResourceSummary.write(text.name("offered_resources"), framework.offeredResources());
    array("capabilities", info.capabilities(), one -> text.string(one.name()));
    text.name("hostname").string(orEmpty(info.hostname()));
    text.name("webui_url").string(orEmpty(info.webuiUrl()));
    text.name("active").raw(Boolean.toString(framework.active()));
    text.name("connected").raw(Boolean.toString(framework.connected()));
    text.name("recovered").raw("false");
    text.name("user").string(info.user());
    text.name("failover_timeout").number(CommonWire.seconds(info.failoverTimeout()));
    text.name("checkpoint").raw(Boolean.toString(info.checkpoint()));
    writeFrameworkTimes(framework);
    ResourceSummary.write(
        text.name("resources"),
        ImmutableList.<Resource>builder()
            .addAll(framework.usedResources())
            .addAll(framework.offeredResources())
            .build());
    Instant reregistered = framework.reregistered();
    if (reregistered != null && !reregistered.equals(framework.registered())) {
      text.name("reregistered_time").number(CommonWire.timestamp(reregistered));
    }
    if (info.capabilities().contains(FrameworkInfo.Capability.MULTI_ROLE)) {
      array("roles", info.roles(), text::string);
    } else {
      text.name("role").string(info.role() == null ? "*" : info.role());
    }
    StateTasks tasks = new StateTasks(text);
    array("tasks", framework.tasks(), tasks::write);
    array("unreachable_tasks", framework.unreachableTasks(), tasks::write);
    array("completed_tasks", framework.completedTasks(), tasks::write);
    array("offers", framework.offers(), this::writeOffer);
    array("executors", framework.executors(), tasks::write);
    if (!info.labels().isEmpty()) {
      StateTasks.labels(text.name("labels"), info.labels());
    }
    text.name("offer_constraints").beginObject().endObject();
    text.endObject();
  }

  private void writeFrameworkTimes(ClusterView.Framework framework) {
    text.name("registered_time").number(CommonWire.timestamp(framework.registered()));
    Instant unregistered = framework.unregistered();
    text.name("unregistered_time")
        .number(unregistered == null ? 0 : CommonWire.timestamp(unregistered));
    String principal = framework.info().principal();
    if (principal != null) {
      text.name("principal").string(principal);
    }
  }

  private void writeOffer(Offer offer) {
    text.beginObject();
    text.name("id").string(offer.id().value());
    text.name("framework_id").string(offer.frameworkId().value());
    text.name("allocation_info").beginObject();
    text.name("role").string(orEmpty(offer.allocationRole()));
    text.endObject();
    text.name("slave_id").string(offer.agentId().value());
    ResourceSummary.write(text.name("resources"), offer.resources());
    text.endObject();
  }

  private <T> void array(String name, List<T> elements, Consumer<T> write) {
    text.name(name).beginArray();
    for (T element : elements) {
      text.element();
      write.accept(element);
    }
    text.endArray();
  }

  private static String orEmpty(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
