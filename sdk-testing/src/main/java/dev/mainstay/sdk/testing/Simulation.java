package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.EndpointProducer;
import dev.mainstay.sdk.http.Endpoints;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanTree;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.ServicePlans;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.testing.world.Behaviour;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * A service on a cluster, as a scenario sees it. By itself the cluster is simulated, in virtual
 * time: the real scheduler against the model of Mesos, with scripts in the place of processes. A
 * day takes about as long as what happens in it, and the same seed gives the same day.
 *
 * <pre>{@code
 * Simulation sim = Simulation.of(Path.of("src/main/dist")).agents(5).start();
 * sim.awaitPlan("deploy").complete();
 * sim.agentOf("broker-1").crash();
 * sim.advance(Duration.ofMinutes(30));
 * assertThat(sim.pod("broker-1")).isRunning();
 * }</pre>
 *
 * <p>A {@link ServiceTest} gets one that runs on whatever {@link ClusterKind} was chosen. With real
 * processes time is the wall's: {@link #advance} waits for rest, assertions of {@link
 * MainstayAssertions} are asked again until they hold, and what cannot be done there ends the test
 * as skipped, with a message that names it.
 *
 * <p>For one thread. Virtual time passes only in {@link #advance} and the methods named {@code
 * await}. What is wrong is said by an {@link AssertionError} with the plans, the last events and
 * the seed.
 */
public final class Simulation {

  /** Virtual time after which a wait fails, where none is given: more than any plan here takes. */
  static final Duration PATIENCE = Duration.ofHours(2);

  /** Schedulers that a command is given to, at most, where operators insist. */
  private static final int MOST_TRIES = 100;

  /** Offers in a failure's message. */
  private static final int LAST_OFFERS = 5;

  private final Stage stage;
  private boolean insisting;

  Simulation(Stage stage) {
    this.stage = stage;
  }

  /** A simulation of a framework; its spec lies where {@link Framework} says. */
  public static SimulationBuilder of(Framework framework) {
    return new SimulationBuilder(framework);
  }

  /** A simulation of a spec's file, or of the framework in a folder. */
  public static SimulationBuilder of(Path path) {
    return of(Framework.of(path));
  }

  /** A simulation of a spec's text that names no templates. */
  public static SimulationBuilder ofText(String yaml) {
    return of(specOf(yaml));
  }

  /**
   * What a spec's text says that names no templates.
   *
   * @throws dev.mainstay.sdk.base.InvalidInputException with all problems
   */
  public static ServiceSpec specOf(String yaml) {
    return SpecLoader.load(new ServiceInputs(yaml, ImmutableMap.of(), ImmutableSortedMap.of()))
        .spec();
  }

  /** A simulation of a spec made in Java. */
  public static SimulationBuilder of(ServiceSpec spec) {
    return of(Framework.of(spec));
  }

  /** What it runs on. */
  public ClusterKind kind() {
    return stage.kind();
  }

  /**
   * The world of the simulation: for what this class has no word for. Real clusters have none: the
   * test is skipped there.
   */
  public World world() {
    return stage.world();
  }

  // Time.

  public Instant now() {
    return stage.now();
  }

  /**
   * Lets so much time pass. With real processes it waits until the service has been at rest for two
   * seconds, all plans complete and all that should run running, but not longer than the time and
   * than 20 seconds: what is asserted next is waited for anyway.
   */
  @CanIgnoreReturnValue
  public Simulation advance(Duration time) {
    guarded(
        () -> {
          stage.advance(time);
          return true;
        });
    return this;
  }

  /**
   * Goes on until the condition holds.
   *
   * @param what the condition in words
   * @param limit time after which it fails; real processes are waited for no longer than the
   *     patience, {@link ServiceTest}
   */
  @CanIgnoreReturnValue
  public Simulation await(String what, Duration limit, BooleanSupplier condition) {
    if (!guarded(() -> stage.await(limit, condition))) {
      throw failure("not within " + limit + ": " + what);
    }
    return this;
  }

  /** The same within two hours. */
  @CanIgnoreReturnValue
  public Simulation await(String what, BooleanSupplier condition) {
    return await(what, PATIENCE, condition);
  }

  /** Goes on until a plan stands as is said next: {@code awaitPlan("deploy").complete()}. */
  public PlanWait awaitPlan(String name) {
    return new PlanWait(this, name);
  }

