package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.evaluate.Claim;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.evaluate.Refit;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.SchedulerVariables;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskSpec.ConfigSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.OwnRecovery;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskLaunch.Peer;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a passed evaluation into a launch: reservations for a pod that holds nothing, then each
 * task as a task group of its own in the pod's executor, so that tasks live and die apart.
 */
public final class PodLauncher {

  /** A template that iterates over placed pods names them so. */
  private static final Pattern PEERS = Pattern.compile("pods\\.([A-Za-z0-9_-]+)");

  private final LaunchSettings settings;
  private final LaunchCustomizer customizer;
  private final IdSource ids;

  public PodLauncher(LaunchSettings settings, LaunchCustomizer customizer, IdSource ids) {
    this.settings = settings;
    this.customizer = customizer;
    this.ids = ids;
  }

  /**
   * Which tasks of a pod to launch.
   *
   * @param config in which configuration
   * @param tasks in the order of the spec
   * @param mark the work that they are launched for; absent to let each go on with the work, and
   *     the parameters, of its last launch
   * @param parameters of a plan run, which go into their environment
   */
  public record Order(
      PodId pod,
      ConfigId config,
      ImmutableList<String> tasks,
      @Nullable RunMark mark,
      ImmutableSortedMap<String, String> parameters) {}

  /** The first launch of a pod: reserves all that the claims say. */
  public PodLaunch fresh(
      Order order,
      List<Claim> claims,
      AgentPlace place,
      FrameworkId framework,
      ServiceState state,
      Instant now) {
    PodSpec spec = state.specOf(order.config()).pod(order.pod());
    Reservations reservations =
        Reservations.of(
            claims,
            new Reservations.Owner(state.specOf(order.config()).name(), order.pod(), framework),
            spec.refinedRole().orElse(null),
            settings,
            ids);
    PodRecord pod =
        state
            .pod(order.pod())
            .orElseGet(() -> PodRecord.fresh(order.pod(), order.config()))
            .withConfig(order.config())
            .withPlace(place)
            .withHoldings(reservations.holdings());
    return launch(order, pod, place, reservations.operations(), false, framework, state, now);
  }

  /**
   * A later launch, on what the pod holds and what it has to reserve beside. What it has too much
   * of is unreserved first, so that its room counts for the new reservations.
   *
   * @param refit how what it holds changes
   * @param claims for what is missing
   * @param pool the agent's offers, from which what is given up and what is used is taken
   * @param join into the executor of the pod's run, which is known to be alive; else a fresh one
   */
  public PodLaunch returning(
      Order order,
      PodRecord pod,
      Refit refit,
      List<Claim> claims,
      OfferPool pool,
      boolean join,
      FrameworkId framework,
      ServiceState state,
      Instant now) {
    refit.needed().forEach(holding -> pool.takeReserved(holding.id()));
    String cause = "pod " + pod.id() + " needs it no more in configuration " + order.config();
    Cleanup cleanup =
        Cleanup.of(
            refit.surplus().stream()
                .map(holding -> ReleasedRecord.of(holding, pool.place(), pod.id(), cause))
                .toList(),
            pool,
            ids);
    pool.take(claims);
    PodSpec spec = state.specOf(order.config()).pod(order.pod());
    Reservations reservations =
        Reservations.of(
            claims,
            new Reservations.Owner(state.specOf(order.config()).name(), order.pod(), framework),
            spec.refinedRole().orElse(null),
            settings,
            ids);
    PodRecord placed =
        pod.withConfig(order.config())
            .withPlace(pool.place())
            .withHoldings(concat(refit.kept(), reservations.holdings()));
    PodLaunch launch =
        launch(
            order,
            placed,
            pool.place(),
            concat(cleanup.operations(), reservations.operations()),
            join,
            framework,
            state,
            now);
    return launch.operations().isEmpty()
        ? launch
        : new PodLaunch(launch.record(), launch.operations(), cleanup.records());
  }

  private static <T> ImmutableList<T> concat(List<T> first, List<T> second) {
    return ImmutableList.<T>builder().addAll(first).addAll(second).build();
  }

  private PodLaunch launch(
      Order order,
      PodRecord placed,
      AgentPlace place,
      ImmutableList<Operation> reservations,
      boolean join,
      FrameworkId framework,
      ServiceState state,
      Instant now) {
    ServiceSpec service = state.specOf(order.config());
    PodSpec spec = service.pod(order.pod());
    ExecutorInfo executor =
        join && placed.executor() != null
            ? placed.executor()
            : executor(service, placed, framework, environmentOf(state, order.config()));
    PodRecord pod = placed.withExecutor(executor);
    List<Operation> operations = new ArrayList<>(reservations);
    for (String name : order.tasks()) {
      TaskSpec task = spec.task(name);
      TaskLaunch launch = taskLaunch(order, service, task, pod, framework, state, now);
      Optional<String> problem = templateProblem(spec, task, launch);
      if (problem.isPresent()) {
        PodRecord before =
            state.pod(order.pod()).orElseGet(() -> PodRecord.fresh(order.pod(), order.config()));
        return new PodLaunch(
            before.withError(problem.get()), ImmutableList.of(), ImmutableList.of());
      }
      TaskCondition staging = TaskCondition.staging(now);
      pod =
          pod.withTask(
              pod.task(name)
                  .map(known -> known.launchedAgain(launch, staging))
                  .orElseGet(() -> new TaskRecord(name, launch, staging, null, null)));
      TaskInfo info = TaskInfos.of(pod, service, task, launch, place, settings);
      operations.add(new Operation.LaunchGroup(null, executor, ImmutableList.of(info)));
    }
    return new PodLaunch(pod, ImmutableList.copyOf(operations), ImmutableList.of());
  }

