package dev.mainstay.sdk.runtime;

import static dev.mainstay.sdk.runtime.SmallService.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.runtime.FaultyStore.Fault;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TurnTest {

  private static final PodId WEB_0 = new PodId("web", 0);

  private final FaultyStore store = new FaultyStore();
  private final List<Effect> performed = new ArrayList<>();

  private Turn start() {
    return new Turn(SmallService.core(ServiceState.of(store.load())), store, performed::add);
  }

  private Turn first() {
    store.commit(ImmutableList.of(SmallService.target(1)));
    return start();
  }

  private Optional<PodRecord> stored() {
    return ServiceState.of(store.load()).pod(WEB_0);
  }

  private boolean hasSent(Class<? extends MesosCall> kind) {
    return performed.stream()
        .anyMatch(effect -> effect instanceof Effect.Send send && kind.isInstance(send.call()));
  }

  private static void settle(Turn turn) {
    while (!turn.isSettled()) {
      turn.commit();
    }
  }

  @Test
  void an_accept_whose_offer_is_rescinded_before_it_is_sent_is_withdrawn() {
    Turn turn = first();
    turn.decide(SmallService.subscribed(), NOON);
    turn.decide(SmallService.offer("offer-1"), NOON);
    turn.decide(
        new SchedulerEvent.Mesos(new MesosEvent.Rescind(new OfferId("offer-1"))),
        NOON.plusMillis(1));
    settle(turn);
    assertThat(hasSent(MesosCall.Accept.class)).isFalse();
    PodRecord withdrawn = stored().orElseThrow();
    assertThat(withdrawn.hasActiveTask()).isFalse();
    assertThat(withdrawn.holdings()).isEmpty();
    assertThat(withdrawn.backoff().failures()).isZero();

    turn.decide(SmallService.offer("offer-2"), NOON.plusSeconds(1));
    settle(turn);
    assertThat(hasSent(MesosCall.Accept.class)).isTrue();
  }

  @Test
  void an_accept_is_sent_when_its_records_are_durable_and_not_before() {
    Turn turn = first();
    turn.decide(SmallService.subscribed(), NOON);
    turn.decide(SmallService.offer("offer-1"), NOON);
    assertThat(performed).isEmpty();
    assertThat(stored()).isEmpty();
    settle(turn);
    assertThat(hasSent(MesosCall.Accept.class)).isTrue();
    assertThat(stored().flatMap(pod -> pod.task("server")))
        .hasValueSatisfying(task -> assertThat(task.state()).isEqualTo(TaskState.STAGING));
  }

  @Test
  void what_could_not_be_stored_is_not_done_and_is_tried_again() {
    Turn turn = first();
    turn.decide(SmallService.subscribed(), NOON);
    settle(turn);
    turn.decide(SmallService.offer("offer-1"), NOON);
    store.failNext(Fault.NOT_DONE);
    assertThatThrownBy(turn::commit).isInstanceOf(StoreException.class);
    assertThat(hasSent(MesosCall.Accept.class)).isFalse();
    assertThat(stored()).isEmpty();
    settle(turn);
    assertThat(hasSent(MesosCall.Accept.class)).isTrue();
    assertThat(stored()).isPresent();
  }

  @Test
  void a_write_of_unknown_outcome_is_followed_by_its_effects_once() {
    Turn turn = first();
    turn.decide(SmallService.subscribed(), NOON);
    settle(turn);
    turn.decide(SmallService.offer("offer-1"), NOON);
    store.failNext(Fault.DONE_UNKNOWN);
    assertThatThrownBy(turn::commit).isInstanceOf(StoreException.class);
    assertThat(hasSent(MesosCall.Accept.class)).isFalse();
    settle(turn);
    assertThat(
            performed.stream()
                .filter(
                    effect ->
                        effect instanceof Effect.Send send
                            && send.call() instanceof MesosCall.Accept))
        .hasSize(1);
  }

  @Test
  void a_scheduler_killed_between_commit_and_effect_asks_for_the_launch_instead_of_repeating_it() {
    Turn killed = first();
    killed.decide(SmallService.subscribed(), NOON);
    killed.decide(SmallService.offer("offer-1"), NOON);
    settle(killed);
    performed.clear();
    Turn next = start();
    next.decide(SmallService.subscribed(), NOON.plusSeconds(10));
    next.decide(SmallService.offer("offer-2"), NOON.plusSeconds(10));
    settle(next);
    assertThat(hasSent(MesosCall.Reconcile.class)).isTrue();
    assertThat(hasSent(MesosCall.Accept.class)).isFalse();
  }

  @Test
  void a_scheduler_killed_before_its_commit_has_done_nothing() {
    Turn killed = first();
    killed.decide(SmallService.subscribed(), NOON);
    killed.decide(SmallService.offer("offer-1"), NOON);
    assertThat(performed).isEmpty();
    Turn next = start();
    next.decide(SmallService.subscribed(), NOON.plusSeconds(10));
    next.decide(SmallService.offer("offer-2"), NOON.plusSeconds(10));
    settle(next);
    assertThat(hasSent(MesosCall.Accept.class)).isTrue();
  }

  @Test
  void a_timer_is_due_at_its_time() {
    Turn turn = first();
    turn.decide(SmallService.subscribed(), NOON);
    turn.decide(SmallService.offer("offer-1"), NOON);
    settle(turn);
    Instant later = NOON.plusSeconds(61);
    assertThat(turn.isWakeDue(NOON)).isFalse();
    assertThat(turn.isWakeDue(later)).isTrue();
  }
}
