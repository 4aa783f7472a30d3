package dev.mainstay.sdk.spec.input;

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
public final class Fields {

  private final ImmutableMap<String, InputNode.Entry> entries;
  private final String path;
  private final SourceLocation at;
  private final ProblemLog log;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> old = new LinkedHashSet<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * The fields of a mapping.
   *
   * @param path of the mapping, empty for the root
   */
  public Fields(InputNode.Mapping mapping, String path, SourceLocation at, ProblemLog log) {
    ImmutableMap.Builder<String, InputNode.Entry> builder = ImmutableMap.builder();
    mapping.entries().forEach(entry -> builder.put(entry.key(), entry));
    this.entries = builder.buildOrThrow();
    this.path = path;
    this.at = at;
    this.log = log;
  }

  public String path() {
    return path;
  }

  public SourceLocation at() {
    return at;
  }

  public ProblemLog log() {
    return log;
  }

  /** A field of a known key. */
  public Field field(String key) {
    known.add(key);
    return read(key);
  }

  /**
   * A field that old specs have in another place or under another name; a warning if it is there.
   * Nobody is told of such keys otherwise.
   *
   * @param instead what to write in its place
   */
  public Field legacy(String key, String instead) {
    old.add(key);
    if (entries.containsKey(key)) {
      log.warning(keyAt(key), path, "'" + key + "' is a key of old specs", instead);
    }
    return read(key);
  }

  /**
   * A key of old specs that says nothing any more; a warning if it is there.
   *
   * @param remedy what holds in its place, or why it may go
   */
  public void ignored(String key, String remedy) {
    old.add(key);
    if (entries.containsKey(key)) {
      log.warning(keyAt(key), path, "'" + key + "' is ignored", remedy);
    }
  }

  private Field read(String key) {
    InputNode.Entry entry = entries.get(key);
    return entry == null
        ? new Field(child(key), key, at, null, this, log)
        : new Field(child(key), key, entry.at(), entry.value(), this, log);
  }

  public boolean has(String key) {
    return !field(key).isAbsent();
  }

  /** All fields of a mapping whose keys are the user's own names. */
  public ImmutableList<Field> all() {
    return entries.keySet().stream().map(this::field).collect(ImmutableList.toImmutableList());
  }

  /** All keys, as they stand in the file. */
  public ImmutableSet<String> keys() {
    return entries.keySet();
  }

  /** Where the key of a field stands, or the mapping when it is absent. */
  public SourceLocation keyAt(String key) {
    InputNode.Entry entry = entries.get(key);
    return entry == null ? at : entry.at();
  }

  /** A key that has to be there; told at the end, unless another key is this one misspelt. */
  public void missing(String key, String remedy) {
    missing.putIfAbsent(key, remedy);
  }

  /** What is allowed but probably not meant, about the mapping as a whole. */
  public void warning(String what, String remedy) {
    log.warning(at, path, what, remedy);
  }

  /** A problem about the mapping as a whole. */
  public void error(String what, String remedy) {
    log.error(at, path, what, remedy);
  }

  /** Tells of the keys that are missing, and of every key that nobody asked for, as an error. */
  public void finish() {
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
   * Tells of every key that nobody asked for as a warning, because the predecessor ignored such
   * keys here; as an error if it is a known one misspelt, which nobody means to be ignored.
   */
  public void finishLeniently() {
    tellMissing();
    for (String key : strangers()) {
      String hint = Spelling.hint(key, known);
      if (hint.isEmpty()) {
        log.warning(
            keyAt(key), path, "unknown key '" + key + "' is ignored", "known are " + sorted(known));
      } else {
        log.error(keyAt(key), path, "unknown key '" + key + "'", hint);
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
        .filter(key -> !known.contains(key) && !old.contains(key))
        .filter(key -> key.indexOf(Rendered.UNKNOWN) < 0)
        .collect(ImmutableList.toImmutableList());
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
