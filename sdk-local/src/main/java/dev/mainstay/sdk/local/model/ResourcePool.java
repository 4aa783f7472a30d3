package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An immutable sum of resources of one agent: what can be added up is added up, nothing in it is
 * empty. It keeps the order in which kinds were first added.
 */
final class ResourcePool {

  static final ResourcePool EMPTY = new ResourcePool(ImmutableList.of());

  private final ImmutableList<Resource> entries;

  private ResourcePool(ImmutableList<Resource> entries) {
    this.entries = entries;
  }

  static ResourcePool of(Collection<Resource> resources) {
    return resources.isEmpty() ? EMPTY : EMPTY.plus(resources);
  }

  ImmutableList<Resource> entries() {
    return entries;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  ResourcePool plus(ResourcePool other) {
    return isEmpty() ? other : plus(other.entries);
  }

  ResourcePool plus(Collection<Resource> added) {
    if (added.isEmpty()) {
      return this;
    }
    List<Resource> sum = new ArrayList<>(entries);
    for (Resource resource : added) {
      add(sum, resource);
    }
    return new ResourcePool(ImmutableList.copyOf(sum));
  }

  private static void add(List<Resource> sum, Resource resource) {
    if (ResourceArithmetic.isEmpty(resource.value())) {
      return;
    }
    for (int i = 0; i < sum.size(); i++) {
      if (ResourceArithmetic.addable(sum.get(i), resource)) {
        sum.set(
            i, sum.get(i).withValue(ResourceArithmetic.plus(sum.get(i).value(), resource.value())));
        return;
      }
    }
    sum.add(resource);
  }

  /** What is left; what is not in this pool is ignored in part or whole, as Mesos does. */
  ResourcePool minus(ResourcePool other) {
    return minus(other.entries);
  }

  ResourcePool minus(Collection<Resource> taken) {
    if (taken.isEmpty() || isEmpty()) {
      return this;
    }
    List<Resource> rest = new ArrayList<>(entries);
    for (Resource resource : taken) {
      take(rest, resource);
    }
    return new ResourcePool(ImmutableList.copyOf(rest));
  }

  private static boolean take(List<Resource> rest, Resource resource) {
    if (ResourceArithmetic.isEmpty(resource.value())) {
      return true;
    }
    for (int i = 0; i < rest.size(); i++) {
      if (ResourceArithmetic.contains(rest.get(i), resource)) {
        ResourceValue left = ResourceArithmetic.minus(rest.get(i).value(), resource.value());
        if (ResourceArithmetic.isEmpty(left)) {
          rest.remove(i);
        } else {
          rest.set(i, rest.get(i).withValue(left));
        }
        return true;
      }
    }
    return false;
  }

  /** By how much this pool has more than another one, kind by kind. */
  ResourcePool beyond(ResourcePool other) {
    List<Resource> more = new ArrayList<>();
    for (Resource entry : entries) {
      Optional<Resource> there =
          other.entries.stream()
              .filter(candidate -> ResourceArithmetic.addable(candidate, entry))
              .findFirst();
      if (there.isEmpty()) {
        more.add(entry);
      } else if (!ResourceArithmetic.contains(there.get(), entry)) {
        more.add(entry.withValue(ResourceArithmetic.minus(entry.value(), there.get().value())));
      }
    }
    return new ResourcePool(ImmutableList.copyOf(more));
  }

  boolean contains(ResourcePool other) {
    return contains(other.entries);
  }

  boolean contains(Collection<Resource> wanted) {
    List<Resource> rest = new ArrayList<>(entries);
    for (Resource resource : wanted) {
      if (!take(rest, resource)) {
        return false;
      }
    }
    return true;
  }

  ResourcePool filter(Predicate<Resource> wanted) {
    return new ResourcePool(
        entries.stream().filter(wanted).collect(ImmutableList.toImmutableList()));
  }

  private ResourcePool mapped(UnaryOperator<Resource> change) {
    return of(entries.stream().map(change).collect(ImmutableList.toImmutableList()));
  }

  ResourcePool allocatedTo(String role) {
    return mapped(resource -> resource.withAllocationRole(role));
  }

  ResourcePool unallocated() {
    return mapped(resource -> resource.withAllocationRole(null));
  }

  /**
   * The whole amount of a scalar resource, whatever its reservations; absent when there is none.
   */
  Optional<Scalar> amount(String name) {
    Scalar sum = Scalar.ZERO;
    boolean found = false;
    for (Resource resource : entries) {
      if (resource.name().equals(name) && resource.value() instanceof ResourceValue.Amount amount) {
        sum = sum.plus(amount.scalar());
        found = true;
      }
    }
    return found ? Optional.of(sum) : Optional.empty();
  }

  /** As Mesos writes it in messages. */
  @Override
  public String toString() {
    return ResourceText.of(entries);
  }
}
