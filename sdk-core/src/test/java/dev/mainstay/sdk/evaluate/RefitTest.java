package dev.mainstay.sdk.evaluate;

import static dev.mainstay.sdk.sample.OfferBuilder.offer;
import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.sample.OfferBuilder;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.TaskBuilder;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PlacementCounts;
import dev.mainstay.sdk.state.PodRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pod that was reserved for one spec has to change for a launch in another. */
final class RefitTest {

  private static PodBuilder node(TaskBuilder server) {
    return pod("node").volume("shared", 50).task(server).task(task("sidecar"));
  }

  private static TaskBuilder server() {
    return task("server").port("http", 0).port("admin", 8081).volume("data", 100);
  }

  /** Holds all that the spec asks for, on a roomy agent with port 8081 and mounted disks. */
  private static PodRecord holding(PodBuilder pod) {
    OfferBuilder offer = offer("agent-1").roomy().ports(8081, 8081).mountedDisk("/m", 500, "fast");
    ImmutableList<Claim> claims =
        OfferEvaluator.fresh(
                PodRequirement.of(pod.build()),
                new OfferPool(List.of(offer.build())),
                PlacementCounts.NONE)
            .claims();
    assertThat(claims).isNotEmpty();
    return PodRecords.fresh("node-0")
        .withPlace(PodRecords.place("agent-1"))
        .withHoldings(
            claims.stream().map(RefitTest::held).collect(ImmutableList.toImmutableList()));
  }

  private static Holding held(Claim claim) {
    String id = claim.owner() + "/" + claim.name();
    Resource resource = Resource.of(claim.resource(), claim.value());
    return new Holding(
        claim.owner(),
        claim.name(),
        new ResourceId(id),
        claim.volumePath() == null
            ? resource
            : resource.withDisk(
                new DiskInfo(new DiskInfo.Persistence("p-" + id, null), null, claim.source())),
        Holding.Phase.HELD,
        ImmutableList.of());
  }

  private static Refit refit(PodRecord pod, PodBuilder wanted, boolean join, String... tasks) {
    return Refit.of(pod, wanted.build(), List.of(tasks), join);
  }

  /** Of the whole pod, as its server is launched in a fresh executor. */
  private static Refit refit(PodBuilder from, PodBuilder to) {
    return refit(holding(from), to, false, "server");
  }

  private static List<String> ids(List<Holding> holdings) {
    return holdings.stream().map(holding -> holding.id().value()).toList();
  }

  private static List<String> missing(Refit refit) {
    return refit.missing().stream().map(need -> need.owner() + "/" + need.name()).toList();
  }

  @Test
  void the_same_configuration_changes_nothing() {
    PodRecord pod = holding(node(server()));

    Refit refit = refit(pod, node(server()), false, "server");
    assertThat(refit.isFit()).isTrue();
    assertThat(refit.kept()).isEqualTo(pod.holdings());
    assertThat(refit.needed())
        .extracting(Holding::owner)
        .containsOnly("server-resource-set", Holding.EXECUTOR);
    assertThat(refit(pod, node(server()), true, "sidecar").needed())
        .extracting(Holding::owner)
        .containsOnly("sidecar-resource-set");
  }

  @Test
  void another_amount_is_reserved_in_place_of_the_old_one() {
    for (TaskBuilder resized : List.of(server().cpus(1), server().cpus(0.1))) {
      Refit refit = refit(node(server()), node(resized));

      assertThat(ids(refit.surplus())).containsExactly("server-resource-set/cpus");
      assertThat(missing(refit)).containsExactly("server-resource-set/cpus");
    }
  }

  @Test
  void a_resource_set_that_is_not_launched_now_is_refitted_too_unless_its_pod_runs() {
    PodRecord pod = holding(node(server()));
    PodBuilder wanted =
        pod("node").volume("shared", 50).task(server()).task(task("sidecar").mem(1));

    assertThat(missing(refit(pod, wanted, false, "server")))
        .containsExactly("sidecar-resource-set/mem");
    assertThat(refit(pod, wanted, true, "server").isFit()).isTrue();
  }

  @Test
  void a_task_that_is_new_gets_its_set_and_what_a_task_that_is_gone_had_is_given_up() {
    PodBuilder wanted = pod("node").volume("shared", 50).task(server()).task(task("backup"));

    Refit refit = refit(node(server()), wanted);
    assertThat(ids(refit.surplus()))
        .containsExactly("sidecar-resource-set/cpus", "sidecar-resource-set/mem");
    assertThat(missing(refit))
        .containsExactly("backup-resource-set/cpus", "backup-resource-set/mem");
  }

