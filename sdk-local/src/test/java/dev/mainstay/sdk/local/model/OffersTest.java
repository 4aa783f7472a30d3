package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.reserve;
import static dev.mainstay.sdk.local.model.Lab.reserved;
import static dev.mainstay.sdk.local.model.Lab.scalar;
import static dev.mainstay.sdk.local.model.Lab.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.local.model.ContainerScript.Life;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is offered what, and when: section 12 of the record. */
final class OffersTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final Lab lab = Lab.withAgents(2);

  @Test
  void a_new_framework_is_offered_all_agents_at_once_in_one_event() {
    Lab.Scheduler scheduler = lab.subscribe();
    assertThat(scheduler.events(MesosEvent.Offers.class)).hasSize(1);
    assertThat(scheduler.offers())
        .extracting(Offer::agentId)
        .containsExactly(lab.agentId(1), lab.agentId(2));
    assertThat(scheduler.offered()).isEqualTo("ports:[31000-31999]; cpus:2; mem:4096; disk:20000");
    assertThat(scheduler.lastOffer().allocationRole()).isEqualTo(Lab.ROLE);
    assertThat(scheduler.events().get(0)).isInstanceOf(MesosEvent.Subscribed.class);
    assertThat(scheduler.events().get(1)).isInstanceOf(MesosEvent.Heartbeat.class);
  }

  @Test
  void what_was_declined_for_no_time_is_offered_on_the_next_tick() {
    Lab.Scheduler scheduler = lab.subscribe();
    lab.passSeconds(0.1);
    scheduler.decline(scheduler.lastOffer(), Duration.ZERO);
    assertThat(scheduler.offers()).hasSize(2);
    lab.passSeconds(0.1);
    assertThat(scheduler.offers()).hasSize(3);
  }

  @Test
  void a_refusal_keeps_the_agent_away_until_the_tick_after_its_time() {
    Lab.Scheduler scheduler = lab.subscribe();
    lab.passSeconds(1.01);
    scheduler.decline(scheduler.lastOffer(), Duration.ofSeconds(3));
    lab.passSeconds(3);
    assertThat(scheduler.offers()).hasSize(2);
    lab.passSeconds(0.2);
    assertThat(scheduler.offers()).hasSize(3);
  }

  @Test
  void a_filter_blocks_only_parts_of_what_was_declined() {
    Lab.Scheduler scheduler = lab.subscribe();
    lab.life("a", Life.endingAfter(Duration.ofSeconds(2), 0));
    scheduler.decline(scheduler.offers().get(0), LONG);
    scheduler.launch(task("a"));
    lab.passSeconds(1.5);
    assertThat(scheduler.offers()).hasSize(2);
    lab.passSeconds(2);
    assertThat(scheduler.offered()).isEqualTo("ports:[31000-31999]; cpus:2; mem:4096; disk:20000");
  }

  @Test
  void revive_clears_filters_and_is_answered_at_once() {
    Lab.Scheduler scheduler = lab.subscribe();
    scheduler.offers().forEach(offer -> scheduler.decline(offer, LONG));
    lab.passSeconds(10);
    assertThat(scheduler.offers()).hasSize(2);
    scheduler.call(new MesosCall.Revive(ImmutableList.of()));
    assertThat(scheduler.offers()).hasSize(4);
  }

  @Test
  void a_suppressed_framework_keeps_its_offers_and_gets_no_more() {
    Lab.Scheduler scheduler = lab.subscribe();
    scheduler.call(new MesosCall.Suppress(ImmutableList.of()));
    scheduler.decline(scheduler.offers().get(0), Duration.ZERO);
    lab.passSeconds(10);
    assertThat(scheduler.offers()).hasSize(2);
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    assertThat(scheduler.statuses("a")).isNotEmpty();
    assertThat(lab.model().nextWake())
        .get()
        .isEqualTo(lab.now().plusSeconds(15).minusMillis(11_000));
  }

  @Test
  void a_framework_that_subscribes_suppressed_is_offered_nothing() {
    Lab.Scheduler scheduler = lab.subscribe(Lab.framework(Lab.ROLE), Lab.ROLE);
    lab.passSeconds(5);
    assertThat(scheduler.offers()).isEmpty();
    scheduler.call(new MesosCall.Revive(ImmutableList.of(Lab.ROLE)));
    assertThat(scheduler.offers()).hasSize(2);
  }

  @Test
  void freed_resources_come_as_a_further_offer_while_the_rest_is_held() {
    Lab.Scheduler scheduler = lab.subscribe();
    scheduler.decline(scheduler.offers().get(0), LONG);
    lab.life("a", Life.endingAfter(Duration.ofSeconds(1), 0));
    Offer offer = scheduler.lastOffer();
    scheduler.accept(offer, scheduler.group(Lab.executor("e"), offer.agentId(), task("a")));
    lab.passSeconds(0.5);
    assertThat(scheduler.offered())
        .isEqualTo("ports:[31000-31999]; cpus:1.8; mem:4032; disk:19968");
    assertThat(scheduler.lastOffer().executorIds()).containsExactly(new ExecutorId("e"));
    scheduler.forgetEvents();
    lab.passSeconds(2);
    assertThat(scheduler.offers()).isNotEmpty();
    assertThat(scheduler.offers()).allMatch(each -> each.agentId().equals(offer.agentId()));
    assertThat(
            scheduler.offers().stream()
                .flatMap(each -> each.resources().stream())
                .map(ResourceText::of))
        .noneMatch(text -> text.contains("1.8"));
  }

  @Test
  void two_frameworks_share_the_agents() {
    Lab.Scheduler first = lab.subscribe();
    Lab.Scheduler second = lab.subscribe(Lab.framework("other"));
    first.offers().forEach(offer -> first.decline(offer, Duration.ZERO));
    lab.passSeconds(1);
    assertThat(second.offers()).hasSize(1);
    assertThat(first.offers()).hasSize(3);
  }

  @Test
  void reserved_resources_are_offered_in_their_role_alone() {
    Lab.Scheduler first = lab.subscribe();
    first.accept(first.lastOffer(), reserve("r", reserved(scalar("cpus", 0.5), "x")));
    lab.passSeconds(1);
    first.call(new MesosCall.Teardown());
    Lab.Scheduler other = lab.subscribe(Lab.framework("other"));
    assertThat(other.offered()).isEqualTo("ports:[31000-31999]; cpus:1.5; mem:4096; disk:20000");
    Lab.Scheduler same = lab.subscribe();
    assertThat(same.offered())
        .isEqualTo("cpus(reservations: [(DYNAMIC,test-role,tester,{id: x})]):0.5");
  }

  @Test
  void offers_of_two_agents_are_refused_together_and_both_are_gone() {
    Lab.Scheduler scheduler = lab.subscribe();
    Offer left = scheduler.offers().get(0);
    Offer right = scheduler.offers().get(1);
    scheduler.accept(
        Duration.ZERO,
        ImmutableList.of(left.id(), right.id()),
        scheduler.group(Lab.executor("e"), left.agentId(), task("a")),
        reserve("r", reserved(scalar("cpus", 1))));
    assertThat(scheduler.last("a").message())
        .isEqualTo(
            "Task launched with invalid offers: Aggregated offers must belong to one single agent. Offer "
                + right.id()
                + " uses agent "
                + right.agentId()
                + " and agent "
                + left.agentId());
    assertThat(scheduler.operations().get(0).message())
        .startsWith("Operation attempted with invalid offers: ");
    lab.passSeconds(0.3);
    assertThat(scheduler.offers()).hasSize(4);
  }

  @Test
  void a_static_reservation_is_offered_to_its_role_and_below_and_can_be_refined() {
    Lab empty = Lab.withAgents(0);
    AgentSpec plain = Lab.agent(1);
    empty.handle(
        new ClusterInput.AgentAdded(
            new AgentSpec(
                plain.name(),
                plain.hostname(),
                plain.address(),
                null,
                ImmutableList.of(),
                ImmutableList.of(
                    scalar("cpus", 2)
                        .withReservations(
                            ImmutableList.of(
                                new Reservation(
                                    Reservation.Kind.STATIC,
                                    "test-role",
                                    null,
                                    ImmutableList.of())))))));
    Lab.Scheduler below = empty.subscribe(Lab.framework("test-role/sub"));
    assertThat(below.offered()).isEqualTo("cpus(reservations: [(STATIC,test-role)]):2");
    Resource refined =
        below
            .lastOffer()
            .resources()
            .get(0)
            .withReservations(
                ImmutableList.<Reservation>builder()
                    .addAll(below.lastOffer().resources().get(0).reservations())
                    .add(
                        new Reservation(
                            Reservation.Kind.DYNAMIC,
                            "test-role/sub",
                            Lab.PRINCIPAL,
                            ImmutableList.of()))
                    .build());
    below.accept(below.lastOffer(), reserve("r", refined));
    empty.passSeconds(1);
    assertThat(below.offered())
        .isEqualTo("cpus(reservations: [(STATIC,test-role),(DYNAMIC,test-role/sub,tester)]):2");
  }
}
