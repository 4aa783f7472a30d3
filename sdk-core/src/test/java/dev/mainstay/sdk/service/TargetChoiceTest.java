package dev.mainstay.sdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.VariableStays;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TargetChoiceTest {

  private static final ConfigId FRESH = new ConfigId("00000000-0000-0000-0000-000000000001");

  private static final ConfigId LIVE = new ConfigId("00000000-0000-0000-0000-000000000002");
  private static final ConfigId NEXT = new ConfigId("00000000-0000-0000-0000-000000000003");

  private static final String DEPLOYED =
      """
      name: kiosk
      scheduler: {user: nobody}
      pods:
        node:
          count: 3
          placement: '[["@region", "IS", "east"]]'
          tasks:
            server:
              goal: RUNNING
              cmd: ./run
              cpus: 1
              memory: 64
              env: {CLUSTER: one}
              volumes:
                data: {path: kiosk-data, type: ROOT, size: 1000}
                log: {path: kiosk-log, type: ROOT, size: 10}
        spare: {count: 1, tasks: {server: {goal: RUNNING, cmd: ./run, cpus: 1, memory: 64}}}
      """;

  @Test
  void the_same_spec_again_changes_nothing() {
    TargetChoice choice = choose(deployed(), DEPLOYED, SpecValidator.NONE);
    assertThat(choice.changes()).isEmpty();
    assertThat(choice.told()).isEmpty();
    assertThat(choice.refused()).isEmpty();
  }

  @Test
  void a_spec_with_another_comment_is_kept_but_changes_nothing_else() {
    ServiceState state = deployed();
    TargetChoice choice = choose(state, "# more\n" + DEPLOYED, SpecValidator.NONE);
    ServiceState after = state.applyAll(choice.changes());
    assertThat(after.targetRecord()).isEqualTo(state.targetRecord());
    assertThat(after.target().orElseThrow().inputs().specText()).startsWith("# more");
  }

  @Test
  void another_spec_becomes_the_target_and_is_announced() {
    TargetChoice choice =
        choose(deployed(), DEPLOYED.replace("count: 3", "count: 4"), SpecValidator.NONE);
    assertThat(choice.refused()).isEmpty();
    assertThat(choice.told())
        .isEqualTo("update from files: " + NEXT + " becomes the target: pods.node.count: 3 → 4");
    ServiceState after = deployed().applyAll(choice.changes());
    assertThat(after.target().orElseThrow().id()).isEqualTo(NEXT);
    assertThat(after.targetRecord().orElseThrow().started()).isEqualTo(NEXT);
    assertThat(after.configuration(FRESH)).isPresent();
  }

  @Test
  void the_spec_of_the_last_start_does_not_undo_a_live_update() {
    ServiceState updated = liveUpdate(DEPLOYED.replace("count: 3", "count: 5"));
    TargetChoice choice = choose(updated, DEPLOYED, SpecValidator.NONE);
    assertThat(choice.changes()).isEmpty();
    assertThat(choice.told())
        .isEqualTo(
            "the spec is that of the last start; the target stays "
                + LIVE
                + ", which came by: update by the operator");
  }

  @Test
  void a_spec_that_was_brought_to_the_live_target_is_that_of_the_last_start_from_then_on() {
    ServiceState updated = liveUpdate(DEPLOYED.replace("count: 3", "count: 5"));
    ServiceState after =
        updated.applyAll(
            choose(updated, DEPLOYED.replace("count: 3", "count: 5"), SpecValidator.NONE)
                .changes());
    assertThat(after.targetRecord().orElseThrow().started()).isEqualTo(LIVE);
    assertThat(after.targetRecord().orElseThrow().configId()).isEqualTo(LIVE);
  }

  @Test
  void each_change_that_may_never_be_made_is_told_first_at_its_place() {
    String wanted =
        DEPLOYED
            .replace("user: nobody", "user: root")
            .replace("count: 3", "count: 2")
            .replace("east", "west")
            .replace("type: ROOT, size: 1000", "type: MOUNT, size: 2000")
            .replace("          log: {path: kiosk-log, type: ROOT, size: 10}\n", "")
            .replace("spare", "extra");
    List<String> lines = refusal(wanted, SpecValidator.NONE);
    assertThat(lines)
        .containsExactly(
            "svc.yml:2:13: scheduler.user: was nobody, is root; the files in the volumes belong to the first user; put it back",
            "svc.yml:3:1: pods: pod type 'spare' is gone, of which there are 1 instances; put it back; it may go when it was deployed with 'allow-decommission: true' before",
            "svc.yml:5:5: pods.node.count: was 3, is 2; instances are not given up with their data; write at least 3, or 'allow-decommission: true' for the pod type if they may go",
            "svc.yml:6:5: pods.node.placement: was @region is east, is @region is west; deployed pods stay in their region; put the rule about '@region' back",
            "svc.yml:14:9: pods.node.tasks.server.volumes: volume 'kiosk-log' is gone; its data would be out of reach; put it back",
            "svc.yml:15:36: pods.node.tasks.server.volumes.data.type: was ROOT, is MOUNT; a volume keeps its type; put it back, or make a pod type of another name that has such a volume",
            "svc.yml:15:49: pods.node.tasks.server.volumes.data.size: was 1000 MB, is 2000 MB; a volume keeps its size; put it back, or make a pod type of another name that has such a volume");
  }

  @Test
  void the_principal_stays_and_so_does_that_of_the_framework() {
    String wanted = DEPLOYED.replace("user: nobody", "user: nobody, principal: other");
    assertThat(refusal(wanted, SpecValidator.NONE))
        .containsExactly(
            "svc.yml:2:27: scheduler.principal: was not set, is other; the framework and its reservations belong to the first principal; put it back");
    assertThat(FrameworkIdentity.spec(load(wanted).spec(), deployed()).scheduler().principal())
        .isNull();
  }

  @Test
  void networks_and_reserved_roles_stay_and_pods_may_shrink_where_it_is_allowed() {
    String wanted =
        DEPLOYED.replace(
            "    count: 3\n",
            "    count: 1\n    allow-decommission: true\n    networks: {dcos: {}}\n    pre-reserved-role: slave_public\n");
    List<String> lines = refusal(wanted, SpecValidator.NONE);
    assertThat(lines)
        .containsExactly(
            "svc.yml:7:5: pods.node.networks: ports were those of the agent, now has its own; the ports of deployed pods are reserved or not, for good; stay with networks of the kind: none",
            "svc.yml:8:5: pods.node.pre-reserved-role: was not set, is slave_public; the resources stay reserved for the first role; put it back");
  }

  @Test
  void a_frameworks_own_rules_see_the_deployed_spec() {
    SpecValidator rules =
        new VariableStays("node", "server", "CLUSTER")
            .and(
                (deployed, wanted) ->
                    deployed == null
                        ? ImmutableList.of()
                        : ImmutableList.of(
                            SpecProblem.warning(ImmutableList.of("pods"), "is shown", "")));
    assertThat(refusal(DEPLOYED.replace("CLUSTER: one", "CLUSTER: two"), rules).get(0))
        .isEqualTo(
            "svc.yml:13:15: pods.node.tasks.server.env.CLUSTER: was 'one', is 'two', and may not change once it is deployed; put it back");
  }

  @Test
  void pods_that_waited_for_a_person_or_a_back_off_are_tried_with_the_new_spec_at_once() {
    Backoff failures = new Backoff(5, Instant.EPOCH.plusSeconds(600), "server failed", null);
    PodRecord waiting =
        PodRecord.fresh(new PodId("node", 0), FRESH)
            .withError("template server.conf: no such variable")
            .withBackoff(failures);
    ServiceState state = deployed().apply(new StateChange.Put(waiting));
    ServiceState after =
        state.applyAll(
            choose(state, DEPLOYED.replace("count: 3", "count: 4"), SpecValidator.NONE).changes());
    PodRecord pod = after.pod(waiting.id()).orElseThrow();
    assertThat(pod.error()).isEmpty();
    assertThat(pod.backoff()).isEqualTo(Backoff.NONE);
  }

  @Test
  void configurations_of_many_starts_are_not_kept_for_ever() {
    ServiceState state = deployed();
    for (int start = 0; start < 40; start++) {
      state =
          state.applyAll(
              TargetChoice.of(
                      state,
                      load(DEPLOYED.replace("memory: 64", "memory: " + (65 + start))),
                      SpecValidator.NONE,
                      new ConfigId(new UUID(1, start).toString()),
                      Instant.EPOCH.plusSeconds(start))
                  .changes());
    }
    assertThat(state.configurations()).hasSizeLessThan(25);
    assertThat(state.target().orElseThrow().id())
        .isEqualTo(new ConfigId(new UUID(1, 39).toString()));
  }

  private static List<String> refusal(String wanted, SpecValidator validator) {
    TargetChoice choice = choose(deployed(), wanted, validator);
    assertThat(choice.changes()).isEmpty();
    assertThat(choice.told())
        .startsWith("the spec of this start is refused, and the service goes on with " + FRESH);
    return choice.refused().stream().map(Problem::toString).toList();
  }

  private static TargetChoice choose(ServiceState state, String wanted, SpecValidator validator) {
    return TargetChoice.of(state, load(wanted), validator, NEXT, Instant.EPOCH);
  }

  private static ServiceState deployed() {
    return ServiceState.empty()
        .applyAll(
            TargetChoice.of(
                    ServiceState.empty(), load(DEPLOYED), SpecValidator.NONE, FRESH, Instant.EPOCH)
                .changes());
  }

  private static ServiceState liveUpdate(String text) {
    LoadedSpec spec = load(text);
    TargetRecord target = deployed().targetRecord().orElseThrow();
    return deployed()
        .applyAll(
            List.of(
                new StateChange.Put(
                    new ConfigurationRecord(
                        LIVE, Instant.EPOCH, "update by the operator", spec.inputs(), spec.spec())),
                new StateChange.Put(target.withTarget(LIVE, "run"))));
  }

  private static LoadedSpec load(String text) {
    return SpecLoader.load(
        "svc.yml",
        text,
        ImmutableMap.of(),
        new TemplateReader() {
          @Override
          public Optional<String> read(String path) {
            return Optional.empty();
          }

          @Override
          public ImmutableSet<String> known() {
            return ImmutableSet.of();
          }
        });
  }
}
