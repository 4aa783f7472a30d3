package dev.mainstay.sdk.http;

import java.util.Optional;
import java.util.function.Function;

/** Reads a view for a route, and answers for it while there is none. */
final class Views {

  /** The service is uninstalled; the scheduler ends in a moment (RFC 9110, 15.5.11). */
  private static final int GONE = 410;

  private final ServiceView.Source source;

  Views(ServiceView.Source source) {
    this.source = source;
  }

  /** The route's answer, or 503 until the scheduler has loaded its state, and 410 at its end. */
  ApiResponse with(Function<ServiceView, ApiResponse> answer) {
    return answer(source.current(), answer);
  }

  /** The same of a view that lacks nothing. */
  ApiResponse withNewest(Function<ServiceView, ApiResponse> answer) {
    return answer(source.newest(), answer);
  }

  private ApiResponse answer(
      Optional<ServiceView> view, Function<ServiceView, ApiResponse> answer) {
    return view.map(answer)
        .orElseGet(
            () ->
                source
                    .gone()
                    .map(message -> ApiResponse.message(GONE, message))
                    .orElseGet(() -> ApiResponse.message(503, source.whyNone())));
  }
}
