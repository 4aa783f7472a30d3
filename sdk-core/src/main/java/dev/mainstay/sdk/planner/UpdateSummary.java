package dev.mainstay.sdk.planner;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.planner.PodChange.Kind;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in one line what another target changes: which fields, and what that does to how many pods.
 */
public final class UpdateSummary {

  /** Fields that are told one by one; of more, their number. */
  private static final int TOLD = 3;

  /** Characters of one field with its change: a text of many lines is looked up elsewhere. */
  private static final int LENGTH = 80;

  private UpdateSummary() {}

  /**
   * The line, such as {@code pods.web.count: 2 → 3; adds 1 pod}.
   *
   * @param before has the target that there was, and its pods
   */
  public static String of(ServiceState before, ConfigurationRecord next) {
    List<String> parts = new ArrayList<>();
    before
        .target()
        .ifPresent(
            target ->
                parts.add(fields(ConfigurationDifference.fields(target.spec(), next.spec()))));
    parts.add(pods(UpdatePreview.of(before, next)));
    return String.join("; ", parts);
  }

  private static String fields(ImmutableList<FieldDifference> fields) {
    if (fields.isEmpty()) {
      return "no field of the spec";
    }
    List<String> told = new ArrayList<>();
    fields.stream()
        .limit(TOLD)
        .forEach(field -> told.add(Ascii.truncate(field.toString(), LENGTH, "…")));
    if (fields.size() > TOLD) {
      told.add((fields.size() - TOLD) + " more");
    }
    return String.join(", ", told);
  }

  private static String pods(UpdatePreview preview) {
    List<String> parts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int count = preview.of(kind).size();
      if (count > 0 && kind != Kind.UNCHANGED) {
        parts.add(verb(kind) + " " + count + (parts.isEmpty() ? pods(count) : ""));
      }
    }
    return parts.isEmpty() ? "touches no pod" : String.join(", ", parts);
  }

  private static String pods(int count) {
    return count == 1 ? " pod" : " pods";
  }

  private static String verb(Kind kind) {
    return switch (kind) {
      case UNCHANGED -> "leaves";
      case RESTARTED -> "restarts";
      case RELOCATED -> "places anew";
      case ADDED -> "adds";
      case DECOMMISSIONED -> "removes";
    };
  }
}
