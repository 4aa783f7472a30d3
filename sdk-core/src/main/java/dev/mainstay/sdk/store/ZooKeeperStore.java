package dev.mainstay.sdk.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.store.ServiceNodes.NodeChange;
import dev.mainstay.sdk.store.StoreException.Failure;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records in ZooKeeper, one node each, with no packet near ZooKeeper's limit of 1 MB.
 *
 * <ul>
 *   <li>Decisions are joined while they fit into one write of {@link #WRITE_BYTES}.
 *   <li>A configuration, which holds whole templates, is written as chunks first and then as one
 *       node that lists them.
 *   <li>A single decision that is too large for one write is written as chunks, becomes durable
 *       when {@code /seq} names them as its journal, and is then written to its places; a new
 *       leader does the rest.
 * </ul>
 */
final class ZooKeeperStore implements RecordStore {

  /** Size of a write: a quarter of {@code jute.maxbuffer} (0xfffff), which bounds a packet. */
  static final int WRITE_BYTES = 256 * 1024;

  /**
   * Size of a single record: what goes through the packet limit with its path, {@code /seq} and the
   * headers.
   */
  static final int RECORD_BYTES = 900_000;

  private static final int CHUNK_BYTES = 128 * 1024;

  /**
   * What one change adds to a packet beside its path and data: headers, versions, the ACL of a
   * create, a parent.
   */
  private static final int OVERHEAD_BYTES = 256;

  /** What a configuration's node says. */
  record Pointer(String id, ImmutableList<String> chunks) {}

  /** A piece of something long. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(String sha256, byte[] data) {}

  /** A decision as it is kept until it is at its places. */
  record Journal(ImmutableList<Entry> entries) {

    /** One change; {@code data} is the node's content, null for its removal. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(RecordKey key, byte @Nullable [] data) {}
  }

  /** One {@code multi}. */
  private record Write(ImmutableList<NodeChange> changes, ImmutableList<String> journal) {}

  /** What {@code commit} is at. */
  private record UnderWay(
      ImmutableList<ImmutableList<StateChange>> decisions, Deque<Write> writes) {}

  private final ServiceNodes nodes;
  private final NodePaths paths;
  private final RecordCodec codec;

  /** The chunks of each stored configuration. */
  private final Map<RecordKey, ImmutableList<String>> chunksOf = new HashMap<>();

  private @Nullable UnderWay underWay;

  ZooKeeperStore(ServiceNodes nodes, NodePaths paths, RecordCodec codec) {
    this.nodes = nodes;
    this.paths = paths;
    this.codec = codec;
  }

  @Override
  public ImmutableList<StateRecord> load() {
    Map<String, byte[]> content = nodes.load();
    if (!nodes.journal().isEmpty()) {
      Journal journal =
          codec.decodeValue(
              Journal.class, joined(nodes.journal(), content), paths.seq() + "'s journal");
      learnChunks(content);
      Map<RecordKey, byte @Nullable []> changes = new LinkedHashMap<>();
      journal.entries().forEach(entry -> changes.put(entry.key(), entry.data()));
      places(changes, nodes.journal())
          .forEach(write -> nodes.write(write.changes(), write.journal()));
      content = nodes.load();
    }
    learnChunks(content);
    dropOrphans(content);
    return records(content);
  }

  private ImmutableList<StateRecord> records(Map<String, byte[]> content) {
    ImmutableList.Builder<StateRecord> records = ImmutableList.builder();
    for (RecordKey.Kind kind : RecordKey.Kind.values()) {
      String family = paths.familyPath(kind) + "/";
      for (Map.Entry<String, byte[]> node : content.entrySet()) {
        if (node.getKey().startsWith(family)) {
          byte[] bytes =
              kind == RecordKey.Kind.CONFIGURATION
                  ? joined(pointer(node.getKey(), node.getValue()).chunks(), content)
                  : node.getValue();
          records.add(codec.decode(kind, bytes, node.getKey()));
        }
      }
    }
    return records.build();
  }

  private Pointer pointer(String path, byte[] data) {
    return codec.decodeValue(Pointer.class, data, path);
  }

  private void learnChunks(Map<String, byte[]> content) {
    chunksOf.clear();
    String family = paths.familyPath(RecordKey.Kind.CONFIGURATION) + "/";
    content.forEach(
        (path, data) -> {
          if (path.startsWith(family)) {
            Pointer pointer = pointer(path, data);
            chunksOf.put(
                new RecordKey(RecordKey.Kind.CONFIGURATION, pointer.id()), pointer.chunks());
          }
        });
  }

  private byte[] joined(List<String> chunks, Map<String, byte[]> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String chunk : chunks) {
      byte[] data = content.get(paths.chunk(chunk));
      if (data == null) {
        throw new StoreException(Failure.INTERNAL, paths.chunk(chunk) + " is missing");
      }
      bytes.writeBytes(data);
    }
    return bytes.toByteArray();
  }

  /** Chunks whose decision never came, because its leader ended between the two. */
  private void dropOrphans(Map<String, byte[]> content) {
    ImmutableSet<String> used = usedChunks();
    List<NodeChange> orphans = new ArrayList<>();
    for (String path : content.keySet()) {
      if (path.startsWith(paths.chunks() + "/") && !used.contains(NodePaths.name(path))) {
        orphans.add(new NodeChange(path, null));
      }
    }
    split(orphans).forEach(part -> nodes.write(part, ImmutableList.of()));
  }

  private ImmutableSet<String> usedChunks() {
    return chunksOf.values().stream().flatMap(List::stream).collect(ImmutableSet.toImmutableSet());
  }

  @Override
  public int commit(List<ImmutableList<StateChange>> decisions) {
    UnderWay current = underWay;
    if (current == null) {
      current = prepare(decisions);
      underWay = current;
    } else if (decisions.size() < current.decisions().size()
        || !decisions.subList(0, current.decisions().size()).equals(current.decisions())) {
      throw new IllegalStateException("decisions changed while their write was not resolved");
    }
    while (!current.writes().isEmpty()) {
      Write write = current.writes().getFirst();
      nodes.write(write.changes(), write.journal());
      current.writes().removeFirst();
    }
    underWay = null;
    return current.decisions().size();
  }

  private UnderWay prepare(List<ImmutableList<StateChange>> decisions) {
    Map<RecordKey, byte @Nullable []> joined = new LinkedHashMap<>();
    int bytes = 0;
    int count = 0;
    for (ImmutableList<StateChange> decision : decisions) {
      Map<RecordKey, byte @Nullable []> encoded = encoded(decision);
      bytes += sizeOf(encoded);
      if (count > 0 && bytes > WRITE_BYTES) {
        break;
      }
      joined.putAll(encoded);
      count++;
    }
    return new UnderWay(ImmutableList.copyOf(decisions.subList(0, count)), writes(joined));
  }

  /** The last content of each record that the changes touch. */
  private Map<RecordKey, byte @Nullable []> encoded(List<StateChange> changes) {
    Map<RecordKey, byte @Nullable []> encoded = new LinkedHashMap<>();
    StateChange.Visitor<RecordKey> encoder =
        new StateChange.Visitor<>() {
          @Override
          public RecordKey put(StateRecord record) {
            encoded.put(record.key(), codec.encode(record));
            return record.key();
          }

          @Override
          public RecordKey remove(RecordKey key) {
            encoded.put(key, null);
            return key;
          }
        };
    changes.forEach(change -> change.accept(encoder));
    return encoded;
  }

  /** Without configurations, of which only a small pointer goes into the write. */
  private int sizeOf(Map<RecordKey, byte @Nullable []> changes) {
    int bytes = 0;
    for (Map.Entry<RecordKey, byte @Nullable []> change : changes.entrySet()) {
      byte[] data = change.getValue();
      boolean whole = data != null && change.getKey().kind() != RecordKey.Kind.CONFIGURATION;
      bytes += OVERHEAD_BYTES + paths.of(change.getKey()).length() + (whole ? data.length : 0);
    }
    return bytes;
  }

  private Deque<Write> writes(Map<RecordKey, byte @Nullable []> changes) {
    Deque<Write> writes = new ArrayDeque<>();
    if (changes.isEmpty()) {
      return writes;
    }
    changes.forEach(ZooKeeperStore::checkSize);
    if (sizeOf(changes) <= WRITE_BYTES) {
      addChunks(writes, configurationChunks(changes));
      writes.add(new Write(nodeChanges(changes), ImmutableList.of()));
      return writes;
    }
    ImmutableList<Journal.Entry> entries =
        changes.entrySet().stream()
            .map(change -> new Journal.Entry(change.getKey(), change.getValue()))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<Chunk> chunks = chunked(codec.encodeValue(new Journal(entries)));
    addChunks(writes, chunks);
    ImmutableList<String> journal = hashes(chunks);
    writes.add(new Write(ImmutableList.of(), journal));
    writes.addAll(places(changes, journal));
    return writes;
  }

  private static void checkSize(RecordKey key, byte @Nullable [] data) {
    if (data != null && data.length > RECORD_BYTES && key.kind() != RecordKey.Kind.CONFIGURATION) {
      throw new StoreException(
          Failure.INTERNAL,
          "record %s has %d bytes, at most %d can be stored"
              .formatted(key, data.length, RECORD_BYTES));
    }
  }

  /** What brings a journal's changes to their places and then ends the journal. */
  private List<Write> places(
      Map<RecordKey, byte @Nullable []> changes, ImmutableList<String> journal) {
    List<NodeChange> all = new ArrayList<>(missing(configurationChunks(changes)));
    all.addAll(nodeChanges(changes));
    List<Write> writes = new ArrayList<>();
    split(all).forEach(part -> writes.add(new Write(part, journal)));
    ImmutableSet<String> used = usedChunks();
    List<NodeChange> ended =
        journal.stream()
            .distinct()
            .filter(hash -> !used.contains(hash))
            .map(hash -> new NodeChange(paths.chunk(hash), null))
            .toList();
    writes.add(new Write(ImmutableList.copyOf(ended), ImmutableList.of()));
    return writes;
  }

  private void addChunks(Deque<Write> writes, List<Chunk> chunks) {
    split(missing(chunks)).forEach(part -> writes.add(new Write(part, ImmutableList.of())));
  }

  private List<NodeChange> missing(List<Chunk> chunks) {
    Map<String, NodeChange> missing = new LinkedHashMap<>();
    for (Chunk chunk : chunks) {
      String path = paths.chunk(chunk.sha256());
      if (!nodes.exists(path)) {
        missing.put(path, new NodeChange(path, chunk.data()));
      }
    }
    return ImmutableList.copyOf(missing.values());
  }

  private static ImmutableList<Chunk> configurationChunks(
      Map<RecordKey, byte @Nullable []> changes) {
    ImmutableList.Builder<Chunk> chunks = ImmutableList.builder();
    changes.forEach(
        (key, data) -> {
          if (data != null && key.kind() == RecordKey.Kind.CONFIGURATION) {
            chunks.addAll(chunked(data));
          }
        });
    return chunks.build();
  }

  /**
   * The nodes of the changes: a configuration becomes its pointer, and chunks that nothing lists
   * any more go.
   */
  private ImmutableList<NodeChange> nodeChanges(Map<RecordKey, byte @Nullable []> changes) {
    List<NodeChange> all = new ArrayList<>();
    ImmutableSet<String> before = usedChunks();
    changes.forEach(
        (key, data) -> {
          if (key.kind() != RecordKey.Kind.CONFIGURATION) {
            all.add(new NodeChange(paths.of(key), data));
          } else if (data == null) {
            chunksOf.remove(key);
            all.add(new NodeChange(paths.of(key), null));
          } else {
            ImmutableList<String> chunks = hashes(chunked(data));
            chunksOf.put(key, chunks);
            all.add(
                new NodeChange(paths.of(key), codec.encodeValue(new Pointer(key.id(), chunks))));
          }
        });
    ImmutableSet<String> after = usedChunks();
    before.stream()
        .filter(hash -> !after.contains(hash))
        .forEach(hash -> all.add(new NodeChange(paths.chunk(hash), null)));
    return ImmutableList.copyOf(all);
  }

  private static ImmutableList<Chunk> chunked(byte[] bytes) {
    ImmutableList.Builder<Chunk> chunks = ImmutableList.builder();
    for (int from = 0; from < bytes.length; from += CHUNK_BYTES) {
      byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK_BYTES, bytes.length));
      chunks.add(new Chunk(Hashing.sha256().hashBytes(chunk).toString(), chunk));
    }
    return chunks.build();
  }

  private static ImmutableList<String> hashes(List<Chunk> chunks) {
    return chunks.stream().map(Chunk::sha256).collect(ImmutableList.toImmutableList());
  }

  /** In parts that each fit into one write; a change larger than that is a part of its own. */
  private static List<ImmutableList<NodeChange>> split(List<NodeChange> changes) {
    List<ImmutableList<NodeChange>> parts = new ArrayList<>();
    List<NodeChange> part = new ArrayList<>();
    int bytes = 0;
    for (NodeChange change : changes) {
      byte[] data = change.data();
      int size = OVERHEAD_BYTES + change.path().length() + (data == null ? 0 : data.length);
      if (!part.isEmpty() && bytes + size > WRITE_BYTES) {
        parts.add(ImmutableList.copyOf(part));
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(change);
      bytes += size;
    }
    if (!part.isEmpty()) {
      parts.add(ImmutableList.copyOf(part));
    }
    return parts;
  }
}
