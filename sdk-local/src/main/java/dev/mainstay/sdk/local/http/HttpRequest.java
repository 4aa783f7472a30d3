package dev.mainstay.sdk.local.http;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request as it came.
 *
 * @param path without its query
 * @param query what stands behind the question mark, as it came; empty for none
 * @param headers by lower-case name; the last of those with one name
 */
record HttpRequest(
    String method,
    String path,
    String query,
    ImmutableMap<String, String> headers,
    ByteString body) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether the Accept header, if any, allows a media type; as libprocess reads it. */
  boolean acceptsMediaType(String mediaType) {
    String wildcard = Splitter.on('/').splitToList(mediaType).get(0) + "/*";
    return accepts(header("accept"), true, ImmutableList.of(mediaType, wildcard, "*/*"));
  }

  boolean acceptsGzip() {
    return accepts(header("accept-encoding"), false, ImmutableList.of("gzip", "*"));
  }

  boolean wantsClose() {
    return header("connection").map(value -> value.equalsIgnoreCase("close")).orElse(false);
  }

  private static boolean accepts(
      Optional<String> header, boolean otherwise, List<String> candidates) {
    if (header.isEmpty()) {
      return otherwise;
    }
    String plain = CharMatcher.anyOf(" \t\n").removeFrom(header.get());
    for (String candidate : candidates) {
      for (String type : Splitter.on(',').omitEmptyStrings().split(plain)) {
        List<String> parts = Splitter.on(';').omitEmptyStrings().splitToList(type);
        if (!parts.isEmpty() && parts.get(0).equalsIgnoreCase(candidate)) {
          return parts.stream().noneMatch(part -> part.matches("q=0(\\.0*)?"));
        }
      }
    }
    return false;
  }
}
