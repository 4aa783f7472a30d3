package dev.mainstay.sdk.spec.input;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.SourceLocation;
import java.util.Optional;

/** A node of what a user wrote in YAML or JSON, with its place. */
public sealed interface InputNode {

  SourceLocation at();

  /** How many nodes a walk through this one meets, aliases written out. */
  int size();

  /** In words, for messages. */
  String kind();

  /** The value of a key; empty unless this is a mapping that has it. */
  default Optional<InputNode> child(String key) {
    return Optional.empty();
  }

  /** A single value. */
  record Scalar(SourceLocation at, ScalarKind type, String text) implements InputNode {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public String kind() {
      return type == ScalarKind.NULL ? "nothing" : "'" + text + "'";
    }
  }

  /** What a scalar is without quotes; quoted ones are always text. */
  enum ScalarKind {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /** A list. */
  record Sequence(SourceLocation at, ImmutableList<InputNode> items, int size)
      implements InputNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the file; each key once. */
  record Mapping(SourceLocation at, ImmutableList<Entry> entries, int size) implements InputNode {
    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    public Optional<InputNode> child(String key) {
      return entries.stream()
          .filter(entry -> entry.key().equals(key))
          .findFirst()
          .map(Entry::value);
    }
  }

  /** One key of a mapping. */
  record Entry(SourceLocation at, String key, InputNode value) {}
}
