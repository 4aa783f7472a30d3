package dev.mainstay.sdk.base;

import java.util.Comparator;

/**
 * One instance of a pod: {@code broker-0} is index 0 of pod type {@code broker}. Ordered by type,
 * then by index.
 *
 * @param index from 0
 */
public record PodId(String type, int index) implements Comparable<PodId> {

  private static final Comparator<PodId> ORDER =
      Comparator.comparing(PodId::type).thenComparingInt(PodId::index);

  public PodId {
    if (type.isEmpty() || index < 0) {
      throw new IllegalArgumentException("not a pod instance: type '" + type + "', index " + index);
    }
  }

  /** The reverse of {@link #toString}. Throws when {@code text} is no pod instance. */
  public static PodId parse(String text) {
    int dash = text.lastIndexOf('-');
    try {
      return new PodId(
          text.substring(0, Math.max(dash, 0)), Integer.parseInt(text.substring(dash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "not a pod instance: '" + text + "'; it would be <type>-<index>", e);
    }
  }

  @Override
  public int compareTo(PodId other) {
    return ORDER.compare(this, other);
  }

  /** {@code <type>-<index>}. */
  @Override
  public String toString() {
    return type + "-" + index;
  }
}
