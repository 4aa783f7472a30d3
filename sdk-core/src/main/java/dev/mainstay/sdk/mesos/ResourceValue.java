package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;

/** How much of a resource: an amount, ranges of integers, or a set of items. */
public sealed interface ResourceValue {

  /** An amount of cpus, gpus, MB of mem, MB of disk or a custom scalar. */
  record Amount(Scalar scalar) implements ResourceValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.amount(scalar);
    }
  }

  /** Ranges of integers, such as ports. */
  record Ranges(PortRanges ranges) implements ResourceValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ranges(ranges);
    }
  }

  /** A set of items. */
  record Items(ImmutableSortedSet<String> items) implements ResourceValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.items(items);
    }
  }

  <R> R accept(Visitor<R> visitor);

  /** One case for each kind of value. */
  interface Visitor<R> {
    R amount(Scalar scalar);

    R ranges(PortRanges ranges);

    R items(ImmutableSortedSet<String> items);
  }
}
