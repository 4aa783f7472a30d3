package dev.mainstay.sdk.mesos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MesosClientIT {

  private static final FrameworkId ID = new FrameworkId("f-1");
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final MesosEvent.Subscribed SUBSCRIBED = new MesosEvent.Subscribed(ID, BEAT, null);
  private static final MesosEvent.Subscribed SLOW_BEAT =
      new MesosEvent.Subscribed(ID, Duration.ofSeconds(15), null);
  private static final MesosEvent.Rescind RESCIND = new MesosEvent.Rescind(new OfferId("o-1"));

  private final Recorder recorder = new Recorder();
  private FakeMaster master = new FakeMaster();
  private @Nullable MesosClient client;

  MesosClientIT() throws Exception {}

  @BeforeEach
  void startClient() {
    start(new StaticMasters(ImmutableList.of(master.address())));
  }

  @AfterEach
  void stop() {
    client().close();
    master.close();
  }

  @Test
  void subscribesAndTellsOfEventsButNotOfHeartbeats() throws Exception {
    FakeMaster.Stream stream = master.nextStream();
    Call subscribe = master.nextCall().call();
    assertThat(subscribe.hasFrameworkId()).isFalse();
    assertThat(subscribe.getSubscribe().getFrameworkInfo().getName()).isEqualTo("test");

    stream.send(SLOW_BEAT);
    stream.send(new MesosEvent.Heartbeat());
    stream.send(RESCIND);

    assertThat(recorder.next())
        .isEqualTo(
            new Subscription(ID, Duration.ofSeconds(15), null, master.address(), "127.0.0.1"));
    assertThat(recorder.next()).isEqualTo(RESCIND);
  }

  @Test
  void callsGoOutInOrderWithStreamAndFrameworkId() throws Exception {
    FakeMaster.Stream stream = subscribe();

    for (int i = 0; i < 50; i++) {
      assertThat(stream).isNotNull();
      CompletionStage<CallOutcome> sent = client().send(kill("t-" + i));
      assertThat(sent).isNotNull();
    }

    for (int i = 0; i < 50; i++) {
      FakeMaster.Received received = master.nextCall();
      assertThat(received.call().getKill().getTaskId().getValue()).isEqualTo("t-" + i);
      assertThat(received.call().getFrameworkId().getValue()).isEqualTo("f-1");
      assertThat(received.streamId()).startsWith("stream-");
    }
  }

  @Test
  void whatTheMasterAnswersComesBack() throws Exception {
    subscribe();
    assertThat(outcome(kill("t"))).isEqualTo(new CallOutcome.Accepted(202));

    master.answer(400, "Framework cannot be found");
    assertThat(outcome(kill("t")))
        .isEqualTo(new CallOutcome.Refused(400, "Framework cannot be found"));
  }

  @Test
  void withoutASubscriptionNothingIsSent() throws Exception {
    master.nextStream();

    assertThat(outcome(kill("t"))).isEqualTo(new CallOutcome.NotSent("not subscribed"));
  }

  @Test
  void aMasterThatDoesNotLeadSaysWhoDoes() throws Exception {
    client().close();
    try (FakeMaster follower = new FakeMaster()) {
      follower.redirectTo(master.address());
      start(new StaticMasters(ImmutableList.of(follower.address())));

      subscribe();
    }
  }

  @Test
  void aStreamThatEndsIsOpenedAgainWithTheFrameworkId() throws Exception {
    subscribe().end();

    assertThat(recorder.next()).isEqualTo("disconnected: the master ended the stream");
    FakeMaster.Stream second = master.nextStream();
    Call again = master.nextCall().call();
    assertThat(again.getFrameworkId().getValue()).isEqualTo("f-1");
    assertThat(again.getSubscribe().getFrameworkInfo().getId().getValue()).isEqualTo("f-1");
    second.send(SLOW_BEAT);
    assertThat(recorder.next()).isInstanceOf(Subscription.class);
  }

  @Test
  void aStreamWithoutHeartbeatsIsGivenUp() throws Exception {
    FakeMaster.Stream stream = master.nextStream();
    stream.send(SUBSCRIBED);
    assertThat(recorder.next()).isInstanceOf(Subscription.class);

    assertThat(recorder.next()).isEqualTo("disconnected: no heartbeat came for too long");
    assertThat(master.nextStream()).isNotNull();
  }

  @Test
  void theTimeInWhichNothingWasReadIsNoSilence() throws Exception {
    FakeMaster.Stream stream = master.nextStream();
    recorder.pauseAtNextEvent();
    stream.send(SUBSCRIBED);
    stream.send(RESCIND);
    assertThat(recorder.next()).isInstanceOf(Subscription.class);

    assertThat(recorder.paused(BEAT.multipliedBy(15))).isTrue();
    stream.send(RESCIND);
    recorder.resume();

    assertThat(recorder.next()).isEqualTo(RESCIND);
    assertThat(recorder.next()).isEqualTo(RESCIND);
  }

  @Test
  void aRefusedSubscribeIsSaidAndTriedAgain() throws Exception {
    client().close();
    master.answer(503, "Master has not finished recovery");
    start(new StaticMasters(ImmutableList.of(master.address())));

    assertThat(recorder.next())
        .isEqualTo(
            "disconnected: SUBSCRIBE at "
                + master.address()
                + " got 503: Master has not finished recovery");
    master.answer(0, "");
    assertThat(master.nextStream()).isNotNull();
  }

  @Test
  void anErrorEndsItForGood() throws Exception {
    FakeMaster.Stream stream = subscribe();

    stream.send(new MesosEvent.Error("Framework failed over"));

    assertThat(recorder.next()).isEqualTo(new MesosEvent.Error("Framework failed over"));
    assertThat(recorder.next())
        .isEqualTo("disconnected: the master sent an error: Framework failed over");
    assertThat(outcome(kill("t"))).isInstanceOf(CallOutcome.NotSent.class);
  }

  @Test
  void anOfferThatCannotBeReadIsDeclinedAndTheOthersAreTold() throws Exception {
    FakeMaster.Stream stream = subscribe();
    Event.Builder event = Event.newBuilder().setType(Event.Type.OFFERS);
    event.getOffersBuilder().addOffers(offer("o-1", 1e17)).addOffers(offer("o-2", 1));

    stream.send(event.build());

    assertThat(recorder.next())
        .isInstanceOfSatisfying(
            MesosEvent.Offers.class,
            offers ->
                assertThat(offers.offers())
                    .extracting(Offer::id)
                    .containsExactly(new OfferId("o-2")));
    Call decline = master.nextCall().call();
    assertThat(decline.getType()).isEqualTo(Call.Type.DECLINE);
    assertThat(decline.getDecline().getOfferIdsList())
        .extracting(Protos.OfferID::getValue)
        .containsExactly("o-1");
  }

  private static Protos.Offer offer(String id, double cpus) {
    Protos.Offer.Builder offer = Protos.Offer.newBuilder().setHostname("h");
    offer.getIdBuilder().setValue(id);
    offer.getFrameworkIdBuilder().setValue("f-1");
    offer.getAgentIdBuilder().setValue("a-1");
    offer
        .addResourcesBuilder()
        .setName("cpus")
        .setType(Protos.Value.Type.SCALAR)
        .getScalarBuilder()
        .setValue(cpus);
    return offer.build();
  }

  @Test
  void anEventThatCannotBeReadIsLeftOut() throws Exception {
    FakeMaster.Stream stream = subscribe();
    Event.Builder event = Event.newBuilder().setType(Event.Type.RESCIND);
    event.getRescindBuilder().getOfferIdBuilder().setValue("");

    stream.send(event.build());
    stream.send(RESCIND);

    assertThat(recorder.next()).isEqualTo(RESCIND);
  }

  @Test
  void aListenerThatFailsEndsTheStreamAndNotTheClient() throws Exception {
    FakeMaster.Stream stream = subscribe();
    recorder.failAtNextEvent();

    stream.send(RESCIND);

    assertThat(recorder.next())
        .isEqualTo("disconnected: the stream of events failed: java.lang.IllegalStateException: x");
    subscribe();
  }

  private void start(MasterDetector masters) {
    ClientSettings settings =
        new ClientSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            5,
            100,
            1_000_000,
            null);
    FrameworkInfo framework =
        new FrameworkInfo(
            "root",
            "test",
            null,
            null,
            ImmutableList.of("role"),
            Duration.ZERO,
            false,
            null,
            null,
            null,
            ImmutableList.of(),
            ImmutableList.of());
    MesosClient started =
        new MesosClient(
            settings,
            masters,
            () -> new MesosCall.Subscribe(framework, ImmutableList.of()),
            new Random(1));
    client = started;
    started.start(recorder);
  }

  private FakeMaster.Stream subscribe() throws Exception {
    FakeMaster.Stream stream = master.nextStream();
    master.nextCall();
    stream.send(SLOW_BEAT);
    assertThat(recorder.next()).isInstanceOf(Subscription.class);
    return stream;
  }

  private CallOutcome outcome(MesosCall call) throws Exception {
    return client().send(call).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static MesosCall kill(String task) {
    return new MesosCall.Kill(new TaskId(task), new AgentId("a"), null);
  }

  private MesosClient client() {
    MesosClient started = client;
    if (started == null) {
      throw new AssertionError("not started");
    }
    return started;
  }

  /** Keeps what it is told, and can be slow at it. */
  private static final class Recorder implements MesosClient.Listener {

    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private volatile boolean failing;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Object next() throws InterruptedException {
      Object next = told.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("the listener was told nothing");
      }
      return next;
    }

    void failAtNextEvent() {
      failing = true;
    }

    void pauseAtNextEvent() {
      gate = new CountDownLatch(1);
    }

    /** True if the listener was held for the whole time. */
    boolean paused(Duration time) throws InterruptedException {
      return !gate.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void resume() {
      gate.countDown();
    }

    @Override
    public void subscribed(Subscription subscription) {
      told.add(subscription);
    }

    @Override
    public void event(MesosEvent event) {
      if (failing) {
        failing = false;
        throw new IllegalStateException("x");
      }
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the test is over
      }
      told.add(event);
    }

    @Override
    public void disconnected(String reason) {
      told.add("disconnected: " + reason);
    }
  }
}
