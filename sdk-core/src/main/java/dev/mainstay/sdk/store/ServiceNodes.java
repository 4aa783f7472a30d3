package dev.mainstay.sdk.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.store.StoreException.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The znodes of one service, read once and from then on written by its leader alone.
 *
 * <p>Each write is one {@code multi} that also checks the leader's epoch node and advances {@code
 * /seq}. So a leader that was replaced can write nothing, and after an unknown outcome {@code /seq}
 * says whether the write was done.
 */
final class ServiceNodes {

  /** Outcomes that say nothing of whether a write was done. */
  private static final ImmutableSet<Code> UNKNOWN_OUTCOMES =
      ImmutableSet.of(
          Code.CONNECTIONLOSS,
          Code.OPERATIONTIMEOUT,
          Code.REQUESTTIMEOUT,
          Code.SESSIONEXPIRED,
          Code.SESSIONMOVED);

  /** Reads under way at once: they are pipelined, and each answer is a packet of its own. */
  private static final int READS_AT_ONCE = 500;

  private static final int READ_TIMEOUT_SECONDS = 60;

  /** What the epoch node says. */
  record Epoch(long epoch, String holder) {}

  /**
   * What {@code /seq} says.
   *
   * @param epoch of the leader that wrote last
   * @param seq number of the last write
   * @param journal chunks of a decision that is durable there, while it is written to its places;
   *     else empty
   */
  record Seq(long epoch, long seq, ImmutableList<String> journal) {}

  /** The lead: which epoch, and the version of its node. */
  record Lead(long epoch, int nodeVersion) {}

  /** A change of one node; {@code data} is null for its removal. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record NodeChange(String path, byte @Nullable [] data) {}

  private final CuratorFramework client;
  private final RecordCodec codec;
  private final NodePaths paths;
  private final Lead lead;

  /** Version of each node that exists, hashed parents included. */
  private final Map<String, Integer> versions = new HashMap<>();

  private Seq seq = new Seq(0, 0, ImmutableList.of());
  private int seqVersion;

  /** The write whose outcome is not known. */
  private @Nullable Seq unresolved;

  ServiceNodes(CuratorFramework client, RecordCodec codec, NodePaths paths, Lead lead) {
    this.client = client;
    this.codec = codec;
    this.paths = paths;
    this.lead = lead;
  }

  boolean exists(String path) {
    return versions.containsKey(path);
  }

  /**
   * The nodes with content, by path. Called once, before any write; makes the families' nodes where
   * they are missing.
   */
  Map<String, byte[]> load() {
    versions.clear();
    Map<String, byte[]> content = new LinkedHashMap<>();
    try {
      for (String family : paths.families()) {
        if (client.checkExists().forPath(family) == null) {
          client.create().orSetData().creatingParentsIfNeeded().forPath(family, new byte[0]);
        }
        versions.put(family, 0);
        for (String bucket : client.getChildren().forPath(family)) {
          String parent = family + "/" + bucket;
          versions.put(parent, 0);
          List<String> nodes =
              client.getChildren().forPath(parent).stream()
                  .map(name -> parent + "/" + name)
                  .toList();
          read(nodes, content);
        }
      }
      loadSeq();
    } catch (Exception e) {
      throw failed(e, "reading " + paths.root());
    }
    return content;
  }

  private void loadSeq() throws Exception {
    if (client.checkExists().forPath(paths.seq()) == null) {
      client
          .create()
          .orSetData()
          .forPath(paths.seq(), codec.encodeValue(new Seq(lead.epoch(), 0, ImmutableList.of())));
    }
    readSeq();
  }

  private void readSeq() throws Exception {
    Stat stat = new Stat();
    byte[] data = client.getData().storingStatIn(stat).forPath(paths.seq());
    seq = codec.decodeValue(Seq.class, data, paths.seq());
    seqVersion = stat.getVersion();
  }

  /**
   * Chunks of the decision that the last leader made durable and did not write to its places; empty
   * for none.
   */
  ImmutableList<String> journal() {
    return seq.journal();
  }

