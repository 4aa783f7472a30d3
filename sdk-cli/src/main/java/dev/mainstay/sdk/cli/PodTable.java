package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of pod instances, a row each, and under it why tasks are not at work, and what is ahead
 * of instances that do not come back. Of the tasks that only plans of the service's own launch
 * those are left out that never ran or ended as they should.
 */
final class PodTable {

  private static final String FINISHED = "FINISHED";

  /** How a task ended that has nothing to tell. */
  private static final ImmutableSet<String> OVER = ImmutableSet.of("", FINISHED, "KILLED");

  /** What Mesos says beside these is of no use. */
  private static final ImmutableSet<String> AT_WORK =
      ImmutableSet.of("RUNNING", FINISHED, "STAGING", "STARTING", "PAUSED", "PAUSING", "RESUMING");

  private final Table table = new Table("POD", "TASK", "STATUS", "READY", "AGENT", "ADDRESS");
  private final List<String> ends = new ArrayList<>();
  private final List<String> ahead = new ArrayList<>();

  /** Adds an instance, as the API shows it. */
  void add(JsonNode instance) {
    JsonNode agent = instance.path("agent");
    for (JsonNode task : instance.path("tasks")) {
      String status = task.path("status").asText();
      if (!task.path("side").asBoolean() || !OVER.contains(status)) {
        table.row(
            instance.path("name").asText(),
            task.path("name").asText(),
            status.isEmpty() ? "not launched" : status,
            ready(task, status),
            agent.path("hostname").asText(),
            agent.path("address").asText());
        addMessage(task, status);
      }
    }
    if (instance.has("downSince")) {
      ahead.add(ahead(instance.path("name").asText(), instance));
    }
  }

  /** What is ahead of a pod that is down, which has {@code downSince}. */
  static String ahead(String pod, JsonNode down) {
    String since = ShortTime.of(down.path("downSince").asText());
    return down.has("replacedAt")
        ? "%s has been down since %s and is replaced at %s unless it comes back."
            .formatted(pod, since, ShortTime.of(down.path("replacedAt").asText()))
        : "%s has been down since %s and is replaced unless it comes back; when is known once the master has told how tasks stand."
            .formatted(pod, since);
  }

  /** Why a task is not at work, where Mesos has told. */
  private void addMessage(JsonNode task, String status) {
    String message =
        CharMatcher.whitespace().trimAndCollapseFrom(task.path("message").asText(), ' ');
    if (!message.isEmpty() && !AT_WORK.contains(status)) {
      ends.add("%s is %s: %s".formatted(task.path("name").asText(), status, message));
    }
  }

  ImmutableList<String> lines() {
    return ImmutableList.<String>builder().addAll(table.lines()).addAll(ends).addAll(ahead).build();
  }

  /** What has finished is never to be ready. */
  private static String ready(JsonNode task, String status) {
    return switch (status) {
      case "" -> "";
      case FINISHED -> "-";
      default -> task.path("ready").asBoolean() ? "yes" : "no";
    };
  }
}
