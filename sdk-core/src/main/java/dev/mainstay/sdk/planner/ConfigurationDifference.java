package dev.mainstay.sdk.planner;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.spec.ServiceInputs;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What differs between the inputs that a service was made from and those that are given now. */
public final class ConfigurationDifference {

  /** The name under which the spec's text stands in differences. */
  private static final String SPEC = "svc.yml";

  /** Lines of one file that are shown: enough to see what was changed. */
  private static final int LINES_SHOWN = 5;

  private final ImmutableList.Builder<String> found = ImmutableList.builder();

  private ConfigurationDifference() {}

  /**
   * A phrase for each variable, template and line that differs, with what was and what is; none
   * when they are equal.
   */
  public static ImmutableList<String> between(ServiceInputs stored, ServiceInputs given) {
    ConfigurationDifference difference = new ConfigurationDifference();
    difference.variables(stored.environment(), given.environment());
    difference.text(SPEC, stored.specText(), given.specText());
    ImmutableMap<String, String> before = stored.templates();
    ImmutableMap<String, String> now = given.templates();
    for (String file : Sets.union(before.keySet(), now.keySet())) {
      String old = before.get(file);
      String current = now.get(file);
      if (old == null) {
        difference.found.add("template " + file + " is new");
      } else if (current == null) {
        difference.found.add("template " + file + " is missing");
      } else {
        difference.text(file, old, current);
      }
    }
    return difference.found.build();
  }

  private void variables(ImmutableMap<String, String> before, ImmutableMap<String, String> now) {
    for (String name : Sets.union(before.keySet(), now.keySet())) {
      String old = before.get(name);
      String current = now.get(name);
      if (!Objects.equals(old, current)) {
        found.add("%s was %s, is %s".formatted(name, shown(old), shown(current)));
      }
    }
  }

  private static String shown(@Nullable String value) {
    return value == null ? "not set" : "'" + value + "'";
  }

  /** Names the lines between the first and the last that differ. */
  private void text(String file, String old, String current) {
    if (old.equals(current)) {
      return;
    }
    List<String> before = Splitter.on('\n').splitToList(old);
    List<String> now = Splitter.on('\n').splitToList(current);
    int shorter = Math.min(before.size(), now.size());
    int first = 0;
    while (first < shorter && before.get(first).equals(now.get(first))) {
      first++;
    }
    int same = 0;
    while (same < shorter - first
        && before.get(before.size() - 1 - same).equals(now.get(now.size() - 1 - same))) {
      same++;
    }
    List<String> oldLines = before.subList(first, before.size() - same);
    List<String> newLines = now.subList(first, now.size() - same);
    int different = 0;
    for (int i = 0; i < Math.max(oldLines.size(), newLines.size()); i++) {
      String was = i < oldLines.size() ? oldLines.get(i) : null;
      String is = i < newLines.size() ? newLines.get(i) : null;
      if (!Objects.equals(was, is) && ++different <= LINES_SHOWN) {
        found.add("%s:%d %s".formatted(file, first + i + 1, line(was, is)));
      }
    }
    if (different > LINES_SHOWN) {
      found.add("%d more lines of %s".formatted(different - LINES_SHOWN, file));
    }
  }

  private static String line(@Nullable String was, @Nullable String is) {
    if (was == null) {
      return "is '%s', which is new".formatted(is);
    }
    return is == null
        ? "was '%s', which is gone".formatted(was)
        : "was '%s', is '%s'".formatted(was, is);
  }
}
