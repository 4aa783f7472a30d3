package dev.mainstay.sdk.launch;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.TaskLaunch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The labels of a task as Mesos's state, its web interface and other tools show them: those of the
 * spec, then those that dcos-commons gives each task, under its names ({@code LabelConstants}). The
 * latter win. Nothing here reads them back: what the scheduler has to know is in its own records.
 */
final class TaskLabels {

  private static final String TYPE = "task_type";
  private static final String INDEX = "index";
  private static final String CONFIGURATION = "target_configuration";
  private static final String HOSTNAME = "offer_hostname";
  private static final String ATTRIBUTES = "offer_attributes";
  private static final String REGION = "offer_region";
  private static final String ZONE = "offer_zone";

  private TaskLabels() {}

  static ImmutableList<Label> of(PodId pod, TaskSpec task, TaskLaunch launch, AgentPlace place) {
    Map<String, String> labels = new LinkedHashMap<>(task.labels());
    labels.put(TYPE, pod.type());
    labels.put(INDEX, Integer.toString(pod.index()));
    labels.put(CONFIGURATION, launch.config().value());
    labels.put(HOSTNAME, place.hostname());
    labels.put(ATTRIBUTES, Joiner.on(';').withKeyValueSeparator(':').join(place.attributes()));
    if (place.region() != null) {
      labels.put(REGION, place.region());
    }
    if (place.zone() != null) {
      labels.put(ZONE, place.zone());
    }
    return labels.entrySet().stream()
        .map(entry -> new Label(entry.getKey(), entry.getValue()))
        .collect(ImmutableList.toImmutableList());
  }
}