  /** What stays wrong, see {@link Stage#settle}. */
  Optional<String> settle(Supplier<Optional<String>> problem) {
    try {
      return stage.settle(problem);
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private boolean guarded(BooleanSupplier steps) {
    try {
      return steps.getAsBoolean();
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  /** A test that is skipped stays so. */
  private RuntimeException broken(RuntimeException e) {
    if (e instanceof TestAbortedException) {
      return e;
    }
    AssertionError failure = failure("the scenario broke: " + e);
    failure.initCause(e);
    throw failure;
  }

  // What there is.

  /** A pod instance, such as {@code broker-1}, whether or not it was launched. */
  public SimulatedPod pod(String name) {
    return new SimulatedPod(this, PodId.parse(name));
  }

  /** All instances of a type. */
  public SimulatedPods pods(String type) {
    return new SimulatedPods(this, type);
  }

  /** A task of a pod instance. */
  public SimulatedTask task(String pod, String name) {
    return new SimulatedTask(this, PodId.parse(pod), name);
  }

  /** The agent of this name: {@code agent-1} and so on. */
  public SimulatedAgent agent(String name) {
    AgentId id = stage.agents().get(name);
    if (id == null) {
      throw new IllegalArgumentException(
          "no agent is named "
              + name
              + "; there are "
              + String.join(", ", stage.agents().keySet()));
    }
    return new SimulatedAgent(this, name, id);
  }

  /** The agent that a pod instance is on; fails when it is nowhere. */
  public SimulatedAgent agentOf(String pod) {
    AgentPlace place =
        pod(pod)
            .record()
            .flatMap(record -> Optional.ofNullable(record.place()))
            .orElseThrow(() -> failure(pod + " is on no agent"));
    String name =
        stage.agents().entrySet().stream()
            .filter(agent -> agent.getValue().equals(place.agentId()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(place.hostname());
    return new SimulatedAgent(this, name, place.agentId());
  }

  /** One more agent, from now on; in the simulation. */
  @CanIgnoreReturnValue
  public SimulatedAgent addAgent(AgentSpec agent) {
    world().happen(new ClusterInput.AgentAdded(agent));
    return agent(agent.name());
  }

  /** The tasks whose processes run, whatever the service knows of them. */
  public ImmutableSet<TaskId> processes() {
    return stage.processes();
  }

  /** What the running scheduler knows; while none has loaded its state, what is durable. */
  public ServiceState state() {
    return stage.state();
  }

  /** A scheduler runs that has loaded its state. */
  public boolean isLoaded() {
    return stage.isLoaded();
  }

  /** What the running scheduler shows to its readers; fails while there is none. */
  public ServiceSnapshot snapshot() {
    return stage
        .snapshot()
        .orElseThrow(() -> failure("no scheduler runs that has loaded its state"));
  }

  /** A plan as it stands; {@code deploy} is the update plan too, once there is one. */
  public PlanView plan(String name) {
    ServiceState known = snapshot().state();
    ImmutableList<Plan> plans = ServicePlans.of(known);
    Plan plan =
        ServicePlans.find(plans, name)
            .orElseThrow(
                () ->
                    failure(
                        "no plan '%s'; there are %s"
                            .formatted(name, Lists.transform(plans, Plan::name))));
    return PlanViews.of(plan, known, now(), ServicePlans.before(plan, known));
  }

  /** A plan as {@code mainstay plan show} prints it. */
  public String planTree(String name) {
    return String.join("\n", PlanTree.plain().lines(plan(name)));
  }

  /**
   * The last launch of each task, in the order in which tasks were first launched; in the
   * simulation.
   */
  public ImmutableList<TaskInfo> launchedTasks() {
    return stage.launched();
  }

  /** Where each pod is: names of agents by pod. */
  public ImmutableSortedMap<String, String> placement() {
    ImmutableSortedMap.Builder<String, String> places = ImmutableSortedMap.naturalOrder();
    state()
        .pods()
        .forEach(
            pod -> {
              AgentPlace place = pod.place();
              if (place != null) {
                places.put(pod.id().toString(), place.hostname());
              }
            });
    return places.build();
  }

  /**
   * Where clients connect, as {@code mainstay endpoints NAME} prints it: a framework's own
   * endpoint, or the addresses of a port, a line each.
   */
  public String endpoint(String name) {
    EndpointProducer own = stage.framework().endpoints().get(name);
    if (own != null) {
      return own.endpoint(state());
    }
    Endpoints.Endpoint port = Endpoints.of(state()).get(name);
    if (port == null) {
      throw failure(
          "no endpoint '"
              + name
              + "'; there are "
              + Sets.union(stage.framework().endpoints().keySet(), Endpoints.of(state()).keySet()));
    }
    return String.join("\n", port.address());
  }

  /** What became of the last offers and why, oldest first, a line each. */
  public ImmutableList<String> offers() {
    return snapshot().recentOutcomes().stream()
        .map(
            outcome ->
                outcome.hostname()
                    + ": "
                    + outcome.reason()
                    + outcome.refused().stream()
                        .map(
                            refusal ->
                                "; " + refusal.pod() + ": " + refusal.evaluation().failures())
                        .collect(Collectors.joining()))
        .collect(ImmutableList.toImmutableList());
  }

  /** What became of the pods, oldest first, a line for each change. */
  public ImmutableList<String> timeline() {
    return history().moments().stream()
        .map(moment -> Duration.between(stage.start(), moment.at()) + " " + moment.text())
        .collect(ImmutableList.toImmutableList());
  }

  /** How its tasks behave: for whoever plays faults in the simulation. */
  public Behaviours behaviours() {
    return stage.behaviours();
  }

  PodHistory history() {
    return stage.history();
  }

  Stage stage() {
    return stage;
  }

  // What can be done.

  /**
   * Another scheduler begins at once from what is durable. In the simulation the one before is
   * killed; with real processes it is stopped, and the tasks live on.
   */
  @CanIgnoreReturnValue
  public Simulation restartScheduler() {
    guarded(
        () -> {
          stage.restartScheduler();
          return true;
        });
    return this;
  }

  /**
   * What an operator's command is answered, as the HTTP API and the command line hand it over; time
   * passes until then.
   */
  @CanIgnoreReturnValue
  public CommandAnswer command(OperatorCommand command) {
    await("a scheduler that takes commands", this::isLoaded);
    CompletableFuture<CommandAnswer> answer = submitted(command);
    for (int tries = 1; insisting && answer.isCompletedExceptionally(); tries++) {
      if (tries > MOST_TRIES) {
        throw failure(command + " was not answered by " + MOST_TRIES + " schedulers");
      }
      await("a scheduler", this::isLoaded);
      answer = submitted(command);
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw failure(command + " was not answered: " + e.getCause());
    }
  }

  private CompletableFuture<CommandAnswer> submitted(OperatorCommand command) {
    CompletableFuture<CommandAnswer> answer = stage.submit(command).toCompletableFuture();
    await("an answer to " + command, answer::isDone);
    return answer;
  }

  /** From now on a command that a scheduler does not live to answer is given again to the next. */
  void operatorsInsist() {
    insisting = true;
  }

  /** What an operator tells the service. */
  public SimulatedOperator operator() {
    return new SimulatedOperator(this);
  }

  /** The scheduler that leads, or that was the last to; in the simulation. */
  public SchedulerRun scheduler() {
    return world().scheduler();
  }

  /**
   * From now on, tasks with such names behave so: what their checks say at once, how they start and
   * end from their next launch on. Real processes cannot be told to: the test is skipped there.
   *
   * @param names a regular expression over names of tasks, {@code broker-.*}
   */
  @CanIgnoreReturnValue
  public Simulation script(String names, Behaviour behaviour) {
    behaviours().add(names, behaviour);
    world().note("tasks " + names + " behave otherwise");
    world().containers().probesMayDiffer(now());
    return this;
  }

  // Failures.

  /** A failure that says where the service stands, what happened last, and the seed. */
  AssertionError failure(String what) {
    return new AssertionError(what + "\n\n" + report());
  }

  private String lastOffers() {
    ImmutableList<String> offers =
        stage.snapshot().isPresent() ? offers() : ImmutableList.<String>of();
    return offers.isEmpty()
        ? ""
        : "\n\nlast offers:\n"
            + String.join(
                "\n", offers.subList(Math.max(0, offers.size() - LAST_OFFERS), offers.size()));
  }

  private String report() {
    String plans =
        stage.snapshot().isPresent()
            ? planTree(Plan.DEPLOY) + "\n" + planTree(Plan.RECOVERY)
            : "no scheduler runs that has loaded its state";
    return plans + lastOffers() + "\n\n" + stage.lastEvents();
  }
}
