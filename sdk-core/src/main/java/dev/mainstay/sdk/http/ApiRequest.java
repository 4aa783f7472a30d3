package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * What a route is asked.
 *
 * @param path the named parts of the path, decoded
 * @param query the parameters after the question mark, decoded; the last of several with one name
 * @param accept the Accept header, empty for none
 * @param body text, empty for none
 */
public record ApiRequest(
    ImmutableMap<String, String> path,
    ImmutableMap<String, String> query,
    String accept,
    String body) {

  /**
   * A named part of the path. Throws when the route's pattern has no such name: a mistake in the
   * route.
   */
  public String part(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no part '" + name + "' in the route's pattern, only " + path.keySet());
    }
    return value;
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** The client asks for this media type by name. */
  public boolean accepts(String mediaType) {
    return accept.contains(mediaType);
  }
}
