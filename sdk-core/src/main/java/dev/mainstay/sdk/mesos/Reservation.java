package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ResourceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a resource's reservation; a stack of them is a refined reservation.
 *
 * @param kind static (by the agent's configuration) or dynamic (by an operation)
 * @param role the role that it is reserved for
 * @param principal who reserved it, absent if the framework has no principal
 * @param labels free labels; two reservations that differ in labels do not merge
 */
public record Reservation(
    Kind kind, String role, @Nullable String principal, ImmutableList<Label> labels) {

  /** The label in which a reservation of ours carries its {@link ResourceId}. */
  public static final String RESOURCE_ID_LABEL = "resource_id";

  /** The label with the name of the service that it was made for. */
  public static final String SERVICE_LABEL = "service";

  /** The label with the id of the framework that made it. */
  public static final String FRAMEWORK_LABEL = "framework_id";

  /** The label with the pod instance that it was made for. */
  public static final String POD_LABEL = "pod";

  /** Who made it. */
  public enum Kind {
    STATIC,
    DYNAMIC
  }

  /** The id that the {@value #RESOURCE_ID_LABEL} label gives. */
  public Optional<ResourceId> resourceId() {
    return Label.find(labels, RESOURCE_ID_LABEL)
        .filter(value -> !value.isEmpty())
        .map(ResourceId::new);
  }
}
