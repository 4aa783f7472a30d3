package dev.mainstay.sdk.http;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the routes read: one moment of the service. A plan's status is derived when it is first
 * asked for, so that a request that reads no plan costs nothing that grows with the service.
 */
public final class ServiceView {

  private final ServiceSnapshot snapshot;
  private final ImmutableMap<String, Supplier<PlanView>> plans;
  private final Instant now;

  /** Where views come from. */
  public interface Source {
    /** A young one; absent while there is none that could be relied on. */
    Optional<ServiceView> current();

    /** One with all that was decided before the call; absent like {@link #current()}. */
    Optional<ServiceView> newest();

    /** Why there is none, for people. */
    String whyNone();

    /** That the service is uninstalled, for people; absent before. There are no views then. */
    Optional<String> gone();
  }

  /**
   * A view.
   *
   * @param snapshot as the scheduler published it
   * @param plans by name, in order: derives the plan with its status at {@code now}; called once at
   *     most
   * @param now when it is read
   */
  public ServiceView(
      ServiceSnapshot snapshot, ImmutableMap<String, Supplier<PlanView>> plans, Instant now) {
    this.snapshot = snapshot;
    this.plans =
        ImmutableMap.copyOf(Maps.transformValues(plans, plan -> Suppliers.memoize(plan::get)));
    this.now = now;
  }

  public ServiceSnapshot snapshot() {
    return snapshot;
  }

  public Instant now() {
    return now;
  }

  public ServiceState state() {
    return snapshot.state();
  }

  /** The names of all plans. */
  public ImmutableList<String> planNames() {
    return plans.keySet().asList();
  }

  /** Every plan. */
  public ImmutableList<PlanView> plans() {
    return plans.values().stream().map(Supplier::get).collect(ImmutableList.toImmutableList());
  }

  /** A plan by name; the update plan is found as {@code deploy} too. */
  public Optional<PlanView> plan(String name) {
    String known = name.equals(Plan.DEPLOY) && !plans.containsKey(name) ? Plan.UPDATE : name;
    return Optional.ofNullable(plans.get(known)).map(Supplier::get);
  }

  /** The spec of the target configuration, absent before there is one. */
  public Optional<ServiceSpec> target() {
    return state().target().map(configuration -> configuration.spec());
  }
}
