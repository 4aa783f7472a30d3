package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.spec.options.TaskEnvironmentRoutes;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the decoders of one load share. */
final class SpecContext {

  private final TemplateReader templates;
  private final Map<String, String> environment;
  private final TaskEnvironmentRoutes routes;
  private final String serviceRegion;
  private final ProblemLog log;
  private final Map<String, String> templateTexts = new LinkedHashMap<>();
  private final Uniques advertisedPorts =
      new Uniques(
          "advertised port",
          "advertised ports are the service's endpoints, so each needs a name of its own");
  private final Map<String, String> discoveryPrefixes = new LinkedHashMap<>();

  SpecContext(TemplateReader templates, Map<String, String> environment, ProblemLog log) {
    this.templates = templates;
    this.environment = environment;
    this.routes = new TaskEnvironmentRoutes(environment);
    this.serviceRegion = environment.getOrDefault("SERVICE_REGION", "").strip();
    this.log = log;
  }

  TemplateReader templates() {
    return templates;
  }

  /** What the spec is rendered with. */
  Map<String, String> environment() {
    return environment;
  }

  TaskEnvironmentRoutes routes() {
    return routes;
  }

  /**
   * The region of all pods whose placement names none, as with dcos-commons: {@code SERVICE_REGION}
   * of the scheduler. Blank for the master's own.
   */
  String serviceRegion() {
    return serviceRegion;
  }

  ProblemLog log() {
    return log;
  }

  /** Texts of the templates that were read, by path. */
  Map<String, String> templateTexts() {
    return templateTexts;
  }

  Uniques advertisedPorts() {
    return advertisedPorts;
  }

  /** Tells of a discovery prefix that another pod type uses: their tasks would share DNS names. */
  void discovery(String podType, String prefix, Field field) {
    String first = discoveryPrefixes.putIfAbsent(prefix, podType);
    if (first != null && !first.equals(podType)) {
      field.error(
          "discovery prefix '" + prefix + "' is already used by pod type '" + first + "'",
          "tasks of different pods cannot share DNS names: choose another");
    }
  }
}
