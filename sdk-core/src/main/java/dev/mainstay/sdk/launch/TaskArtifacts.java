package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskSpec.ConfigSpec;
import dev.mainstay.sdk.spec.TaskVariables;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskLaunch.Peer;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.template.Rendered;
import dev.mainstay.sdk.template.Template;
import dev.mainstay.sdk.template.TemplateValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task's rendered configuration files: rendered from the task's own configuration, environment
 * and peers as they were kept at its launch, so that they come out the same as long as the task
 * lives, restarts of the scheduler included.
 */
public final class TaskArtifacts {

  private TaskArtifacts() {}

  /** The rendered file of a task that is current and not terminal, if the token is the task's. */
  public static Optional<String> render(
      ServiceState state, TaskId taskId, String token, String name) {
    Optional<PodRecord> pod = state.podOfTask(taskId);
    if (pod.isEmpty()) {
      return Optional.empty();
    }
    Optional<TaskRecord> task =
        pod.get().tasks().values().stream()
            .filter(known -> known.taskId().equals(taskId) && known.isActive())
            .filter(known -> known.launch().token().equals(token))
            .findFirst();
    return task.flatMap(
        known -> {
          PodSpec podSpec = state.specOf(known.launch().config()).pod(pod.get().id());
          TaskSpec taskSpec = podSpec.task(known.name());
          return taskSpec.configs().stream()
              .filter(config -> config.name().equals(name))
              .findFirst()
              .map(config -> render(podSpec, taskSpec, config, known.launch()).textOrThrow());
        });
  }

  /**
   * A configuration file with the launch's variables, or what is wrong with it. A variable that
   * does not exist gives nothing; loading the spec told of it.
   */
  static Rendered render(PodSpec pod, TaskSpec task, ConfigSpec config, TaskLaunch launch) {
    Map<String, TemplateValue> variables =
        new LinkedHashMap<>(TemplateValue.ofEnvironment(launch.environment()));
    variables.put("pods", pods(launch.peers()));
    Template template = Template.parse(config.template(), config.text());
    return TaskVariables.callsBootstrap(task)
        ? template.renderKnown(ImmutableMap.copyOf(variables), agentOnly(pod, variables))
        : template.renderForgiving(ImmutableMap.copyOf(variables), agentOnly(pod, variables));
  }

  /** What the agent alone knows stays in the text as it is, for the task to fill in. */
  private static ImmutableSet<String> agentOnly(PodSpec pod, Map<String, TemplateValue> variables) {
    return TaskVariables.fromAgent(pod).stream()
        .filter(name -> !variables.containsKey(name))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static TemplateValue pods(ImmutableMap<String, ImmutableList<Peer>> peers) {
    Map<String, TemplateValue> types = new LinkedHashMap<>();
    peers.forEach((type, instances) -> types.put(type, instances(instances)));
    return TemplateValue.fields(types);
  }

  private static TemplateValue instances(ImmutableList<Peer> peers) {
    List<TemplateValue> items = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      Peer peer = peers.get(i);
      Map<String, TemplateValue> ports = new LinkedHashMap<>();
      peer.ports().forEach((name, number) -> ports.put(name, TemplateValue.of(number)));
      items.add(
          TemplateValue.fields(
              ImmutableMap.of(
                  "index", TemplateValue.of(peer.index()),
                  "host", TemplateValue.of(peer.host()),
                  "ports", TemplateValue.fields(ports),
                  "last", TemplateValue.of(i == peers.size() - 1))));
    }
    return TemplateValue.list(items);
  }
}