  private void read(List<String> nodes, Map<String, byte[]> content) throws Exception {
    for (int from = 0; from < nodes.size(); from += READS_AT_ONCE) {
      List<String> slice = nodes.subList(from, Math.min(from + READS_AT_ONCE, nodes.size()));
      List<CuratorEvent> answers = new ArrayList<>();
      CountDownLatch missing = new CountDownLatch(slice.size());
      for (String node : slice) {
        client
            .getData()
            .inBackground(
                (ignored, answer) -> {
                  synchronized (answers) {
                    answers.add(answer);
                  }
                  missing.countDown();
                })
            .forPath(node);
      }
      if (!missing.await(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreException(
            Failure.UNAVAILABLE, "ZooKeeper did not answer within " + READ_TIMEOUT_SECONDS + " s");
      }
      synchronized (answers) {
        for (CuratorEvent answer : answers) {
          Code code = Code.get(answer.getResultCode());
          if (code != Code.OK) {
            throw KeeperException.create(code, answer.getPath());
          }
          versions.put(answer.getPath(), answer.getStat().getVersion());
          content.put(answer.getPath(), answer.getData());
        }
      }
    }
  }

  /**
   * Does all changes or none. After {@link Failure#UNAVAILABLE} the next call must be the same one.
   *
   * @param journal what {@code /seq} says of the journal from then on
   */
  void write(List<NodeChange> changes, ImmutableList<String> journal) {
    Seq next = new Seq(lead.epoch(), seq.seq() + 1, journal);
    if (unresolved != null) {
      if (!unresolved.equals(next)) {
        throw new IllegalStateException(
            "write " + unresolved + " is not resolved, yet " + next + " was asked for");
      }
      if (wasDone(next)) {
        done(changes, next);
        return;
      }
    }
    boolean again = unresolved != null;
    unresolved = next;
    List<Op> ops = ops(changes, next);
    try {
      zooKeeper().multi(ops);
      done(changes, next);
    } catch (KeeperException e) {
      throw refused(e, ops, again);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Failure.UNAVAILABLE, "interrupted while writing to ZooKeeper", e);
    } catch (Exception e) {
      throw new StoreException(
          Failure.UNAVAILABLE, "no connection to ZooKeeper: " + e.getMessage(), e);
    }
  }

  /**
   * Not through Curator's retries: a second try after an unknown outcome has to look at {@code
   * /seq} first.
   */
  private ZooKeeper zooKeeper() throws Exception {
    return client.getZookeeperClient().getZooKeeper();
  }

  private List<Op> ops(List<NodeChange> changes, Seq next) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.check(paths.epoch(), lead.nodeVersion()));
    ops.add(Op.setData(paths.seq(), codec.encodeValue(next), seqVersion));
    List<String> newParents = new ArrayList<>();
    for (NodeChange change : changes) {
      Integer version = versions.get(change.path());
      if (change.data() == null) {
        if (version != null) {
          ops.add(Op.delete(change.path(), version));
        }
      } else if (version != null) {
        ops.add(Op.setData(change.path(), change.data(), version));
      } else {
        String parent = NodePaths.parent(change.path());
        if (!exists(parent) && !newParents.contains(parent)) {
          newParents.add(parent);
          ops.add(
              Op.create(parent, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        }
        ops.add(
            Op.create(
                change.path(), change.data(), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      }
    }
    return ops;
  }

  private void done(List<NodeChange> changes, Seq next) {
    for (NodeChange change : changes) {
      if (change.data() == null) {
        versions.remove(change.path());
      } else {
        versions.putIfAbsent(NodePaths.parent(change.path()), 0);
        versions.merge(change.path(), 0, (old, created) -> old + 1);
      }
    }
    seq = next;
    seqVersion++;
    unresolved = null;
  }

  private boolean wasDone(Seq asked) {
    try {
      // The read that follows sees at least what the ensemble's leader had when it got this.
      client.sync().forPath(paths.seq());
      Stat stat = new Stat();
      byte[] data = client.getData().storingStatIn(stat).forPath(paths.seq());
      Seq found = codec.decodeValue(Seq.class, data, paths.seq());
      if (found.equals(asked)) {
        return true;
      }
      if (stat.getVersion() != seqVersion) {
        throw new StoreException(
            Failure.LOST_LEADERSHIP, "another scheduler wrote: " + found + " is not of " + lead);
      }
      return false;
    } catch (Exception e) {
      throw failed(e, "reading " + paths.seq());
    }
  }

  private StoreException refused(KeeperException e, List<Op> ops, boolean again) {
    if (UNKNOWN_OUTCOMES.contains(e.code())) {
      return new StoreException(
          Failure.UNAVAILABLE, "ZooKeeper did not answer a write: " + e.code(), e);
    }
    int culprit = culprit(e);
    if (culprit == 0) {
      return new StoreException(
          Failure.LOST_LEADERSHIP, "another scheduler leads since epoch " + lead.epoch(), e);
    }
    if (culprit == 1 && again) {
      return new StoreException(
          Failure.UNAVAILABLE, "a write was done while it was asked for again", e);
    }
    String path = culprit >= 0 && culprit < ops.size() ? ops.get(culprit).getPath() : "?";
    return new StoreException(
        Failure.INTERNAL,
        "ZooKeeper refused a write of %d changes: %s at %s".formatted(ops.size(), e.code(), path),
        e);
  }

  /**
   * The first operation of a refused {@code multi} that failed by itself, -1 when it does not say.
   */
  private static int culprit(KeeperException e) {
    List<OpResult> results = e.getResults();
    if (results == null) {
      return -1;
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult error
          && error.getErr() != Code.OK.intValue()
          && error.getErr() != Code.RUNTIMEINCONSISTENCY.intValue()) {
        return i;
      }
    }
    return -1;
  }

  /** What a failed read means. */
  static StoreException failed(Exception e, String what) {
    if (e instanceof StoreException already) {
      return already;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    boolean internal =
        e instanceof KeeperException keeper && !UNKNOWN_OUTCOMES.contains(keeper.code());
    return new StoreException(
        internal ? Failure.INTERNAL : Failure.UNAVAILABLE, what + " failed: " + e.getMessage(), e);
  }
}
