package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.template.Rendered;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one mapping of the input, as a decoder asks for them.
 *
 * <p>A decoder takes each field by its key, converts it, and at the end calls {@link #finish},
 * which tells of the keys that nobody asked for. So a key is known exactly when it is decoded.
 */
final class Fields {

  private final ImmutableMap<String, InputNode.Entry> entries;
  private final String path;
  private final SourceLocation at;
  private final ProblemLog log;
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * The fields of a mapping.
   *
   * @param path of the mapping, empty for the root
   */
  Fields(InputNode.Mapping mapping, String path, SourceLocation at, ProblemLog log) {
    ImmutableMap.Builder<String, InputNode.Entry> builder = ImmutableMap.builder();
    mapping.entries().forEach(entry -> builder.put(entry.key(), entry));
    this.entries = builder.buildOrThrow();
    this.path = path;
    this.at = at;
    this.log = log;
  }

  String path() {
    return path;
  }

  SourceLocation at() {
    return at;
  }

  ProblemLog log() {
    return log;
  }

  /** A field of a known key. */
  Field field(String key) {
    known.add(key);
    InputNode.Entry entry = entries.get(key);
    return entry == null
        ? new Field(child(key), key, at, null, this, log)
        : new Field(child(key), key, entry.at(), entry.value(), this, log);
  }

  boolean has(String key) {
    return !field(key).isAbsent();
  }

  /** All fields of a mapping whose keys are the user's own names. */
  ImmutableList<Field> all() {
    return entries.keySet().stream().map(this::field).collect(ImmutableList.toImmutableList());
  }

  /** Where the key of a field stands, or the mapping when it is absent. */
  SourceLocation keyAt(String key) {
    InputNode.Entry entry = entries.get(key);
    return entry == null ? at : entry.at();
  }

  /** A key that has to be there; told at the end, unless another key is this one misspelt. */
  void missing(String key, String remedy) {
    missing.putIfAbsent(key, remedy);
  }

  /** A problem about the mapping as a whole. */
  void error(String what, String remedy) {
    log.error(at, path, what, remedy);
  }

  /**
   * Keys of the predecessor's schema that mean something but are not supported: an error for each
   * that says more than nothing or false.
   */
  void unsupported(ImmutableSet<String> keys) {
    for (String key : keys) {
      Field field = field(key);
      boolean says = !field.isAbsent() && !field.describe().equals("'false'");
      if (says) {
        log.error(keyAt(key), path, "'" + key + "' is not supported yet", "remove it");
      }
    }
  }

  /** Tells of the keys that are missing, and of every key that nobody asked for, as an error. */
  void finish() {
    tellMissing();
    for (String key : strangers()) {
      String hint = Spelling.hint(key, known);
      log.error(
          keyAt(key),
          path,
          "unknown key '" + key + "'",
          hint.isEmpty() ? "known are " + sorted(known) : hint);
    }
  }

  /**
   * Tells of every key that nobody asked for: an error if it is a known one misspelt, else a
   * warning, because the predecessor ignored such keys here.
   */
  void finishLeniently() {
    tellMissing();
    for (String key : strangers()) {
      String hint = Spelling.hint(key, known);
      SourceLocation place = keyAt(key);
      if (hint.isEmpty()) {
        log.warning(
            place, path, "unknown key '" + key + "' is ignored", "known are " + sorted(known));
      } else {
        log.error(place, path, "unknown key '" + key + "'", hint);
      }
    }
  }

  private void tellMissing() {
    for (String key : strangers()) {
      Spelling.nearest(key, known).ifPresent(missing::remove);
    }
    missing.forEach((key, remedy) -> log.error(at, path, "'" + key + "' is missing", remedy));
  }

  private ImmutableList<String> strangers() {
    return entries.keySet().stream()
        .filter(key -> !known.contains(key) && key.indexOf(Rendered.UNKNOWN) < 0)
        .collect(ImmutableList.toImmutableList());
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
