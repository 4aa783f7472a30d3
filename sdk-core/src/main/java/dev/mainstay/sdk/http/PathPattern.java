package dev.mainstay.sdk.http;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;

/**
 * A path with named parts: {@code /v1/plans/{plan}}.
 *
 * @param segments in order; a part in braces stands for any one segment
 */
public record PathPattern(ImmutableList<String> segments) {

  public static PathPattern of(String text) {
    return new PathPattern(split(text));
  }

  /** The segments of a path; empty ones, as of a slash at the end, do not count. */
  static ImmutableList<String> split(String path) {
    return ImmutableList.copyOf(Splitter.on('/').omitEmptyStrings().split(path));
  }

  /** The named parts of a path that has this pattern, absent for one that has not. */
  Optional<ImmutableMap<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    ImmutableMap.Builder<String, String> named = ImmutableMap.builder();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (isName(segment)) {
        named.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(named.buildOrThrow());
  }

  /**
   * How many segments are given word for word: of two patterns that match, the one with more is
   * meant.
   */
  long literals() {
    return segments.stream().filter(segment -> !isName(segment)).count();
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