  /** Of the scheduler, when the configuration was made. */
  private static ImmutableSortedMap<String, String> environmentOf(
      ServiceState state, ConfigId config) {
    return state
        .configuration(config)
        .map(configuration -> configuration.inputs().environment())
        .orElse(ImmutableSortedMap.of());
  }

  private ExecutorInfo executor(
      ServiceSpec service,
      PodRecord pod,
      FrameworkId framework,
      ImmutableSortedMap<String, String> scheduler) {
    ImmutableList<Resource> resources =
        pod.holdings().stream()
            .filter(holding -> holding.owner().equals(Holding.EXECUTOR))
            .map(Holding::resource)
            .collect(ImmutableList.toImmutableList());
    ExecutorId id = new ExecutorId(service.pathSafeName() + "__" + pod.id() + "__" + ids.next());
    PodSpec spec = service.pod(pod.id());
    return new ExecutorInfo(
        ExecutorInfo.Kind.DEFAULT,
        id,
        framework,
        null,
        new Containers(service, spec, pod.id())
            .ofExecutor(PodPorts.of(spec, pod.holdings()).numbers()),
        resources,
        pod.id().toString(),
        space(scheduler),
        null);
  }

  /**
   * Which secrets DC/OS lets the pod read: those of the scheduler's own space. Elsewhere there are
   * no spaces.
   */
  private static ImmutableList<Label> space(Map<String, String> scheduler) {
    return SchedulerVariables.space(scheduler)
        .map(space -> ImmutableList.of(new Label(SchedulerVariables.SPACE, space)))
        .orElse(ImmutableList.of());
  }

  private TaskLaunch taskLaunch(
      Order order,
      ServiceSpec service,
      TaskSpec task,
      PodRecord pod,
      FrameworkId framework,
      ServiceState state,
      Instant now) {
    AgentPlace place = pod.place();
    if (place == null) {
      throw new IllegalStateException("pod " + pod.id() + " is launched without a place");
    }
    TaskId id =
        new TaskId(
            service.pathSafeName() + "__" + pod.id() + "-" + task.name() + "__" + ids.next());
    RunMark mark = markOf(order, pod, task);
    ImmutableSortedMap<String, String> parameters = parametersOf(order, pod, task);
    Map<String, String> environment =
        new TreeMap<>(
            TaskEnvironment.of(
                service,
                pod.id(),
                task,
                place,
                pod.holdings(),
                settings,
                environmentOf(state, order.config())));
    environment.putAll(parameters);
    OwnRecovery recovery = pod.recovery();
    if (recovery != null && !recovery.back()) {
      environment.putAll(recovery.environment());
    }
    LaunchDraft draft =
        new LaunchDraft(
            pod.id(), task.name(), framework, place, ImmutableSortedMap.copyOf(environment));
    return new TaskLaunch(
        id,
        order.config(),
        now,
        ids.next().toString(),
        customizer.customize(draft, state).environment(),
        peersOf(service, task, pod, state),
        mark,
        parameters,
        pod.paused().contains(task.name()));
  }

  private static RunMark markOf(Order order, PodRecord pod, TaskSpec task) {
    if (order.mark() != null) {
      return order.mark();
    }
    return pod.task(task.name())
        .map(known -> known.launch().mark())
        .orElseGet(() -> new RunMark(order.config().value(), 0));
  }

  private static ImmutableSortedMap<String, String> parametersOf(
      Order order, PodRecord pod, TaskSpec task) {
    return order.mark() != null
        ? order.parameters()
        : pod.task(task.name())
            .map(known -> known.launch().parameters())
            .orElse(ImmutableSortedMap.of());
  }

  /**
   * The placed instances of each pod type that the task's templates iterate over, this pod among
   * them.
   */
  private static ImmutableMap<String, ImmutableList<Peer>> peersOf(
      ServiceSpec service, TaskSpec task, PodRecord self, ServiceState state) {
    Map<String, ImmutableList<Peer>> peers = new LinkedHashMap<>();
    for (ConfigSpec config : task.configs()) {
      Matcher matcher = PEERS.matcher(config.text());
      while (matcher.find()) {
        String type = matcher.group(1);
        PodSpec pods = service.pods().get(type);
        if (pods != null) {
          peers.computeIfAbsent(type, wanted -> placed(pods, self, state));
        }
      }
    }
    return ImmutableMap.copyOf(peers);
  }

  private static ImmutableList<Peer> placed(PodSpec spec, PodRecord self, ServiceState state) {
    Map<Integer, Peer> peers = new TreeMap<>();
    for (PodRecord pod : state.podsOf(spec.type())) {
      peer(spec, pod).ifPresent(peer -> peers.put(peer.index(), peer));
    }
    if (self.id().type().equals(spec.type())) {
      peer(spec, self).ifPresent(peer -> peers.put(peer.index(), peer));
    }
    return ImmutableList.copyOf(peers.values());
  }

  private static Optional<Peer> peer(PodSpec spec, PodRecord pod) {
    return Optional.ofNullable(pod.place())
        .map(
            place ->
                new Peer(
                    pod.id().index(), place.address(), PodPorts.of(spec, pod.holdings()).byName()));
  }

  private static Optional<String> templateProblem(PodSpec pod, TaskSpec task, TaskLaunch launch) {
    List<String> problems = new ArrayList<>();
    for (ConfigSpec config : task.configs()) {
      TaskArtifacts.render(pod, task, config, launch).problems().stream()
          .filter(Problem::isError)
          .map(Problem::toString)
          .forEach(problems::add);
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }
}
