package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.EnvironmentNames;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskVariables;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.template.Rendered;
import dev.mainstay.sdk.template.Template;
import dev.mainstay.sdk.template.TemplateValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tries out the configuration templates: renders each as at a launch, with the task's real
 * environment and with stand-ins for what is known then only, and tells of everything that goes
 * wrong. The pods are as after a complete deployment.
 */
final class TemplateCheck {

  /** Stands for addresses and names that are known at launch. */
  private static final String STAND_IN = "127.0.0.1";

  /** Instances of each pod type; more would only render the same again. */
  private static final int INSTANCES = 3;

  private TemplateCheck() {}

  /**
   * Tries the templates out.
   *
   * @return whether one of them misses a variable
   */
  static boolean check(ServiceSpec service, Template.Strictness strictness, ProblemLog log) {
    boolean missesVariables = false;
    TemplateValue pods = pods(service);
    Map<TaskSpec.ConfigSpec, Template> parsed = new HashMap<>(); // tasks often share templates
    for (PodSpec pod : service.pods().values()) {
      for (TaskSpec task : pod.tasks().values()) {
        if (task.configs().isEmpty()) {
          continue;
        }
        ImmutableMap<String, TemplateValue> variables = variables(pod, task, pods);
        for (TaskSpec.ConfigSpec config : task.configs()) {
          Template template =
              parsed.computeIfAbsent(
                  config, unread -> Template.parse(unread.template(), unread.text()));
          missesVariables |= addProblems(template, variables, pod, task, strictness, log);
        }
      }
    }
    return missesVariables;
  }

  /** What {@code bootstrap} may fill in is a warning only: nobody here knows whether it can. */
  private static boolean addProblems(
      Template template,
      ImmutableMap<String, TemplateValue> variables,
      PodSpec pod,
      TaskSpec task,
      Template.Strictness strictness,
      ProblemLog log) {
    ImmutableSet<String> fromAgent = TaskVariables.fromAgent(pod);
    if (!TaskVariables.callsBootstrap(task)) {
      Rendered rendered = template.render(variables, fromAgent, strictness);
      log.addAll(rendered.problems());
      return !rendered.undefined().isEmpty() || !template.swallowing().isEmpty();
    }
    ImmutableList<Problem> problems = template.render(variables, fromAgent).problems();
    ImmutableList<Problem> errors = template.renderKnown(variables, fromAgent).problems();
    log.addAll(errors);
    for (Problem problem : problems) {
      if (!errors.contains(problem)) {
        log.warning(
            problem.location(),
            problem.field(),
            problem.what() + " here",
            "it is left to bootstrap, which takes it from the task's environment");
      }
    }
    return false;
  }

  private static ImmutableMap<String, TemplateValue> variables(
      PodSpec pod, TaskSpec task, TemplateValue pods) {
    Map<String, TemplateValue> variables = new LinkedHashMap<>();
    TaskVariables.FROM_SCHEDULER.forEach(name -> variables.put(name, TemplateValue.of(STAND_IN)));
    variables.put("POD_INSTANCE_INDEX", TemplateValue.of(0));
    variables.put(
        EnvironmentNames.of(new PodId(pod.type(), 0) + "-" + task.name()), TemplateValue.of(true));
    variables.put(new PodId(pod.type(), 0) + "-" + task.name(), TemplateValue.of(true));
    ResourceSetSpec set = pod.resourceSets().get(task.resourceSet());
    if (set != null) {
      set.ports().forEach(port -> variables.put(port.variable(), TemplateValue.of(1)));
    }
    variables.putAll(TemplateValue.ofEnvironment(task.env()));
    variables.put("pods", pods);
    return ImmutableMap.copyOf(variables);
  }

  private static TemplateValue pods(ServiceSpec service) {
    ImmutableMap.Builder<String, TemplateValue> types = ImmutableMap.builder();
    for (PodSpec pod : service.pods().values()) {
      int count = Math.min(pod.count(), INSTANCES);
      ImmutableList.Builder<TemplateValue> instances = ImmutableList.builder();
      for (int index = 0; index < count; index++) {
        instances.add(instance(pod, index, index == count - 1));
      }
      types.put(pod.type(), TemplateValue.list(instances.build()));
    }
    return TemplateValue.fields(types.buildOrThrow());
  }

  private static TemplateValue instance(PodSpec pod, int index, boolean last) {
    Map<String, TemplateValue> ports = new LinkedHashMap<>();
    for (ResourceSetSpec set : pod.resourceSets().values()) {
      for (PortSpec port : set.ports()) {
        ports.put(port.name(), TemplateValue.of(1));
      }
    }
    return TemplateValue.fields(
        ImmutableMap.of(
            "index",
            TemplateValue.of(index),
            "host",
            TemplateValue.of(STAND_IN),
            "ports",
            TemplateValue.fields(ports),
            "last",
            TemplateValue.of(last)));
  }
}
