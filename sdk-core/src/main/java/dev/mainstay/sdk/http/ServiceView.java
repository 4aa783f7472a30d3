package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.Optional;

/**
 * What the routes read: one moment of the service.
 *
 * @param snapshot as the scheduler published it
 * @param plans every plan with its status at {@code now}
 * @param now when it is read
 */
public record ServiceView(ServiceSnapshot snapshot, ImmutableList<PlanView> plans, Instant now) {

  /** Where views come from. */
  public interface Source {
    /** A young one; absent while there is none that could be relied on. */
    Optional<ServiceView> current();

    /** One with all that was decided before the call; absent like {@link #current()}. */
    Optional<ServiceView> newest();

    /** Why there is none, for people. */
    String whyNone();
  }

  public ServiceState state() {
    return snapshot.state();
  }

  public Optional<PlanView> plan(String name) {
    return plans.stream().filter(plan -> plan.name().equals(name)).findFirst();
  }

  /** The spec of the target configuration, absent before there is one. */
  public Optional<ServiceSpec> target() {
    return state().target().map(configuration -> configuration.spec());
  }
}
