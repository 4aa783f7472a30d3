package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.base.FrameworkId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may make a call: what the master's HTTP front asks before it looks at the call itself
 * (Mesos's {@code src/master/http.cpp}, {@code Master::Http::scheduler}).
 */
public final class CallDoor {

  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  private CallDoor() {}

  /**
   * Why a call other than SUBSCRIBE is refused, empty when the model may have it.
   *
   * @param framework as the call names it
   * @param streamId as the call's header names it
   */
  public static Optional<ClusterOutput.CallRefused> refusal(
      ClusterModel model, @Nullable FrameworkId framework, @Nullable String streamId) {
    FrameworkStanding standing =
        framework == null ? FrameworkStanding.UNKNOWN : model.standingOf(framework);
    if (framework == null || standing == FrameworkStanding.UNKNOWN) {
      return refused(BAD_REQUEST, "Framework cannot be found");
    }
    if (standing == FrameworkStanding.DISCONNECTED) {
      return refused(FORBIDDEN, "Framework is not subscribed");
    }
    if (streamId == null) {
      return refused(
          BAD_REQUEST, "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }
    Optional<String> current = model.streamOf(framework).map(StreamId::toString);
    return current.filter(streamId::equals).isPresent()
        ? Optional.empty()
        : refused(
            BAD_REQUEST,
            "The stream ID '"
                + streamId
                + "' included in this request didn't match the stream ID currently associated"
                + " with framework ID "
                + framework);
  }

  private static Optional<ClusterOutput.CallRefused> refused(int status, String message) {
    return Optional.of(new ClusterOutput.CallRefused(status, message));
  }
}
