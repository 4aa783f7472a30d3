package dev.mainstay.cassandra;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.launch.LaunchDraft;
import dev.mainstay.sdk.planner.FailedPod;
import dev.mainstay.sdk.planner.RecoveryPhase;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.HeapFits;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.spec.SpecValidator;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VariableStays;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Apache Cassandra: seeds, racks and replacements, which its spec cannot say. */
public final class CassandraFramework {

  private static final String NODE = "node";
  private static final String SERVER = "server";

  /** What only the agent knows; {@code node.sh} fills it in. */
  private static final String OWN_ADDRESS = "{{MESOS_CONTAINER_IP}}";

  /** What the data of each node hold it to: variables of options of the group {@code ring}. */
  private static final ImmutableList<String> LASTING =
      ImmutableList.of(
          "CLUSTER_NAME", "NUM_TOKENS", "DATACENTER", "DATACENTER_FROM", "RACK", "RACK_FROM");

  private static final SpecValidator HEAP = new HeapFits(NODE, SERVER, "MAX_HEAP_SIZE");

  private CassandraFramework() {}

  /** Takes the arguments of {@code mainstay}. */
  public static void main(String[] args) {
    framework().run(args);
  }

  /** Cassandra as it is packaged. */
  static Framework framework() {
    return Framework.of(CassandraFramework.class)
        .launch(CassandraFramework::inTheRing)
        .recovery(CassandraFramework::replacement)
        .validator(LASTING.stream().map(CassandraFramework::stays).reduce(HEAP, SpecValidator::and))
        .validator(CassandraFramework::superuserHasPassword);
  }

  /** Without it the role that each Cassandra begins with stays open to everybody. */
  private static ImmutableList<SpecProblem> superuserHasPassword(
      @Nullable ServiceSpec deployed, ServiceSpec wanted) {
    TaskSpec superuser = wanted.pod(new PodId(NODE, 0)).tasks().get("superuser");
    if (superuser == null || !superuser.env().getOrDefault("PASSWORD_FILE", "").isBlank()) {
      return ImmutableList.of();
    }
    return ImmutableList.of(
        SpecProblem.error(
            ImmutableList.of("pods", NODE, "tasks", "superuser", "env", "PASSWORD_FILE"),
            "auth.enabled needs a password for the superuser, and option auth.password-file is empty",
            "set auth.password-file to the absolute path of a file on the agents"));
  }

  private static SpecValidator stays(String variable) {
    return new VariableStays(NODE, SERVER, variable);
  }

  private static LaunchDraft inTheRing(LaunchDraft draft, ServiceState state) {
    return withPlace("DATACENTER", withPlace("RACK", draft))
        .withVariable("SEEDS", seeds(draft, state));
  }

  /** Named after what the agent has, where it has that. */
  private static LaunchDraft withPlace(String variable, LaunchDraft draft) {
    String field = draft.environment().getOrDefault(variable + "_FROM", "");
    return draft.place().field(field).map(name -> draft.withVariable(variable, name)).orElse(draft);
  }

  /**
   * The first nodes that are in the ring. One that is not yet has itself for a seed only if nobody
   * is: seeds neither take over data when they join, nor replace another.
   */
  private static String seeds(LaunchDraft draft, ServiceState state) {
    String seeds =
        members(state)
            .limit(Integer.parseInt(draft.environment().getOrDefault("SEED_COUNT", "1")))
            .map(pod -> pod.id().equals(draft.pod()) ? OWN_ADDRESS : addressOf(pod))
            .collect(Collectors.joining(","));
    return seeds.isEmpty() ? OWN_ADDRESS : seeds;
  }

  /** The nodes that have joined with the data that they have now, by index. */
  private static Stream<PodRecord> members(ServiceState state) {
    return state.podsOf(NODE).stream()
        .filter(pod -> pod.place() != null && !pod.isBeingReplaced())
        .filter(pod -> pod.task(SERVER).filter(server -> server.goal() != null).isPresent());
  }

  private static String addressOf(PodRecord pod) {
    return pod.addressOf(SERVER).orElseThrow();
  }

  /** A node that lost its data takes its own old place; who knew that place as a seed learns. */
  private static Optional<RecoveryPhase> replacement(FailedPod failed, ServiceState state) {
    if (!failed.replaced() || members(state).allMatch(pod -> pod.id().equals(failed.pod()))) {
      return Optional.empty();
    }
    String address = failed.address(SERVER);
    return Optional.of(
        RecoveryPhase.named("replace-node")
            .with("REPLACE_ADDRESS", address)
            .thenRestart(
                members(state).filter(pod -> hasSeed(pod, address)).map(PodRecord::id).toList()));
  }

  private static boolean hasSeed(PodRecord pod, String address) {
    return pod.task(SERVER)
        .map(server -> server.launch().environment().getOrDefault("SEEDS", ""))
        .filter(seeds -> Splitter.on(',').splitToList(seeds).contains(address))
        .isPresent();
  }
}
