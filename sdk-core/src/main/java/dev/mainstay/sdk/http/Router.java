package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the route of a request: of those whose pattern and verb match, the one that says most word
 * for word.
 */
final class Router {

  private final ImmutableList<Route> routes;

  Router(List<Route> routes) {
    this.routes =
        ImmutableList.sortedCopyOf(
            (one, other) -> Long.compare(other.pattern().literals(), one.pattern().literals()),
            routes);
  }

  ApiResponse answer(String verb, URI uri, String accept, String body) {
    ImmutableList<String> path;
    ImmutableMap<String, String> query;
    try {
      path =
          PathPattern.split(uri.getRawPath()).stream()
              .map(
                  segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
              .collect(ImmutableList.toImmutableList());
      query = query(uri);
    } catch (IllegalArgumentException e) {
      return ApiResponse.message(400, "the address is not encoded well: " + uri.getRawPath());
    }
    TreeSet<String> verbs = new TreeSet<>();
    for (Route route : routes) {
      Optional<ImmutableMap<String, String>> parts = route.pattern().match(path);
      if (parts.isPresent()) {
        if (route.verb().equals(verb)) {
          return route.handler().answer(new ApiRequest(parts.get(), query, accept, body));
        }
        verbs.add(route.verb());
      }
    }
    if (!verbs.isEmpty()) {
      return ApiResponse.message(
              405, verb + " is not allowed here; this path takes " + String.join(", ", verbs))
          .withHeader("Allow", String.join(", ", verbs));
    }
    return ApiResponse.message(
        404, "there is nothing at " + uri.getPath() + "; the API begins at /v1/plans");
  }

  private static ImmutableMap<String, String> query(URI uri) {
    if (uri.getRawQuery() == null) {
      return ImmutableMap.of();
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String parameter : uri.getRawQuery().split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      found.put(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return ImmutableMap.copyOf(found);
  }
}
