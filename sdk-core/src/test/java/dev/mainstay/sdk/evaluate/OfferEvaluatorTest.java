package dev.mainstay.sdk.evaluate;

import static dev.mainstay.sdk.sample.OfferBuilder.offer;
import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.sample.OfferBuilder;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlacementRules;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PlacementCounts;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OfferEvaluatorTest {

  private static OfferEvaluator.Match match(PodBuilder pod, Offer... offers) {
    return match(pod, PlacementCounts.NONE, offers);
  }

  private static OfferEvaluator.Match match(
      PodBuilder pod, PlacementCounts counts, Offer... offers) {
    return OfferEvaluator.fresh(
        PodRequirement.of(pod.build()), new OfferPool(List.of(offers)), counts);
  }

  private static List<String> missing(OfferEvaluator.Match match) {
    assertThat(match.claims()).isEmpty();
    return match.evaluation().failures().stream().map(Evaluation::toString).toList();
  }

  /** Which port each name got. */
  private static List<String> ports(OfferEvaluator.Match match) {
    return match.claims().stream()
        .filter(claim -> claim.resource().equals(Resource.PORTS))
        .map(
            claim ->
                claim.name()
                    + " "
                    + ((ResourceValue.Ranges) claim.value()).ranges().first().orElseThrow())
        .toList();
  }

  @Test
  void sums_up_the_whole_pod_with_its_executor() {
    PodBuilder pod = pod("p").task(task("a").cpus(1).mem(100)).task(task("b").cpus(0.5).mem(50));

    assertThat(match(pod, offer("h").cpus(1.6).mem(182).disk(256).build()).evaluation().passed())
        .isTrue();
    assertThat(missing(match(pod, offer("h").cpus(1.599).mem(181).disk(255).build())))
        .containsExactly(
            "cpus: asked 1.6, available 1.599",
            "mem: asked 182, available 181",
            "disk: asked 256, available 255");
  }

  @Test
  void a_refusal_names_everything_that_is_missing() {
    PodBuilder pod =
        pod("p")
            .oneOnEachHost()
            .task(task("a").cpus(4).port("web", 80).mount("fast", 1000).volume("data", 5000));
    PlacementCounts counts = placedOn("p-0", "h");

    assertThat(missing(match(pod, counts, offer("h").cpus(1).mem(512).disk(100).build())))
        .containsExactly(
            "UNIQUE hostname: asked at most 1 of p for each hostname, available h has 1",
            "cpus: asked 4.1, available 1",
            "disk: asked 5256, available 100",
            "port web: asked 80, available []",
            "mounted volume fast: asked 1000 MB, available no such free disk");
  }

  private static PlacementCounts placedOn(String id, String agent) {
    PodRecord pod =
        PodRecord.fresh(PodId.parse(id), ServiceBuilder.CONFIG).withPlace(PodRecords.place(agent));
    return ServiceState.empty().apply(new StateChange.Put(pod)).placements();
  }

  @Test
  void dynamic_ports_are_the_lowest_after_fixed_ones_were_set_aside() {
    PodBuilder pod =
        pod("p")
            .task(task("a").port("any", 0).port("next", 0))
            .task(task("b").port("fixed", 31_000).port("also", 31_002));

    assertThat(ports(match(pod, offer("h").roomy().build())))
        .containsExactly("any 31001", "next 31003", "fixed 31000", "also 31002");
  }

  @Test
  void a_dynamic_port_stays_within_its_ranges() {
    PodBuilder pod = pod("p").task(task("a").port("web", 0, PortRanges.of(31_500, 31_501)));

    assertThat(ports(match(pod, offer("h").roomy().build()))).containsExactly("web 31500");
    assertThat(missing(match(pod, offer("h").cpus(8).mem(999).disk(999).ports(1, 31_499).build())))
        .containsExactly("port web: asked [31500-31501], available [1-31499]");
  }

  @Test
  void a_dynamic_port_leaves_others_the_few_numbers_that_they_may_have() {
    PodBuilder pod =
        pod("p")
            .task(task("a").port("any", 0).port("few", 0, PortRanges.of(31_000, 31_001)))
            .task(task("b").port("one", 0, PortRanges.ofPort(31_000)));

    assertThat(ports(match(pod, offer("h").roomy().build())))
        .containsExactly("any 31002", "few 31001", "one 31000");
  }

  @Test
  void a_port_is_given_once() {
    PodBuilder pod = pod("p").task(task("a").port("one", 0)).task(task("b").port("two", 0));
    Offer offer = offer("h").cpus(8).mem(999).disk(999).ports(7, 7).build();

    assertThat(missing(match(pod, offer))).containsExactly("port two: asked any, available []");
  }

  @Test
  void root_volumes_come_out_of_the_agents_disk() {
    PodBuilder pod = pod("p").volume("shared", 100).task(task("a").volume("data", 200));

    assertThat(match(pod, offer("h").cpus(8).mem(999).disk(556).build()).claims())
        .filteredOn(claim -> claim.volumePath() != null)
        .extracting(claim -> claim.owner() + "/" + claim.name())
        .containsExactly("/shared", "a-resource-set/data");
    assertThat(missing(match(pod, offer("h").cpus(8).mem(999).disk(555).build())))
        .containsExactly("disk: asked 556, available 555");
  }

  @Test
  void a_mount_volume_takes_the_smallest_whole_disk_that_suffices_and_none_twice() {
    PodBuilder pod = pod("p").task(task("a").mount("one", 500).mount("two", 500));
    OfferBuilder offer =
        offer("h")
            .roomy()
            .mountedDisk("/mnt/large", 9000, null)
            .mountedDisk("/mnt/small", 400, null)
            .mountedDisk("/mnt/middle", 600, null);

    assertThat(match(pod, offer.build()).claims())
        .filteredOn(claim -> claim.source() != null)
        .extracting(claim -> claim.name() + " " + root(claim) + " " + claim.value())
        .containsExactly(
            "one /mnt/middle " + new ResourceValue.Amount(Scalar.of(600L)),
            "two /mnt/large " + new ResourceValue.Amount(Scalar.of(9000L)));
  }

  private static String root(Claim claim) {
    DiskInfo.Source source = claim.source();
    return source == null ? "none" : String.valueOf(source.root());
  }

  @Test
  void a_mount_volume_looks_at_profiles() {
    PodBuilder pod = pod("p").task(task("a").mount("fast", 500, "ssd"));

    assertThat(missing(match(pod, offer("h").roomy().mountedDisk("/mnt/slow", 900, "hdd").build())))
        .containsExactly("mounted volume fast: asked 500 MB of [ssd], available no such free disk");
    assertThat(
            match(pod, offer("h").roomy().mountedDisk("/mnt/fast", 900, "ssd").build())
                .evaluation()
                .passed())
        .isTrue();
  }

  @Test
  void a_pod_stays_in_the_masters_region_unless_its_placement_looks_at_the_region() {
    PodBuilder plain = pod("p").task(task("a"));
    PodBuilder anywhere = pod("p").placement(PlacementRules.region().like(".*")).task(task("a"));
    OfferPool pool = new OfferPool(List.of(offer("h").roomy().zone("a").build()));

    assertThat(missing(inRegion(plain, pool, "there")))
        .containsExactly(
            "LOCAL @region: asked the master's region there, as no placement names another,"
                + " available here");
    assertThat(inRegion(plain, pool, "here").evaluation()).matches(Evaluation::passed);
    assertThat(inRegion(plain, pool, null).evaluation()).matches(Evaluation::passed);
    assertThat(inRegion(anywhere, pool, "there").evaluation()).matches(Evaluation::passed);
  }

  private static OfferEvaluator.Match inRegion(
      PodBuilder pod, OfferPool pool, @Nullable String localRegion) {
    return OfferEvaluator.fresh(
        PodRequirement.of(pod.build()), pool, PlacementCounts.NONE, localRegion);
  }

  @Test
  void offers_of_one_agent_add_up() {
    PodBuilder pod = pod("p").task(task("a").cpus(3));

    assertThat(
            match(
                    pod,
                    offer("h", "O1").cpus(2).mem(512).build(),
                    offer("h", "O2").cpus(2).disk(512).build())
                .evaluation()
                .passed())
        .isTrue();
  }

  @Test
  void what_somebody_reserved_is_not_free() {
    PodBuilder pod = pod("p").task(task("a").cpus(1));
    Offer offer = offer("h").mem(512).disk(512).with(reserved("r1", 4)).build();

    assertThat(missing(match(pod, offer))).containsExactly("cpus: asked 1.1, available 0");
  }

  private static Resource reserved(String id, double cpus) {
    return Resource.of(Resource.CPUS, new ResourceValue.Amount(Scalar.of(cpus)))
        .withReservations(
            ImmutableList.of(
                new Reservation(
                    Reservation.Kind.DYNAMIC,
                    OfferBuilder.ROLE,
                    null,
                    ImmutableList.of(new Label(Reservation.RESOURCE_ID_LABEL, id)))));
  }

  @Test
  void a_part_of_a_reservation_is_not_the_whole_and_parts_together_are() {
    Holding holding =
        new Holding(
            "set",
            "cpus",
            new ResourceId("r1"),
            reserved("r1", 2),
            Holding.Phase.HELD,
            ImmutableList.of());

    assertThat(returning(holding, reserved("r1", 1.5)))
        .containsExactly("reserved cpus: asked 2 (r1), available [1.5]");
    assertThat(returning(holding))
        .containsExactly("reserved cpus: asked 2 (r1), available not offered");
    assertThat(returning(holding, reserved("r1", 1.5), reserved("r1", 0.5))).isEmpty();
  }

  private static List<String> returning(Holding holding, Resource... offered) {
    OfferPool pool = new OfferPool(List.of(offer("h").with(List.of(offered)).build()));
    ImmutableList<Holding> needed = ImmutableList.of(holding);
    Refit refit =
        new Refit(needed, needed, ImmutableList.of(), ImmutableList.of(), PortRanges.EMPTY);
    return OfferEvaluator.returning("p-0", refit, pool).evaluation().failures().stream()
        .map(Evaluation::toString)
        .toList();
  }

  @Test
  void a_reserved_disk_without_its_volume_is_not_the_volume() {
    Resource disk =
        reserved("r1", 1)
            .withDisk(new DiskInfo(new DiskInfo.Persistence("volume-1", null), null, null));
    Holding volume =
        new Holding(
            "set", "data", new ResourceId("r1"), disk, Holding.Phase.HELD, ImmutableList.of());

    assertThat(returning(volume, disk)).isEmpty();
    assertThat(returning(volume, disk.withDisk(null))).isNotEmpty();
  }
}
