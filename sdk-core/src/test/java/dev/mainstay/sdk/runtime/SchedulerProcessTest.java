package dev.mainstay.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.runtime.FaultyStore.Fault;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.store.Storage;
import dev.mainstay.sdk.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SchedulerProcessTest {

  private static final int WAIT_SECONDS = 30;

  private final FaultyStore store = new FaultyStore();
  private final FakeConnection mesos = new FakeConnection();
  private final TestStorage storage = new TestStorage();
  private final AtomicReference<Instant> now = new AtomicReference<>(SmallService.NOON);
  private final CompletableFuture<ExitCause> exit = new CompletableFuture<>();
  private final CompletableFuture<String> message = new CompletableFuture<>();
  private final CompletableFuture<String> holder = new CompletableFuture<>();
  private SchedulerProcess process =
      SchedulerProcess.start(parts(loaded -> SmallService.target(1)));

  /** A storage whose lock the test holds until it lets go. */
  private final class TestStorage implements Storage {
    final CompletableFuture<LockListener> listener = new CompletableFuture<>();
    final CountDownLatch free = new CountDownLatch(1);
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    @Override
    public RecordStore open(LockListener lockListener) throws InterruptedException {
      listener.complete(lockListener);
      lockListener.waiting("scheduler-of-the-test");
      free.await();
      return store;
    }

    @Override
    public void close() {
      closed.complete(true);
    }
  }

  private ProcessParts parts(ProcessParts.StartRule rule) {
    return new ProcessParts(
        storage,
        rule,
        SmallService::core,
        state -> mesos,
        now::get,
        (cause, text) -> {
          message.complete(text);
          exit.complete(cause);
        },
        holder::complete);
  }

  @AfterEach
  void close() {
    process.close();
  }

  private void lead() {
    storage.free.countDown();
  }

  private static <T> T of(CompletableFuture<T> future) throws Exception {
    return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private ServiceSnapshot snapshot() throws Exception {
    return of(process.snapshot().toCompletableFuture());
  }

  @Test
  void it_says_whom_it_waits_for_and_does_nothing_meanwhile() throws Exception {
    assertThat(of(holder)).isEqualTo("scheduler-of-the-test");
    assertThat(store.load()).isEmpty();
    assertThat(process.latest()).isEmpty();
  }

  @Test
  void the_first_start_stores_the_target_then_the_framework_and_launches() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.say(SmallService.offer("offer-1"));
    mesos.next(MesosCall.Accept.class);
    ServiceState stored = ServiceState.of(store.load());
    assertThat(stored.target()).isPresent();
    assertThat(stored.frameworkId()).contains(SmallService.FRAMEWORK);
    assertThat(stored.pods()).hasSize(1);
  }

  @Test
  void readers_see_what_is_durable() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.say(SmallService.offer("offer-1"));
    mesos.next(MesosCall.Accept.class);
    now.updateAndGet(time -> time.plus(Snapshots.MAX_AGE));
    ServiceSnapshot first = snapshot();
    assertThat(first.state().pods()).hasSize(1);
    assertThat(snapshot()).as("shared while it is young").isSameAs(first);
    assertThat(process.latest()).contains(first);
  }

  @Test
  void a_launch_is_seen_at_once_by_a_reader_that_may_miss_nothing() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.next(MesosCall.Reconcile.class);
    assertThat(snapshot().state().pods()).isEmpty();
    mesos.say(SmallService.offer("offer-1"));
    mesos.next(MesosCall.Accept.class);
    assertThat(snapshot().state().pods()).as("the young one is shared").isEmpty();
    assertThat(of(process.nextSnapshot().toCompletableFuture()).state().pods()).hasSize(1);
  }

  @Test
  void an_outage_of_the_store_is_waited_out_and_shown() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.next(MesosCall.Reconcile.class);
    store.failNext(Fault.NOT_DONE, Fault.NOT_DONE, Fault.DONE_UNKNOWN);
    mesos.say(SmallService.offer("offer-1"));
    mesos.next(MesosCall.Accept.class);
    assertThat(mesos.hasSent(MesosCall.Accept.class)).isFalse();
    now.updateAndGet(time -> time.plus(Snapshots.MAX_AGE));
    assertThat(snapshot().state().pods()).hasSize(1);
    assertThat(process.outage()).isEmpty();
    assertThat(exit).isNotDone();
  }

  @Test
  void a_timer_of_the_core_fires() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.say(SmallService.offer("offer-1"));
    mesos.next(MesosCall.Accept.class);
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
    mesos.say(SmallService.mesos(new MesosEvent.Heartbeat()));
    snapshot();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
    mesos.say(SmallService.mesos(new MesosEvent.Heartbeat()));
    assertThat(mesos.next(MesosCall.Reconcile.class).tasks()).hasSize(1);
  }

  @Test
  void a_start_that_is_refused_ends_with_the_reason_before_mesos_hears_of_it() throws Exception {
    process.close();
    process =
        SchedulerProcess.start(
            parts(
                loaded -> {
                  throw new StartRefusedException("COUNT was '1', is '2'");
                }));
    lead();
    assertThat(of(exit)).isEqualTo(ExitCause.BAD_INPUT);
    assertThat(of(message)).isEqualTo("COUNT was '1', is '2'");
    assertThat(store.load()).isEmpty();
  }

  @Test
  void the_loss_of_the_lock_ends_it() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    of(storage.listener).lost("the session ended");
    assertThat(of(exit)).isEqualTo(ExitCause.LOST_LEADERSHIP);
    assertThat(of(message)).isEqualTo("the session ended");
  }

  @Test
  void a_store_that_knows_another_leader_ends_it() throws Exception {
    lead();
    snapshotOnceLoaded();
    store.failNext(Fault.LOST_LEADERSHIP);
    mesos.say(SmallService.subscribed());
    assertThat(of(exit)).isEqualTo(ExitCause.LOST_LEADERSHIP);
  }

  @Test
  void a_broken_store_ends_it() throws Exception {
    lead();
    snapshotOnceLoaded();
    store.failNext(Fault.INTERNAL);
    mesos.say(SmallService.subscribed());
    assertThat(of(exit)).isEqualTo(ExitCause.INTERNAL_ERROR);
  }

  @Test
  void a_mistake_in_the_core_ends_it() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.say(
        SmallService.mesos(
            new MesosEvent.Subscribed(new FrameworkId("another"), Duration.ofSeconds(15), null)));
    assertThat(of(exit)).isEqualTo(ExitCause.INTERNAL_ERROR);
    assertThat(of(message)).contains("another");
  }

  @Test
  void a_master_that_refuses_the_framework_ends_it() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.say(SmallService.mesos(new MesosEvent.Error("Framework has been removed")));
    assertThat(of(exit)).isEqualTo(ExitCause.SUBSCRIPTION_REFUSED);
    assertThat(of(message)).isEqualTo("Framework has been removed");
  }

  @Test
  void a_refused_accept_comes_back_as_an_event() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.say(SmallService.offer("offer-1"));
    MesosCall.Accept accept = mesos.next(MesosCall.Accept.class);
    mesos.fail(new SchedulerEvent.CallFailed(accept, true, "400 no"));
    now.updateAndGet(time -> time.plus(Snapshots.MAX_AGE));
    assertThat(snapshot().state().pods())
        .allSatisfy(pod -> assertThat(pod.hasActiveTask()).isFalse());
  }

  @Test
  void a_store_that_is_not_there_ends_the_start() throws Exception {
    process.close();
    Storage none =
        new Storage() {
          @Override
          public RecordStore open(LockListener listener) {
            throw new StoreException(StoreException.Failure.UNAVAILABLE, "no ZooKeeper");
          }

          @Override
          public void close() {}
        };
    ProcessParts usual = parts(loaded -> ImmutableList.of());
    process =
        SchedulerProcess.start(
            new ProcessParts(
                none,
                usual.startRule(),
                usual.core(),
                usual.connection(),
                usual.clock(),
                usual.exit(),
                usual.waiting()));
    assertThat(of(exit)).isEqualTo(ExitCause.STORE_UNAVAILABLE);
  }

  @Test
  void a_stop_leaves_the_framework_in_mesos_and_gives_the_lock_back() throws Exception {
    lead();
    mesos.say(SmallService.subscribed());
    mesos.say(SmallService.offer("offer-1"));
    mesos.next(MesosCall.Accept.class);
    process.close();
    assertThat(mesos.isClosed()).isTrue();
    assertThat(mesos.hasSent(MesosCall.Teardown.class)).isFalse();
    assertThat(storage.closed).isDone();
    assertThat(exit).isNotDone();
    assertThatThrownBy(this::snapshot).hasMessageContaining("ended");
  }

  @Test
  void a_stop_while_waiting_for_the_lock_is_quick() throws Exception {
    of(holder);
    process.close();
    assertThat(storage.closed).isDone();
    assertThat(exit).isNotDone();
  }

  /** Waits until the loop runs: mesos is started right before. */
  private void snapshotOnceLoaded() throws Exception {
    mesos.say(SmallService.mesos(new MesosEvent.Heartbeat()));
    snapshot();
  }
}
