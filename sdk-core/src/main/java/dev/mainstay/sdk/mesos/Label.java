package dev.mainstay.sdk.mesos;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key with an optional value, free for the framework's use. */
public record Label(String key, @Nullable String value) {

  /** The value of the first label with {@code key} that has one. */
  public static Optional<String> find(List<Label> labels, String key) {
    return labels.stream().filter(label -> label.key.equals(key)).findFirst().map(Label::value);
  }
}
