package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.spec.SecretWords;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
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

  /**
   * The fields of the spec that differ, in its order; what an update does not look at, such as a
   * count, included.
   */
  public static ImmutableList<FieldDifference> fields(ServiceSpec before, ServiceSpec now) {
    return SpecFields.differences("", before, now).stream()
        .map(field -> new FieldDifference(field.path().substring(1), field.change()))
        .collect(ImmutableList.toImmutableList());
  }

  private void variables(ImmutableMap<String, String> before, ImmutableMap<String, String> now) {
    for (String name : Sets.union(before.keySet(), now.keySet())) {
      String old = before.get(name);
      String current = now.get(name);
      if (!Objects.equals(old, current)) {
        found.add("%s was %s, is %s".formatted(name, shown(name, old), shown(name, current)));
      }
    }
  }

  private static String shown(String name, @Nullable String value) {
    return value == null ? "not set" : "'" + SecretWords.shown(name, value) + "'";
  }

  private void text(String file, String old, String current) {
    ImmutableList<LineDifference.Line> lines = LineDifference.between(old, current).lines();
    lines.stream()
        .limit(LINES_SHOWN)
        .forEach(line -> found.add("%s:%d %s".formatted(file, line.number(), text(line))));
    if (lines.size() > LINES_SHOWN) {
      found.add("%d more lines of %s".formatted(lines.size() - LINES_SHOWN, file));
    }
  }

  private static String text(LineDifference.Line line) {
    String was = line.was() == null ? null : SecretWords.masked(line.was());
    String is = line.is() == null ? null : SecretWords.masked(line.is());
    if (was == null) {
      return "is '%s', which is new".formatted(is);
    }
    if (is == null) {
      return "was '%s', which is gone".formatted(was);
    }
    return was.equals(is)
        ? "differs (%s)".formatted(SecretWords.HIDDEN)
        : "was '%s', is '%s'".formatted(was, is);
  }
}
