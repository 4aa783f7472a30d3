package dev.mainstay.kafka;

import com.google.common.hash.Hashing;
import dev.mainstay.sdk.base.FrameworkId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Kafka's id of the whole cluster, made from the framework id, so that it lives as long as the
 * service and needs no place of its own to be kept in.
 */
final class ClusterId {

  private ClusterId() {}

  /**
   * 16 bytes in base64url without padding, 22 characters, as {@code org.apache.kafka.common.Uuid}
   * writes them. It never begins with {@code -}, which {@code kafka-storage.sh} would take for an
   * option.
   */
  static String of(FrameworkId framework) {
    byte[] digest =
        Hashing.sha256().hashString(framework.value(), StandardCharsets.UTF_8).asBytes();
    byte[] id = Arrays.copyOf(digest, 16);
    id[0] &= 0x7f; // '-' stands for 62; six bits that begin with 0 are less
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
