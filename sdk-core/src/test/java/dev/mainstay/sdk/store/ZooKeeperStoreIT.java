package dev.mainstay.sdk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.store.StoreException.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZooKeeperStoreIT {

  private static final String SERVICE = "team__data";
  private static final int WAIT_SECONDS = 30;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Listener listener = new Listener();
  private Path folder;
  private ZooKeeperServer server;

  /** Keeps what the lock tells. */
  private static final class Listener implements Storage.LockListener {
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void waiting(String holder) {
      told.add("waiting for " + holder);
    }

    @Override
    public void lost(String reason) {
      told.add("lost");
    }

    String next() throws InterruptedException {
      return String.valueOf(told.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  @BeforeEach
  void startServer(@TempDir Path emptyFolder) throws Exception {
    folder = emptyFolder;
    server = ZooKeeperServer.start(folder, 0);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : ImmutableList.copyOf(open).reverse()) {
      each.close();
    }
    server.close();
  }

  private Storage storage(String holder) {
    return storage(holder, false);
  }

  private Storage storage(String holder, boolean exclusive) {
    Storage storage =
        new ZooKeeperStorage(
            new ZooKeeperSettings(
                server.connect(),
                SERVICE,
                holder,
                Duration.ofSeconds(6),
                Duration.ofSeconds(5),
                exclusive));
    open.add(storage);
    return storage;
  }

  private CuratorFramework client() {
    CuratorFramework client =
        CuratorFrameworkFactory.newClient(server.connect(), new RetryOneTime(100));
    client.start();
    open.add(client);
    return client;
  }

  private static ImmutableList<StateChange> puts(StateRecord... records) {
    return ImmutableList.copyOf(records).stream()
        .map(StateChange.Put::new)
        .collect(ImmutableList.toImmutableList());
  }

  /** All of them, in as many writes as it takes. */
  private static int commitAll(RecordStore store, List<ImmutableList<StateChange>> decisions) {
    int writes = 0;
    for (int done = 0; done < decisions.size(); writes++) {
      done += store.commit(decisions.subList(done, decisions.size()));
    }
    return writes;
  }

  @Test
  void a_new_service_has_no_records() throws Exception {
    assertThat(storage("a").open(listener).load()).isEmpty();
  }

  @Test
  void what_was_committed_is_loaded_by_the_next_scheduler() throws Exception {
    Storage first = storage("a");
    RecordStore store = first.open(listener);
    store.load();
    ImmutableSet<StateRecord> kept =
        ImmutableSet.of(
            SampleRecords.framework(),
            SampleRecords.target(),
            SampleRecords.configuration(),
            SampleRecords.pod("data", 1),
            SampleRecords.released("x/y .. ü"));
    store.commit(
        ImmutableList.of(puts(SampleRecords.pod("data", 0), SampleRecords.pod("data", 1))));
    store.commit(ImmutableList.of(puts(kept.toArray(new StateRecord[0]))));
    store.commit(
        ImmutableList.of(
            ImmutableList.of(
                new StateChange.Remove(RecordKey.pod(new PodId("data", 0))),
                new StateChange.Remove(RecordKey.released(new ResourceId("never there"))))));
    first.close();
    assertThat(new HashSet<>(storage("b").open(listener).load())).isEqualTo(kept);
  }

  @Test
  void the_last_change_of_a_record_counts() throws Exception {
    RecordStore store = storage("a", true).open(listener);
    store.load();
    StateChange removal = new StateChange.Remove(RecordKey.pod(new PodId("data", 0)));
    store.commit(
        ImmutableList.of(
            puts(SampleRecords.pod("data", 0)),
            puts(SampleRecords.pod("data", 0).withError("once")),
            ImmutableList.of(removal),
            puts(SampleRecords.pod("data", 0).withError("last"))));
    assertThat(storage("b", true).open(listener).load())
        .containsExactly(SampleRecords.pod("data", 0).withError("last"));
  }

  @Test
  void a_second_scheduler_waits_for_the_first_and_says_for_whom() throws Exception {
    Storage first = storage("one@host-a");
    first.open(listener);
    Storage second = storage("two@host-b");
    ExecutorService threads = Executors.newSingleThreadExecutor();
    open.add(threads::shutdownNow);
    Future<RecordStore> waiting = threads.submit(() -> second.open(listener));
    assertThat(listener.next()).isEqualTo("waiting for one@host-a");
    assertThat(waiting.isDone()).isFalse();
    first.close();
    assertThat(waiting.get(WAIT_SECONDS, TimeUnit.SECONDS).load()).isEmpty();
  }

  @Test
  void whoever_was_replaced_can_write_nothing() throws Exception {
    RecordStore replaced = storage("a", true).open(listener);
    replaced.load();
    replaced.commit(ImmutableList.of(puts(SampleRecords.target())));
    RecordStore leader = storage("b", true).open(listener);
    leader.load();
    assertThatThrownBy(() -> replaced.commit(ImmutableList.of(puts(SampleRecords.framework()))))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOST_LEADERSHIP));
    leader.commit(ImmutableList.of(puts(SampleRecords.pod("data", 0))));
    assertThat(storage("c", true).open(listener).load())
        .containsExactlyInAnyOrder(SampleRecords.target(), SampleRecords.pod("data", 0));
  }

  @Test
  void a_commit_during_an_outage_is_done_once_when_it_is_asked_for_again() throws Exception {
    RecordStore store = storage("a", true).open(listener);
    store.load();
    store.commit(ImmutableList.of(puts(SampleRecords.pod("data", 0))));
    int port = server.port();
    server.close();
    ImmutableList<ImmutableList<StateChange>> decisions =
        ImmutableList.of(
            puts(SampleRecords.pod("data", 0).withError("after"), SampleRecords.pod("data", 1)));
    assertThatThrownBy(() -> store.commit(decisions))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE));
    server = ZooKeeperServer.start(folder, port);
    assertThat(untilAvailable(store, decisions)).isEqualTo(1);
    assertThat(storage("b", true).open(listener).load())
        .containsExactlyInAnyOrder(
            SampleRecords.pod("data", 0).withError("after"), SampleRecords.pod("data", 1));
  }

  private static int untilAvailable(RecordStore store, List<ImmutableList<StateChange>> decisions) {
    StoreException last = null;
    for (int tries = 0; tries < 100; tries++) {
      try {
        return store.commit(decisions);
      } catch (StoreException e) {
        assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE);
        last = e;
      }
    }
    throw new AssertionError("never available", last);
  }

  @Test
  void the_end_of_the_session_loses_the_lock() throws Exception {
    ZooKeeperStorage storage = (ZooKeeperStorage) storage("a");
    storage.open(listener);
    storage.endSession();
    assertThat(listener.next()).isEqualTo("lost");
  }

  @Test
  void no_zookeeper_is_an_error_with_its_address() {
    server.close();
    assertThatThrownBy(() -> storage("a").open(listener))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(server.connect());
  }

  @Test
  void a_thousand_pods_stay_far_from_every_limit() throws Exception {
    staysFarFromEveryLimit(1_000);
  }

  @Test
  void ten_thousand_pods_stay_far_from_every_limit() throws Exception {
    staysFarFromEveryLimit(10_000);
  }

  private void staysFarFromEveryLimit(int pods) throws Exception {
    RecordStore store = storage("a", true).open(listener);
    store.load();
    List<ImmutableList<StateChange>> decisions = new ArrayList<>();
    decisions.add(
        puts(SampleRecords.framework(), SampleRecords.configuration(), SampleRecords.target()));
    for (int i = 0; i < pods; i++) {
      decisions.add(puts(SampleRecords.pod("data", i)));
      if (i % 10 == 0) {
        decisions.add(puts(SampleRecords.released("released-" + i)));
      }
    }
    assertThat(commitAll(store, decisions)).as("writes are joined").isLessThan(pods / 10);
    ServiceState state = ServiceState.of(storage("b", true).open(listener).load());
    assertThat(state.pods()).hasSize(pods);
    assertThat(state.released()).hasSize(pods / 10);
    assertThat(state.pod(new PodId("data", pods - 1)))
        .contains(SampleRecords.pod("data", pods - 1));
    checkSizes(client(), "/mainstay");
  }

  /**
   * No node, no listing above a quarter of the limit. What a packet of a write holds is bounded by
   * its own test.
   */
  private static void checkSizes(CuratorFramework client, String path) throws Exception {
    byte[] data = client.getData().forPath(path);
    assertThat(data == null ? 0 : data.length)
        .as("bytes of " + path)
        .isLessThan(ZooKeeperStore.WRITE_BYTES);
    List<String> children = client.getChildren().forPath(path);
    int listing =
        children.stream().mapToInt(name -> name.getBytes(StandardCharsets.UTF_8).length + 4).sum();
    assertThat(listing).as("listing of " + path).isLessThan(32 * 1024);
    for (String child : children) {
      checkSizes(client, path + "/" + child);
    }
  }

  @Test
  void a_decision_too_large_for_one_write_is_done_as_a_whole() throws Exception {
    RecordStore store = storage("a", true).open(listener);
    store.load();
    List<StateChange> decision = new ArrayList<>(puts(SampleRecords.configuration()));
    for (int i = 0; i < 500; i++) {
      decision.addAll(puts(SampleRecords.pod("data", i)));
    }
    assertThat(store.commit(ImmutableList.of(ImmutableList.copyOf(decision)))).isEqualTo(1);
    ServiceState state = ServiceState.of(storage("b", true).open(listener).load());
    assertThat(state.pods()).hasSize(500);
    assertThat(state.configuration(SampleRecords.CONFIG)).contains(SampleRecords.configuration());
    checkSizes(client(), "/mainstay");
  }

  @Test
  void a_large_decision_whose_leader_ended_in_the_middle_is_finished_by_the_next()
      throws Exception {
    Storage ended = storage("a", true);
    RecordStore store = ended.open(listener);
    store.load();
    store.commit(ImmutableList.of(puts(SampleRecords.target(), SampleRecords.pod("data", 1))));
    RecordCodec codec = new RecordCodec();
    NodePaths paths = new NodePaths("/mainstay/" + SERVICE);
    RecordKey moved = RecordKey.pod(new PodId("data", 0));
    byte[] journal =
        codec.encodeValue(
            new ZooKeeperStore.Journal(
                ImmutableList.of(
                    new ZooKeeperStore.Journal.Entry(
                        moved, codec.encode(SampleRecords.pod("data", 0))),
                    new ZooKeeperStore.Journal.Entry(RecordKey.pod(new PodId("data", 1)), null))));
    client().create().creatingParentsIfNeeded().forPath(paths.chunk("journal"), journal);
    client()
        .setData()
        .forPath(
            paths.seq(),
            codec.encodeValue(new ServiceNodes.Seq(1, 7, ImmutableList.of("journal"))));
    assertThat(storage("b", true).open(listener).load())
        .containsExactlyInAnyOrder(SampleRecords.target(), SampleRecords.pod("data", 0));
    assertThat(chunks()).isZero();
    assertThat(storage("c", true).open(listener).load())
        .containsExactlyInAnyOrder(SampleRecords.target(), SampleRecords.pod("data", 0));
  }

  @Test
  void large_templates_are_stored_in_pieces_and_go_with_their_configuration() throws Exception {
    ConfigId old = new ConfigId("old");
    ConfigId young = new ConfigId("young");
    RecordStore store = storage("a", true).open(listener);
    store.load();
    store.commit(ImmutableList.of(puts(SampleRecords.configuration(old, "x".repeat(2_000_000)))));
    store.commit(ImmutableList.of(puts(SampleRecords.configuration(young, "y".repeat(500_000)))));
    checkSizes(client(), "/mainstay");
    assertThat(storage("b", true).open(listener).load()).hasSize(2);
    RecordStore third = storage("c", true).open(listener);
    third.load();
    int before = chunks();
    third.commit(
        ImmutableList.of(ImmutableList.of(new StateChange.Remove(RecordKey.configuration(old)))));
    assertThat(chunks()).isLessThan(before);
    assertThat(storage("d", true).open(listener).load())
        .containsExactly(SampleRecords.configuration(young, "y".repeat(500_000)));
  }

  private int chunks() throws Exception {
    CuratorFramework client = client();
    Set<String> chunks = new HashSet<>();
    String family = "/mainstay/" + SERVICE + "/chunk";
    for (String bucket : client.getChildren().forPath(family)) {
      chunks.addAll(client.getChildren().forPath(family + "/" + bucket));
    }
    return chunks.size();
  }

  @Test
  void a_record_too_large_for_a_node_is_an_internal_error_that_names_it() throws Exception {
    RecordStore store = storage("a", true).open(listener);
    store.load();
    assertThatThrownBy(
            () ->
                store.commit(
                    ImmutableList.of(
                        puts(SampleRecords.pod("data", 0).withError("e".repeat(950_000))))))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(Failure.INTERNAL))
        .hasMessageContaining("POD/data-0");
  }

  @Test
  void records_of_a_newer_version_are_refused() throws Exception {
    Storage first = storage("a", true);
    RecordStore store = first.open(listener);
    store.load();
    store.commit(ImmutableList.of(puts(SampleRecords.target())));
    String path = new NodePaths("/mainstay/" + SERVICE).of(RecordKey.target());
    client()
        .setData()
        .forPath(path, "{\"format\":2,\"record\":{}}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> storage("b", true).open(listener).load())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NEWER_FORMAT))
        .hasMessageContaining(path);
  }

  @Test
  void a_node_that_someone_else_changed_is_an_internal_error() throws Exception {
    RecordStore store = storage("a", true).open(listener);
    store.load();
    store.commit(ImmutableList.of(puts(SampleRecords.target())));
    String path = new NodePaths("/mainstay/" + SERVICE).of(RecordKey.target());
    client().setData().forPath(path, new byte[0]);
    assertThatThrownBy(() -> store.commit(ImmutableList.of(puts(SampleRecords.target()))))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(Failure.INTERNAL))
        .hasMessageContaining(path);
  }

  @Test
  void waiting_for_the_lock_can_be_interrupted() throws Exception {
    storage("one").open(listener);
    Storage second = storage("two");
    ExecutorService threads = Executors.newSingleThreadExecutor();
    open.add(threads::shutdownNow);
    Future<RecordStore> waiting = threads.submit(() -> second.open(listener));
    assertThat(listener.next()).isEqualTo("waiting for one");
    threads.shutdownNow();
    assertThatThrownBy(() -> waiting.get(WAIT_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }
}
