package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;

/** The parts of a field that holds several, such as the volumes of a pod. */
final class Entries {

  private Entries() {}

  /**
   * One part.
   *
   * @param name its key, or what an item of a list says
   * @param field what it is a part of, for problems about it as a whole
   */
  record Entry(String name, Field field, Fields fields) {}

  /**
   * The parts of a mapping. An empty one is a problem.
   *
   * @param what one part, for the message: {@code volume}
   */
  static ImmutableList<Entry> of(Field field, String what, String remedy) {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    for (Field part : field.mapping().map(Fields::all).orElse(ImmutableList.of())) {
      entry(part, what, remedy)
          .ifPresent(fields -> entries.add(new Entry(part.name(), part, fields)));
    }
    return entries.build();
  }

  /** The parts of a mapping, or of a list as old specs have it: its items have no names. */
  static ImmutableList<Entry> orItems(Field field, String what, String remedy) {
    if (!field.isList()) {
      return of(field, what, remedy);
    }
    tellOfList(field, what);
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    for (Field item : field.items()) {
      entry(item, what, remedy)
          .ifPresent(fields -> entries.add(new Entry(item.name(), item, fields)));
    }
    return entries.build();
  }

  /**
   * The parts of a mapping, or of a list as old specs have it: its items say their names.
   *
   * @param nameKey the key with an item's name
   */
  static ImmutableList<Entry> orNamedItems(
      Field field, String nameKey, String what, String remedy) {
    if (!field.isList()) {
      return of(field, what, remedy);
    }
    tellOfList(field, what);
    Uniques names = new Uniques(what, "each needs a name of its own");
    ImmutableMap.Builder<String, Entry> entries = ImmutableMap.builder();
    for (Field item : field.items()) {
      Optional<Fields> fields = entry(item, what, remedy);
      if (fields.isPresent()) {
        Field nameField = fields.get().field(nameKey);
        String name = nameField.filledText().required("say how the " + what + " is called");
        names.add(name, nameField);
        if (!name.isEmpty()) {
          entries.put(name, new Entry(name, item, fields.get()));
        }
      }
    }
    return entries.buildKeepingLast().values().asList();
  }

  private static void tellOfList(Field field, String what) {
    field.warning(
        "a list is the form of old specs",
        "write each " + what + " below a name of its own, as 'name:', not as an item '-'");
  }

  private static Optional<Fields> entry(Field part, String what, String remedy) {
    if (part.isAbsent()) {
      part.error("the " + what + " is empty", remedy);
    }
    return part.mapping();
  }
}
