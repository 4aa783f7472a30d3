package dev.mainstay.sdk.store;

import com.google.common.annotations.VisibleForTesting;
import dev.mainstay.sdk.store.ServiceNodes.Epoch;
import dev.mainstay.sdk.store.ServiceNodes.Lead;
import dev.mainstay.sdk.store.StoreException.Failure;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.curator.utils.CloseableUtils;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's place in ZooKeeper. The lock is a leader latch, held by a session; whoever gets it
 * counts up the epoch node, after which no write of an earlier leader is accepted. A session that
 * ends loses the lock for good; a connection that only broke does not.
 */
public final class ZooKeeperStorage implements Storage {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperStorage.class);

  /**
   * Reads are tried again this often, beginning with this pause: a server that restarts is back by
   * then.
   */
  private static final int READ_RETRIES = 5;

  private static final int RETRY_PAUSE_MILLIS = 100;

  /** How often the name of the scheduler that leads is looked up while waiting for it. */
  private static final int WAIT_SECONDS = 1;

  private final ZooKeeperSettings settings;
  private final NodePaths paths;
  private final RecordCodec codec = new RecordCodec();
  private final CuratorFramework client;
  private @Nullable LeaderLatch latch;

  public ZooKeeperStorage(ZooKeeperSettings settings) {
    this.settings = settings;
    paths = new NodePaths(settings.root());
    client =
        CuratorFrameworkFactory.builder()
            .connectString(settings.connect())
            .sessionTimeoutMs(Math.toIntExact(settings.sessionTimeout().toMillis()))
            .connectionTimeoutMs(Math.toIntExact(settings.connectTimeout().toMillis()))
            .retryPolicy(new ExponentialBackoffRetry(RETRY_PAUSE_MILLIS, READ_RETRIES))
            .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
            .ensembleTracker(false)
            .build();
  }

  @Override
  public RecordStore open(LockListener listener) throws InterruptedException {
    client.start();
    long timeout = settings.connectTimeout().toMillis();
    if (!client.blockUntilConnected(Math.toIntExact(timeout), TimeUnit.MILLISECONDS)) {
      throw new StoreException(
          Failure.UNAVAILABLE,
          "no ZooKeeper answers at %s within %d ms".formatted(settings.connect(), timeout));
    }
    if (!settings.exclusive()) {
      waitForLock(listener);
    }
    Lead lead = countUp();
    LOG.info(
        "leading service={} epoch={} zookeeper={}",
        settings.service(),
        lead.epoch(),
        settings.connect());
    return new ZooKeeperStore(new ServiceNodes(client, codec, paths, lead), paths, codec);
  }

  private void waitForLock(LockListener listener) throws InterruptedException {
    LeaderLatch mine = new LeaderLatch(client, paths.lock(), settings.holder());
    try {
      mine.start();
      synchronized (this) {
        latch = mine;
      }
      String told = "";
      while (!mine.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        String holder = mine.getLeader().getId();
        if (!holder.isEmpty() && !holder.equals(told)) {
          told = holder;
          listener.waiting(holder);
        }
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw ServiceNodes.failed(e, "waiting for the lead of " + settings.service());
    }
    mine.addListener(
        new LeaderLatchListener() {
          @Override
          public void isLeader() {}

          @Override
          public void notLeader() {
            if (mine.getState() == LeaderLatch.State.STARTED) {
              listener.lost("the session with ZooKeeper ended");
            }
          }
        });
    client
        .getConnectionStateListenable()
        .addListener(
            (ignored, state) -> {
              if (state == ConnectionState.LOST) {
                listener.lost("the session with ZooKeeper at " + settings.connect() + " ended");
              }
            });
    if (!mine.hasLeadership()) {
      throw new StoreException(
          Failure.LOST_LEADERSHIP, "the session with ZooKeeper ended right after the start");
    }
  }

  private Lead countUp() {
    Epoch first = new Epoch(1, settings.holder());
    try {
      if (client.checkExists().forPath(paths.epoch()) == null) {
        client.create().creatingParentsIfNeeded().forPath(paths.epoch(), codec.encodeValue(first));
        return new Lead(1, 0);
      }
      Stat stat = new Stat();
      byte[] data = client.getData().storingStatIn(stat).forPath(paths.epoch());
      Epoch old = codec.decodeValue(Epoch.class, data, paths.epoch());
      Epoch next = new Epoch(old.epoch() + 1, settings.holder());
      Stat written =
          client
              .setData()
              .withVersion(stat.getVersion())
              .forPath(paths.epoch(), codec.encodeValue(next));
      return new Lead(next.epoch(), written.getVersion());
    } catch (KeeperException.BadVersionException | KeeperException.NodeExistsException e) {
      throw new StoreException(
          Failure.LOST_LEADERSHIP, "another scheduler took the lead of " + settings.service(), e);
    } catch (Exception e) {
      throw ServiceNodes.failed(e, "taking the lead of " + settings.service());
    }
  }

  /** Ends the session as the server would after a long silence: for tests. */
  @VisibleForTesting
  void endSession() throws Exception {
    client.getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (latch != null) {
        try {
          latch.close();
        } catch (IOException | IllegalStateException e) {
          LOG.debug("the lock goes with the session", e);
        }
        latch = null;
      }
    }
    CloseableUtils.closeQuietly(client);
  }
}
