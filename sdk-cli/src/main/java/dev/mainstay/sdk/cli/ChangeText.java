package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Says what a change of the target does: which pods it touches, how and why, and in which order.
 */
final class ChangeText {

  private static final String UNCHANGED = "unchanged";

  private final Terminal terminal;

  ChangeText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The lines.
   *
   * @param change as the API gives it
   * @param preview it is not made
   */
  ImmutableList<String> lines(JsonNode change, boolean preview) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    if (change.path("changesNothing").asBoolean()) {
      return lines.add("Nothing changes: the service is as it would be.").build();
    }
    Set<String> told = new LinkedHashSet<>();
    Table table = new Table("POD", "CHANGE", "BECAUSE OF");
    List<String> unchanged = new ArrayList<>();
    for (JsonNode pod : change.path("pods")) {
      if (pod.path("change").asText().equals(UNCHANGED)) {
        unchanged.add(pod.path("name").asText() + note(pod));
      } else {
        addRows(table, pod, told);
      }
    }
    if (told.isEmpty()) {
      lines.add("No pod is touched.");
    } else {
      lines.addAll(table.lines(terminal.columns()));
      if (!unchanged.isEmpty()) {
        lines.add("", "Unchanged: " + String.join(", ", unchanged));
      }
    }
    addOthers(lines, change.path("fields"), told);
    if (preview) {
      JsonNode plan = change.path("plan");
      lines.add("", "The plan that would run:");
      lines.addAll(
          new PlanTree(new PlanPaint(terminal))
              .lines(PlanJson.read(plan.path("name").asText(), plan)));
      lines.add("", "This is a preview: nothing was changed.");
    } else {
      lines.add("", change.path("message").asText());
    }
    return lines.build();
  }

  private static String note(JsonNode pod) {
    String note = pod.path("note").asText();
    return note.isEmpty() ? "" : " (" + note + ")";
  }

  /** A row for each cause; what was said of the pod above is not said again. */
  private static void addRows(Table table, JsonNode pod, Set<String> told) {
    String name = pod.path("name").asText();
    String kind = pod.path("change").asText() + note(pod);
    List<String> causes = new ArrayList<>();
    pod.path("causes").forEach(cause -> causes.add(text(cause)));
    if (told.containsAll(causes) && !causes.isEmpty()) {
      table.row(name, kind, causes.size() == 1 ? causes.get(0) : "the same");
      return;
    }
    told.addAll(causes);
    for (int i = 0; i < causes.size(); i++) {
      table.row(i == 0 ? name : "", i == 0 ? kind : "", causes.get(i));
    }
  }

  /** Fields that touch no pod, such as a placement rule. */
  private static void addOthers(
      ImmutableList.Builder<String> lines, JsonNode fields, Set<String> told) {
    List<String> others = new ArrayList<>();
    for (JsonNode field : fields) {
      String text = text(field);
      if (!told.contains(text)) {
        others.add("  " + text);
      }
    }
    if (!others.isEmpty()) {
      lines.add("", "Other fields that change:");
      lines.addAll(others);
    }
  }

  private static String text(JsonNode field) {
    return field.path("field").asText() + ": " + field.path("change").asText();
  }
}
