package dev.mainstay.sdk.mesos;

import com.google.common.io.BaseEncoding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A secret: the name of one in the cluster's store, or the value itself. Exactly one of the two is
 * given.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Secret(@Nullable String referenceName, byte @Nullable [] value) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && java.util.Objects.equals(referenceName, secret.referenceName)
        && Arrays.equals(value, secret.value);
  }

  @Override
  public int hashCode() {
    return 31 * java.util.Objects.hashCode(referenceName) + Arrays.hashCode(value);
  }

  /** Never shows the value. */
  @Override
  public String toString() {
    return referenceName != null
        ? "Secret[" + referenceName + "]"
        : "Secret["
            + BaseEncoding.base16().encode(new byte[] {(byte) Arrays.hashCode(value)})
            + "…]";
  }
}
