package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.http.ApiServer;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.launch.LaunchSettings;
import dev.mainstay.sdk.launch.TaskArtifacts;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.wire.ClientSettings;
import dev.mainstay.sdk.mesos.wire.MasterDetector;
import dev.mainstay.sdk.mesos.wire.MesosClient;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.runtime.MesosClientConnection;
import dev.mainstay.sdk.runtime.ProcessParts;
import dev.mainstay.sdk.runtime.RandomIds;
import dev.mainstay.sdk.runtime.SchedulerProcess;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CoreSettings;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.ClusterFeature;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.store.ZooKeeperStorage;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a service together and runs it: surroundings, API, then the scheduler; stops in the reverse
 * order.
 */
public final class ServiceRunner implements RunningService {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);

  private final Place place;
  private final ApiServer api;
  private final SchedulerProcess scheduler;
  private final SchedulerViews views;
  private final AtomicReference<RunningService.End> end;

  private ServiceRunner(
      Place place,
      ApiServer api,
      SchedulerProcess scheduler,
      SchedulerViews views,
      AtomicReference<RunningService.End> end) {
    this.place = place;
    this.api = api;
    this.scheduler = scheduler;
    this.views = views;
    this.end = end;
  }

  /**
   * Starts a service.
   *
   * @throws CannotStartException when something outside is in the way; nothing that was started is
   *     left then
   */
  public static RunningService start(RunSettings settings) throws CannotStartException {
    SchedulerViews views = new SchedulerViews(InstantSource.system());
    Place place =
        Place.of(settings, () -> views.current().flatMap(view -> view.state().frameworkId()));
    ArtifactFetches fetches = new ArtifactFetches(InstantSource.system());
    ApiServer api;
    try {
      api = startApi(settings, place, views, fetches);
    } catch (CannotStartException e) {
      if (place.cluster() != null) {
        place.cluster().close();
      }
      throw e;
    }
    AtomicReference<RunningService.End> end = new AtomicReference<>();
    SchedulerProcess scheduler = SchedulerProcess.start(parts(settings, place, views, api, end));
    EmbeddedCluster cluster = place.cluster();
    views.attach(
        scheduler,
        new FetchNotes(
            fetches,
            apiHost(settings, place) + ":" + api.address().getPort(),
            cluster == null ? task -> Optional.empty() : cluster::sandbox));
    return new ServiceRunner(place, api, scheduler, views, end);
  }

  /** The embedded cluster of the class path. */
  public static ClusterProvider clusters() throws CannotStartException {
    return Place.clusters();
  }

  private static ApiServer startApi(
      RunSettings settings, Place place, SchedulerViews views, ArtifactFetches fetches)
      throws CannotStartException {
    // Agents of another machine fetch configuration files here; else nobody outside needs to get
    // in.
    boolean open = !place.address().isLoopbackAddress() || settings.apiHost() != null;
    InetSocketAddress address =
        open
            ? new InetSocketAddress(settings.apiPort())
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.apiPort());
    ApiServer.Sources sources =
        new ApiServer.Sources(
            views,
            settings.framework().endpoints(),
            fetches.counting(TaskArtifacts::render),
            place.logs(),
            views,
            new ServiceUpdates(
                settings.framework().validator(),
                spec -> needs(settings, spec),
                new RandomIds(),
                InstantSource.system()));
    try {
      return ApiServer.start(address, sources);
    } catch (BindException e) {
      throw new CannotStartException(
          "port %d of the API %s choose another with --api-port (0 for any free one)"
              .formatted(settings.apiPort(), UnusablePort.why(e)),
          e);
    } catch (IOException e) {
      throw new CannotStartException(
          "the API cannot listen at " + address + ": " + e.getMessage(), e);
    }
  }

  private static ProcessParts parts(
      RunSettings settings,
      Place place,
      SchedulerViews views,
      ApiServer api,
      AtomicReference<RunningService.End> end) {
    ServiceSpec spec = settings.spec().spec();
    RandomIds ids = new RandomIds();
    InstantSource clock = InstantSource.system();
    return new ProcessParts(
        new ZooKeeperStorage(place.zookeeper()),
        state -> target(settings, views, state, new ConfigId(ids.next().toString()), clock),
        state ->
            SchedulerCore.of(
                state,
                new CoreSettings(
                    launch(FrameworkIdentity.spec(spec, state), settings, place, api),
                    settings.framework().launchCustomizer(),
                    settings.framework().recoveryPolicy()),
                ids),
        state -> connection(FrameworkIdentity.spec(spec, state), state, place),
        clock,
        (cause, message) -> {
          if (cause == ExitCause.UNINSTALLED) {
            views.uninstalled(message);
          }
          end.compareAndSet(null, new RunningService.End(cause, message));
        },
        holder ->
            settings
                .notices()
                .accept("waiting: the scheduler at " + holder + " leads service " + spec.name()));
  }

  private static LaunchSettings launch(
      ServiceSpec spec, RunSettings settings, Place place, ApiServer api) {
    return new LaunchSettings(
        spec.role(),
        spec.scheduler().principal(),
        apiHost(settings, place),
        api.address().getPort());
  }

  private static ImmutableList<StateChange> target(
      RunSettings settings,
      SchedulerViews views,
      ServiceState state,
      ConfigId fresh,
      InstantSource clock) {
    TargetChoice choice =
        StartChoice.of(
            state,
            settings.spec(),
            settings.framework().validator(),
            settings.reinstall(),
            fresh,
            clock.instant());
    if (!choice.told().isEmpty()) {
      if (choice.refused().isEmpty()) {
        LOG.info("{}", choice.told());
      } else {
        LOG.warn("{}", choice.told());
      }
      settings.notices().accept(choice.told());
    }
    state.target().ifPresent(target -> views.refused(target.id(), choice.refused()));
    return choice.changes();
  }

  /** What a spec asks for that its surroundings have not. */
  private static ImmutableList<Problem> needs(RunSettings settings, LoadedSpec spec) {
    return settings
        .surroundings()
        .accept(
            new RunSettings.Surroundings.Visitor<ImmutableList<Problem>, RuntimeException>() {
              @Override
              public ImmutableList<Problem> embedded(RunSettings.Embedded embedded) {
                ImmutableSet<ClusterFeature> offered =
                    ImmutableSet.<ClusterFeature>builder()
                        .addAll(embeddedFeatures())
                        .addAll(AgentResources.features(embedded.options().agents()))
                        .build();
                return ImmutableList.<Problem>builder()
                    .addAll(UnmetNeeds.onEmbedded(spec.file(), spec, offered))
                    .addAll(LocalFiles.missing(spec.file(), spec))
                    .addAll(unfit(spec, embedded))
                    .build();
              }

              @Override
              public ImmutableList<Problem> mesos(RunSettings.Mesos mesos) {
                return UnmetNeeds.onMesos(spec.file(), spec);
              }
            });
  }

  private static ImmutableSet<ClusterFeature> embeddedFeatures() {
    try {
      return clusters().features();
    } catch (CannotStartException e) {
      throw new IllegalStateException("the embedded cluster that runs is not on the class path", e);
    }
  }

  private static ImmutableList<Problem> unfit(LoadedSpec spec, RunSettings.Embedded embedded) {
    return AgentFit.problems(spec.spec(), embedded.options().agents()).stream()
        .map(
            problem ->
                Problem.error(
                    SourceLocation.ofFile(spec.file()),
                    "pods",
                    problem,
                    "the agents of a running cluster stay as they are"))
        .collect(ImmutableList.toImmutableList());
  }

  private static String apiHost(RunSettings settings, Place place) {
    return settings.apiHost() != null ? settings.apiHost() : place.address().getHostAddress();
  }

  private static MesosClientConnection connection(
      ServiceSpec spec, ServiceState state, Place place) {
    MesosCall.Subscribe subscribe =
        new MesosCall.Subscribe(
            FrameworkIdentity.of(
                spec, state, System.getProperty("user.name"), LocalAddress.hostname()),
            ImmutableList.of());
    return new MesosClientConnection(
        new MesosClient(
            ClientSettings.production(),
            MasterDetector.of(place.master()),
            () -> subscribe,
            new SplittableRandom()));
  }

  @Override
  public URI api() {
    return URI.create("http://127.0.0.1:" + api.address().getPort());
  }

  @Override
  public Optional<ServiceView> view() {
    return views.current();
  }

  @Override
  public CompletionStage<CommandAnswer> submit(OperatorCommand command) {
    return views.submit(command);
  }

  @Override
  public Optional<RunningService.End> end() {
    return Optional.ofNullable(end.get());
  }

  @Override
  public void close() {
    end.compareAndSet(null, new RunningService.End(ExitCause.STOPPED, "stopped"));
    Optional<ServiceSnapshot> last =
        views.current().map(ServiceView::snapshot).or(scheduler::latest);
    scheduler.close();
    EmbeddedCluster cluster = place.cluster();
    if (cluster != null && last.isPresent()) {
      cluster.endTasks(StopOrder.of(last.get()));
    }
    api.close();
    if (cluster != null) {
      cluster.close();
    }
  }
}
