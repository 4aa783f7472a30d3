package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanView;
import java.time.Duration;
import java.util.List;

/** Shows how a service that this process runs comes along. */
interface RunDisplay {

  /**
   * Shows what there is now.
   *
   * @param plans all that are to be shown
   * @param running how long the service has been run
   * @param hints why it does not come along; empty when it does
   */
  void show(List<PlanView> plans, Duration running, ImmutableList<String> hints);

  /** Nothing that was shown is drawn again: other lines follow. */
  void end();
}
