package dev.mainstay.sdk.store;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.mainstay.sdk.state.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Where things lie under a service's root.
 *
 * <pre>
 * /mainstay/kafka/epoch                            who leads, counted; checked by every write
 * /mainstay/kafka/seq                              number of the last write
 * /mainstay/kafka/leader/…                         the lock
 * /mainstay/kafka/framework/3c/_                   records, by family and hash
 * /mainstay/kafka/pod/1f/broker-0
 * /mainstay/kafka/chunk/9a/9a4e…                   pieces of what is too long for one node, by their SHA-256
 * </pre>
 *
 * <p>The {@value #BUCKETS} hashed parents keep each listing short: 100,000 pods give 400 names in
 * each.
 */
record NodePaths(String root) {

  private static final int BUCKETS = 256;
  private static final String CHUNK = "chunk";

  /** Names a family of one: a node's name is not empty. */
  private static final String ONLY = "_";

  String epoch() {
    return root + "/epoch";
  }

  String seq() {
    return root + "/seq";
  }

  String lock() {
    return root + "/leader";
  }

  String of(RecordKey key) {
    return inBucket(family(key.kind()), key.id().isEmpty() ? ONLY : escaped(key.id()));
  }

  String chunk(String sha256) {
    return inBucket(CHUNK, sha256);
  }

  /** The families' nodes, records first, chunks last. */
  ImmutableList<String> families() {
    return ImmutableList.<String>builder()
        .addAll(Arrays.stream(RecordKey.Kind.values()).map(this::familyPath).toList())
        .add(chunks())
        .build();
  }

  String familyPath(RecordKey.Kind kind) {
    return root + "/" + family(kind);
  }

  String chunks() {
    return root + "/" + CHUNK;
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String family(RecordKey.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private String inBucket(String family, String name) {
    HashCode hash = Hashing.sha256().hashString(name, StandardCharsets.UTF_8);
    int bucket = Math.floorMod(hash.asInt(), BUCKETS);
    return "%s/%s/%02x/%s".formatted(root, family, bucket, name);
  }

  /**
   * Percent-encodes all but letters, digits, {@code -}, {@code _} and dots inside: the rest is not
   * safe in a path.
   */
  private static String escaped(String id) {
    StringBuilder name = new StringBuilder();
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) b;
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || (c == '.' && name.length() > 0);
      if (plain) {
        name.append(c);
      } else {
        name.append("%%%02x".formatted(b));
      }
    }
    return name.toString();
  }
}
