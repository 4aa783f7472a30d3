package dev.mainstay.sdk.base;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of a scalar resource (cpus, MB of memory, MB of disk, gpus), in thousandths.
 *
 * <p>Mesos keeps three decimals of a scalar (documented in its {@code
 * docs/attributes-resources.md}), so a long of thousandths holds every amount exactly and sums
 * never drift. Amounts may be negative: validation names them.
 *
 * @param thousandths the amount times 1000
 */
public record Scalar(long thousandths) implements Comparable<Scalar> {

  public static final Scalar ZERO = new Scalar(0);

  /** The amount nearest to {@code value}, ties away from zero as Mesos rounds. */
  public static Scalar of(double value) {
    return new Scalar(
        BigDecimal.valueOf(value)
            .movePointRight(3)
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact());
  }

  /** A whole amount. */
  public static Scalar of(long whole) {
    return new Scalar(Math.multiplyExact(whole, 1000L));
  }

  public Scalar plus(Scalar other) {
    return new Scalar(Math.addExact(thousandths, other.thousandths));
  }

  public Scalar minus(Scalar other) {
    return new Scalar(Math.subtractExact(thousandths, other.thousandths));
  }

  public boolean isZero() {
    return thousandths == 0;
  }

  public boolean isPositive() {
    return thousandths > 0;
  }

  public boolean isNegative() {
    return thousandths < 0;
  }

  public boolean atLeast(Scalar other) {
    return thousandths >= other.thousandths;
  }

  public double toDouble() {
    return thousandths / 1000.0;
  }

  @Override
  public int compareTo(Scalar other) {
    return Long.compare(thousandths, other.thousandths);
  }

  /** The plain decimal: {@code 0.1}, {@code 32}. */
  @Override
  public String toString() {
    BigDecimal decimal = BigDecimal.valueOf(thousandths, 3).stripTrailingZeros();
    return (decimal.scale() < 0 ? decimal.setScale(0) : decimal).toPlainString();
  }
}
