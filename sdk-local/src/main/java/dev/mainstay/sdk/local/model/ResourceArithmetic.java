package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which resources are of one kind, and how their amounts add up (the rules of Mesos's {@code
 * src/common/resources.cpp}). Where a volume is mounted, and who made it, is not part of what it
 * is.
 */
final class ResourceArithmetic {

  private ResourceArithmetic() {}

  /** Whether the two differ in their amounts alone. */
  static boolean sameKind(Resource left, Resource right) {
    return left.name().equals(right.name())
        && left.value().getClass() == right.value().getClass()
        && left.revocable() == right.revocable()
        && left.shared() == right.shared()
        && Objects.equals(left.allocationRole(), right.allocationRole())
        && left.reservations().equals(right.reservations())
        && sameDisk(left.disk(), right.disk());
  }

  /** Whether the amounts may be added up: volumes and whole disks stay apart. */
  static boolean addable(Resource left, Resource right) {
    return sameKind(left, right) && !isAtom(left);
  }

  /** Whether {@code part} can be taken out of {@code whole}. */
  static boolean contains(Resource whole, Resource part) {
    if (!sameKind(whole, part)) {
      return false;
    }
    return isAtom(whole)
        ? whole.value().equals(part.value())
        : atLeast(whole.value(), part.value());
  }

  static boolean isVolume(Resource resource) {
    DiskInfo disk = resource.disk();
    return disk != null && disk.persistence() != null;
  }

  private static boolean isAtom(Resource resource) {
    DiskInfo disk = resource.disk();
    if (disk == null) {
      return false;
    }
    DiskInfo.Source source = disk.source();
    return disk.persistence() != null
        || (source != null && source.kind() != DiskInfo.Source.Kind.PATH);
  }

  private static boolean sameDisk(@Nullable DiskInfo left, @Nullable DiskInfo right) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    return Objects.equals(left.source(), right.source())
        && Objects.equals(persistenceId(left), persistenceId(right));
  }

  private static @Nullable String persistenceId(DiskInfo disk) {
    DiskInfo.Persistence persistence = disk.persistence();
    return persistence == null ? null : persistence.id();
  }

  static boolean isEmpty(ResourceValue value) {
    return value.accept(
        new ResourceValue.Visitor<>() {
          @Override
          public Boolean amount(Scalar scalar) {
            return scalar.isZero();
          }

          @Override
          public Boolean ranges(PortRanges ranges) {
            return ranges.isEmpty();
          }

          @Override
          public Boolean items(ImmutableSortedSet<String> items) {
            return items.isEmpty();
          }
        });
  }

  static ResourceValue plus(ResourceValue left, ResourceValue right) {
    if (left instanceof ResourceValue.Amount a && right instanceof ResourceValue.Amount b) {
      return new ResourceValue.Amount(a.scalar().plus(b.scalar()));
    }
    if (left instanceof ResourceValue.Ranges a && right instanceof ResourceValue.Ranges b) {
      return new ResourceValue.Ranges(a.ranges().plus(b.ranges()));
    }
    if (left instanceof ResourceValue.Items a && right instanceof ResourceValue.Items b) {
      return new ResourceValue.Items(ImmutableSortedSet.copyOf(Sets.union(a.items(), b.items())));
    }
    throw new IllegalArgumentException("values of different kinds: " + left + ", " + right);
  }

  static ResourceValue minus(ResourceValue left, ResourceValue right) {
    if (left instanceof ResourceValue.Amount a && right instanceof ResourceValue.Amount b) {
      return new ResourceValue.Amount(a.scalar().minus(b.scalar()));
    }
    if (left instanceof ResourceValue.Ranges a && right instanceof ResourceValue.Ranges b) {
      return new ResourceValue.Ranges(a.ranges().minus(b.ranges()));
    }
    if (left instanceof ResourceValue.Items a && right instanceof ResourceValue.Items b) {
      return new ResourceValue.Items(
          ImmutableSortedSet.copyOf(Sets.difference(a.items(), b.items())));
    }
    throw new IllegalArgumentException("values of different kinds: " + left + ", " + right);
  }

  /** How many units: thousandths of an amount, members of a set. */
  static long quantity(ResourceValue value) {
    return value.accept(
        new ResourceValue.Visitor<>() {
          @Override
          public Long amount(Scalar scalar) {
            return scalar.thousandths();
          }

          @Override
          public Long ranges(PortRanges ranges) {
            return ranges.size();
          }

          @Override
          public Long items(ImmutableSortedSet<String> items) {
            return (long) items.size();
          }
        });
  }

  private static boolean atLeast(ResourceValue left, ResourceValue right) {
    if (left instanceof ResourceValue.Amount a && right instanceof ResourceValue.Amount b) {
      return a.scalar().atLeast(b.scalar());
    }
    if (left instanceof ResourceValue.Ranges a && right instanceof ResourceValue.Ranges b) {
      return a.ranges().containsAll(b.ranges());
    }
    return left instanceof ResourceValue.Items a
        && right instanceof ResourceValue.Items b
        && a.items().containsAll(b.items());
  }
}
