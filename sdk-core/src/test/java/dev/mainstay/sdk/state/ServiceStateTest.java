package dev.mainstay.sdk.state;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.PodRecords.fresh;
import static dev.mainstay.sdk.sample.PodRecords.place;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ServiceStateTest {

  private static final List<String> PODS = List.of("hello-0", "hello-1", "web-0");
  private static final List<String> AGENTS = List.of("agent-1", "agent-2");

  private static Resource cpus() {
    return Resource.of(Resource.CPUS, new ResourceValue.Amount(Scalar.of(1L)));
  }

  private static Holding holding(String id) {
    return new Holding(
        "set", "cpus", new ResourceId(id), cpus(), Holding.Phase.HELD, ImmutableList.of());
  }

  private static ReleasedRecord released(String id, String agent) {
    return new ReleasedRecord(
        new ResourceId(id),
        new AgentId(agent),
        "",
        new PodId("hello", 0),
        cpus(),
        Holding.Phase.HELD,
        "test",
        "",
        null);
  }

  private static ServiceState put(ServiceState state, StateRecord record) {
    return state.apply(new StateChange.Put(record));
  }

  @Property(tries = 500)
  void changes_one_by_one_give_what_all_records_give(@ForAll("changes") List<StateChange> changes) {
    Map<RecordKey, StateRecord> records = new LinkedHashMap<>();
    ServiceState state = ServiceState.empty();
    for (StateChange change : changes) {
      state = state.apply(change);
      if (change instanceof StateChange.Put put) {
        records.put(put.key(), put.record());
      } else {
        records.remove(change.key());
      }
    }

    assertSame(state, ServiceState.of(records.values()));
    assertSame(state, ServiceState.of(ImmutableList.copyOf(records.values()).reverse()));
    assertSame(state, ServiceState.empty().applyAll(changes));
  }

  private static void assertSame(ServiceState one, ServiceState other) {
    assertThat(one.frameworkId()).isEqualTo(other.frameworkId());
    assertThat(one.target()).isEqualTo(other.target());
    assertThat(one.configurations()).containsExactlyElementsOf(other.configurations());
    assertThat(one.pods()).containsExactlyElementsOf(other.pods());
    assertThat(one.released()).containsExactlyElementsOf(other.released());
    assertThat(one.placements()).isEqualTo(other.placements());
    for (String pod : PODS) {
      for (String number : List.of("1", "2")) {
        TaskId task = new TaskId(pod + "-" + number);
        assertThat(one.podOfTask(task)).as("%s", task).isEqualTo(other.podOfTask(task));
        ResourceId resource = new ResourceId(pod + "-" + number);
        assertThat(one.podOfResource(resource))
            .as("%s", resource)
            .isEqualTo(other.podOfResource(resource));
      }
    }
    for (String agent : AGENTS) {
      assertThat(one.podsOn(new AgentId(agent)))
          .as("%s", agent)
          .isEqualTo(other.podsOn(new AgentId(agent)))
          .isEqualTo(placedOn(agent, one));
      assertThat(one.hasReleasedOn(new AgentId(agent)))
          .isEqualTo(other.hasReleasedOn(new AgentId(agent)));
    }
  }

  private static ImmutableList<PodRecord> placedOn(String agent, ServiceState state) {
    return state.pods().stream()
        .filter(pod -> pod.place() != null && pod.place().agentId().value().equals(agent))
        .collect(ImmutableList.toImmutableList());
  }

  @Provide
  Arbitrary<List<StateChange>> changes() {
    Arbitrary<StateChange> pods =
        Combinators.combine(
                Arbitraries.of(PODS),
                Arbitraries.of(AGENTS).injectNull(0.2),
                Arbitraries.of("1", "2"),
                Arbitraries.of(TaskState.class),
                Arbitraries.of("1", "2").list().uniqueElements())
            .as(
                (id, agent, task, state, holdings) ->
                    new StateChange.Put(
                        fresh(id)
                            .withPlace(agent == null ? null : place(agent))
                            .withTask(PodRecords.task("server", id + "-" + task, state))
                            .withHoldings(
                                holdings.stream()
                                    .map(number -> holding(id + "-" + number))
                                    .collect(ImmutableList.toImmutableList()))));
    Arbitrary<StateChange> forgotten =
        Arbitraries.of(PODS).map(id -> new StateChange.Remove(RecordKey.pod(PodId.parse(id))));
    Arbitrary<StateChange> released =
        Combinators.combine(Arbitraries.of("r1", "r2", "r3"), Arbitraries.of(AGENTS))
            .as((id, agent) -> new StateChange.Put(released(id, agent)));
    Arbitrary<StateChange> gone =
        Arbitraries.of("r1", "r2", "r3")
            .map(id -> new StateChange.Remove(RecordKey.released(new ResourceId(id))));
    Arbitrary<StateChange> others =
        Arbitraries.of(
            new StateChange.Put(new FrameworkRecord(new FrameworkId("F"))),
            new StateChange.Put(TargetRecord.first(ServiceBuilder.CONFIG)),
            new StateChange.Put(
                ServiceBuilder.configuration(
                    ServiceBuilder.CONFIG, hello().pod(pod("hello").task(task("server"))).build())),
            new StateChange.Remove(RecordKey.target()),
            new StateChange.Remove(RecordKey.configuration(ServiceBuilder.CONFIG)));
    return Arbitraries.oneOf(pods, forgotten, released, gone, others).list().ofMaxSize(30);
  }

  @Test
  void a_replaced_launch_is_not_found_any_more() {
    ServiceState state =
        put(
            ServiceState.empty(),
            fresh("hello-0").withTask(PodRecords.task("server", "old", TaskState.FAILED)));
    state =
        put(state, fresh("hello-0").withTask(PodRecords.task("server", "new", TaskState.STAGING)));

    assertThat(state.podOfTask(new TaskId("old"))).isEmpty();
    assertThat(state.podOfTask(new TaskId("new"))).isPresent();
  }

  @Test
  void a_given_up_holding_is_not_found_any_more() {
    PodRecord pod = fresh("hello-0");
    ServiceState state =
        put(ServiceState.empty(), pod.withHoldings(ImmutableList.of(holding("a"), holding("b"))));
    state = put(state, pod.withHoldings(ImmutableList.of(holding("b"))));

    assertThat(state.podOfResource(new ResourceId("a"))).isEmpty();
    assertThat(state.podOfResource(new ResourceId("b"))).isPresent();
  }

  @Test
  void counts_pods_where_they_are_and_forgets_them_when_they_go() {
    ServiceState state = put(ServiceState.empty(), fresh("hello-0").withPlace(place("agent-1")));
    state = put(state, fresh("hello-1").withPlace(place("agent-1")));
    assertThat(state.placements().ofType("hello", "hostname").count("agent-1")).isEqualTo(2);

    state = put(state, fresh("hello-1").withPlace(place("agent-2")));
    assertThat(state.placements().ofType("hello", "hostname").count("agent-1")).isEqualTo(1);

    state = state.apply(new StateChange.Remove(RecordKey.pod(new PodId("hello", 1))));
    assertThat(state.placements().ofType("hello", "hostname").count("agent-2")).isZero();
    assertThat(state.placements().ofType("web", "hostname").count("agent-1")).isZero();
  }

  @Test
  void an_agent_is_clean_once_its_last_leftover_is_gone() {
    AgentId agent = new AgentId("agent-1");
    ServiceState state = put(ServiceState.empty(), released("r1", "agent-1"));
    state = put(state, released("r2", "agent-1"));

    state = state.apply(new StateChange.Remove(RecordKey.released(new ResourceId("r1"))));
    assertThat(state.hasReleasedOn(agent)).isTrue();
    state = state.apply(new StateChange.Remove(RecordKey.released(new ResourceId("r2"))));
    assertThat(state.hasReleasedOn(agent)).isFalse();
  }

  @Test
  void instances_of_a_type_come_in_the_order_of_their_numbers() {
    ServiceState state = ServiceState.empty();
    for (String id : List.of("hello-10", "web-0", "hello-2", "hello-0")) {
      state = put(state, fresh(id));
    }
    assertThat(state.podsOf("hello"))
        .extracting(pod -> pod.id().toString())
        .containsExactly("hello-0", "hello-2", "hello-10");
  }
}
