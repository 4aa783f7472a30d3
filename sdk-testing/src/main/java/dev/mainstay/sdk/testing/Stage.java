package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.opentest4j.TestAbortedException;

/**
 * What a scenario is played on: one service on one cluster, virtual or real. What a stage cannot do
 * ends the test as skipped, by {@link #skipped}.
 */
interface Stage {

  ClusterKind kind();

  Framework framework();

  // Time.

  /** The moment at which it began. */
  Instant start();

  Instant now();

  /** Lets so much time pass; on a real cluster at most as long as it takes to come to rest. */
  void advance(Duration time);

  /** Whether a condition came to hold within a limit, or within the patience with real clusters. */
  boolean await(Duration limit, BooleanSupplier condition);

  /**
   * What stays wrong: with virtual time, what is wrong now.
   *
   * @param problem what is wrong at the moment, empty for nothing
   */
  Optional<String> settle(Supplier<Optional<String>> problem);

  // The service.

  /** A scheduler runs that has loaded its state. */
  boolean isLoaded();

  /** What the scheduler knows, or what is known of it last. */
  ServiceState state();

  /** What the scheduler shows, if one runs that has loaded its state. */
  Optional<ServiceSnapshot> snapshot();

  PodHistory history();

  /** The last launch of each task as Mesos got it. */
  ImmutableList<TaskInfo> launched();

  CompletionStage<CommandAnswer> submit(OperatorCommand command);

  void restartScheduler();

  // The cluster.

  /** The agents by name. */
  ImmutableMap<String, AgentId> agents();

  /** Something happens to an agent; says why the master refused it, if it did. */
  Optional<String> happen(AgentEvent event, String name, AgentId agent);

  /** The task's process is there, whatever the service knows of it. */
  boolean hasProcess(TaskRecord task);

  /** The tasks whose processes run, whatever the service knows of them. */
  ImmutableSet<TaskId> processes();

  /**
   * SIGKILL to a task's process.
   *
   * @param name such as {@code broker-1-server}
   */
  void kill(String name, TaskRecord task);

  // What only the simulation has.

  World world();

  Behaviours behaviours();

  // The end.

  /** What happened last, for a failure's message. */
  String lastEvents();

  /**
   * Ends it, with all that it has started.
   *
   * @param failed what may explain the failure is kept
   */
  void close(boolean failed) throws Exception;

  /**
   * To be thrown, so that the test counts as skipped on this stage.
   *
   * @param what as a scenario calls it
   */
  default TestAbortedException skipped(String what, String why) {
    return new TestAbortedException("skipped on " + kind() + ": " + what + ": " + why);
  }
}