  @Test
  void only_the_set_of_a_task_that_joins_is_added_to_a_pod_that_runs() {
    PodBuilder wanted =
        pod("node").volume("shared", 50).task(server().cpus(4)).task(task("backup"));

    Refit refit = refit(holding(node(server())), wanted, true, "backup");
    assertThat(refit.surplus()).isEmpty();
    assertThat(refit.needed()).isEmpty();
    assertThat(missing(refit))
        .containsExactly("backup-resource-set/cpus", "backup-resource-set/mem");
  }

  @Test
  void a_fixed_port_of_another_number_is_reserved_anew_and_a_port_less_is_given_up() {
    Refit other =
        refit(
            node(server()),
            node(task("server").port("http", 0).port("admin", 8082).volume("data", 100)));
    assertThat(ids(other.surplus())).containsExactly("server-resource-set/admin");
    assertThat(missing(other)).containsExactly("server-resource-set/admin");

    Refit less = refit(node(server()), node(task("server").port("http", 0).volume("data", 100)));
    assertThat(ids(less.surplus())).containsExactly("server-resource-set/admin");
    assertThat(less.missing()).isEmpty();
  }

  @Test
  void a_dynamic_port_keeps_its_number_while_it_may() {
    TaskBuilder narrower =
        task("server")
            .port("http", 0, PortRanges.of(9000, 9001))
            .port("admin", 8081)
            .volume("data", 100);
    TaskBuilder taken = task("server").port("http", 0).port("admin", 31_000).volume("data", 100);
    TaskBuilder wasFixed = task("server").port("http", 0).port("admin", 0).volume("data", 100);

    // The lowest that was free is 8081, which admin wants, so that http has 31000.
    assertThat(refit(node(server()), node(wasFixed)).isFit()).isTrue();
    assertThat(missing(refit(node(server()), node(narrower))))
        .containsExactly("server-resource-set/http");
    assertThat(missing(refit(node(server()), node(taken))))
        .containsExactly("server-resource-set/http", "server-resource-set/admin");
  }

  @Test
  void a_volume_is_never_given_up() {
    TaskBuilder without = task("server").port("http", 0).port("admin", 8081);
    Refit gone = refit(node(server()), node(without));
    assertThat(gone.isFit()).isTrue();
    assertThat(ids(gone.kept())).contains("server-resource-set/data");

    Refit larger = refit(node(server()), node(without.volume("data", 7)));
    assertThat(larger.isFit()).isTrue();

    Refit ofTaskThatIsGone =
        refit(node(server()), pod("node").volume("shared", 50).task(task("server")));
    assertThat(ids(ofTaskThatIsGone.kept())).contains("server-resource-set/data");
    assertThat(ofTaskThatIsGone.surplus()).noneMatch(Holding::isVolume);
  }

  @Test
  void a_volume_stays_with_the_task_whose_resource_set_has_another_name_now() {
    PodBuilder wanted =
        pod("node")
            .volume("shared", 50)
            .task(task("server").onResourcesOf("format"))
            .task(task("format").volume("data", 100))
            .task(task("sidecar"));

    Refit refit = refit(node(server()), wanted);
    assertThat(missing(refit))
        .containsExactly("format-resource-set/cpus", "format-resource-set/mem");
    assertThat(refit.needed())
        .filteredOn(holding -> holding.id().value().equals("server-resource-set/data"))
        .extracting(Holding::owner)
        .containsExactly("format-resource-set");
  }

  @Test
  void a_new_volume_of_the_pod_and_of_a_task_is_claimed() {
    PodBuilder wanted = node(server().mount("log", 100, "fast")).volume("more", 10);
    PodRecord pod = holding(node(server()));
    Refit refit = refit(pod, wanted, false, "server");
    assertThat(missing(refit)).containsExactly("/more", "server-resource-set/log");

    assertThat(match(refit, offer("agent-1").disk(9)).evaluation().failures())
        .extracting(Evaluation::toString)
        .contains(
            "disk: asked 10, available 9",
            "mounted volume log: asked 100 MB of [fast], available no such free disk");
  }

  private static OfferEvaluator.Match match(Refit refit, OfferBuilder offer) {
    return OfferEvaluator.returning("node-0", refit, new OfferPool(List.of(offer.build())));
  }

  @Test
  void what_is_not_offered_is_told_apart_from_what_there_is_no_room_for() {
    Refit refit = refit(node(server()), node(server().cpus(2)));

    OfferEvaluator.Match match = match(refit, offer("agent-1").cpus(1.9));
    assertThat(match.offersItsOwn()).isFalse();
    assertThat(match.evaluation().failures())
        .extracting(Evaluation::toString)
        .contains(
            "to give up, reserved cpus: asked 0.5 (server-resource-set/cpus), available not offered",
            "cpus: asked 2, available 1.9");
  }
}
