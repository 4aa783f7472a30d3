package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.template.Rendered;
import java.util.regex.Pattern;

/**
 * Which names the parts of a service may have. They become parts of task ids, file names and DNS
 * names.
 */
final class Names {

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Pattern SERVICE =
      Pattern.compile("/?" + PART.pattern() + "(?:/" + PART.pattern() + ")*");

  /** Separates the parts of a task id. */
  private static final String SEPARATOR = "__";

  /** The longest label of a DNS name (RFC 1035). */
  static final int LONGEST = 63;

  private Names() {}

  /** All names that a mapping of the user's own names has; none when it is no mapping. */
  static ImmutableSet<String> of(Field field) {
    return field.isMapping()
        ? field.mapping().stream()
            .flatMap(fields -> fields.all().stream())
            .map(Field::name)
            .collect(ImmutableSet.toImmutableSet())
        : ImmutableSet.of();
  }

  /** The name of a pod type, task, port or resource set: the key of {@code field}. */
  static String part(Field field) {
    return part(field.name(), field);
  }

  /** The name of a port or resource set that stands somewhere else than in its key. */
  static String part(String name, Field field) {
    if (name.indexOf(Rendered.UNKNOWN) >= 0) {
      return name;
    }
    if (!PART.matcher(name).matches() || name.contains(SEPARATOR)) {
      field.error(
          "'" + name + "' cannot be a name",
          "use letters, digits, '-', '_' and '.', beginning and ending with a letter or digit, and no '__'");
    } else if (name.length() > LONGEST) {
      field.error("the name '" + name + "' is too long", "use at most " + LONGEST + " characters");
    }
    return name;
  }

  /** Whether DNS takes the name of a service, where it stands without slashes. */
  static boolean isDnsLabel(String service) {
    return service.replace("/", "").length() <= LONGEST;
  }

  /** The name of a service, which may be a path. */
  static boolean isService(String name) {
    return SERVICE.matcher(name).matches() && !name.contains(SEPARATOR) && name.length() <= 255;
  }
}
