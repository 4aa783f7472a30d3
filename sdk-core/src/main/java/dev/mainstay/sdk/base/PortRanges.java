package dev.mainstay.sdk.base;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A set of integers kept as sorted, disjoint, non-adjacent ranges: the value of a Mesos RANGES
 * resource such as ports.
 *
 * @param ranges inclusive ranges in ascending order; any list is accepted and normalised
 */
public record PortRanges(ImmutableList<Range> ranges) {

  public static final PortRanges EMPTY = new PortRanges(ImmutableList.of());

  /** An inclusive range, {@code begin <= end}. */
  public record Range(long begin, long end) {

    public Range {
      if (begin > end) {
        throw new IllegalArgumentException("range begins after its end: " + begin + "-" + end);
      }
    }

    public long size() {
      return end - begin + 1;
    }
  }

  public PortRanges {
    ranges = normalised(ranges);
  }

  public static PortRanges of(long begin, long end) {
    return new PortRanges(ImmutableList.of(new Range(begin, end)));
  }

  public static PortRanges ofPort(long port) {
    return of(port, port);
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** How many integers the set holds. */
  public long size() {
    return ranges.stream().mapToLong(Range::size).sum();
  }

  /** The smallest member. */
  public OptionalLong first() {
    return ranges.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ranges.get(0).begin());
  }

  public boolean contains(long port) {
    return ranges.stream().anyMatch(range -> range.begin() <= port && port <= range.end());
  }

  public boolean containsAll(PortRanges other) {
    return other.minus(this).isEmpty();
  }

  public PortRanges plus(PortRanges other) {
    return new PortRanges(
        ImmutableList.<Range>builder().addAll(ranges).addAll(other.ranges).build());
  }

  public PortRanges minus(PortRanges other) {
    List<Range> left = new ArrayList<>();
    for (Range range : ranges) {
      long begin = range.begin();
      for (Range cut : other.ranges) {
        if (cut.end() < begin || cut.begin() > range.end()) {
          continue;
        }
        if (cut.begin() > begin) {
          left.add(new Range(begin, cut.begin() - 1));
        }
        begin = cut.end() + 1;
      }
      if (begin <= range.end()) {
        left.add(new Range(begin, range.end()));
      }
    }
    return new PortRanges(ImmutableList.copyOf(left));
  }

  /** The members of both. */
  public PortRanges intersect(PortRanges other) {
    return minus(minus(other));
  }

  private static ImmutableList<Range> normalised(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(Range::begin));
    List<Range> merged = new ArrayList<>();
    for (Range range : sorted) {
      Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && range.begin() <= last.end() + 1) {
        merged.set(merged.size() - 1, new Range(last.begin(), Math.max(last.end(), range.end())));
      } else {
        merged.add(range);
      }
    }
    return ImmutableList.copyOf(merged);
  }

  /** The Mesos text form: {@code [31000-31099, 32000-32000]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (Range range : ranges) {
      text.append(text.length() > 1 ? ", " : "")
          .append(range.begin())
          .append('-')
          .append(range.end());
    }
    return text.append(']').toString();
  }
}
