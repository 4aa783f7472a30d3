package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.launch.LaunchSettings;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.runtime.ProcessParts.StartRule;
import dev.mainstay.sdk.scheduler.CoreSettings;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.service.FrameworkIdentity;
import dev.mainstay.sdk.service.StartChoice;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Duration;
import java.util.function.Consumer;

/** What the schedulers of one world are put together from. */
final class SchedulerParts {

  private static final String HOST = "scheduler";

  private final Surroundings world;
  private final Network network;
  private final SimulatedCluster cluster;
  private final SimulatedStorage storage;
  private final Framework framework;
  private final Tampering tampering;
  private final Consumer<SchedulerRun> onEnd;
  private final KillOrder killOrder = new KillOrder();
  private LoadedSpec spec;
  private Duration clockSkew = Duration.ZERO;

  SchedulerParts(
      Surroundings world,
      Network network,
      SimulatedCluster cluster,
      SimulatedStorage storage,
      WorldSettings settings,
      Consumer<SchedulerRun> onEnd) {
    this.world = world;
    this.network = network;
    this.cluster = cluster;
    this.storage = storage;
    this.framework = settings.framework();
    this.spec = settings.spec();
    this.tampering = settings.tampering();
    this.onEnd = onEnd;
  }

  SimulatedStorage storage() {
    return storage;
  }

  Tampering tampering() {
    return tampering;
  }

  KillOrder killOrder() {
    return killOrder;
  }

  LoadedSpec spec() {
    return spec;
  }

  /** What further schedulers are started with. */
  void spec(LoadedSpec changed) {
    spec = changed;
  }

  Duration clockSkew() {
    return clockSkew;
  }

  void clockSkew(Duration skew) {
    clockSkew = skew;
  }

  StartRule startRule() {
    return state -> {
      ConfigId fresh = new ConfigId(world.ids().next().toString());
      return StartChoice.of(
              state, spec, framework.validator(), false, fresh, world.now().plus(clockSkew))
          .changes();
    };
  }

  SchedulerCore core(ServiceState state) {
    LaunchSettings launch =
        new LaunchSettings(
            spec.spec().role(), spec.spec().scheduler().principal(), "127.0.0.1", 8080);
    return SchedulerCore.of(
        state,
        new CoreSettings(launch, framework.launchCustomizer(), framework.recoveryPolicy()),
        world.ids());
  }

  SimulatedConnection connection(SchedulerRun run) {
    ServiceState state =
        run.state().orElseThrow(() -> new IllegalStateException("nothing is loaded yet"));
    FrameworkInfo info = FrameworkIdentity.of(spec.spec(), state, "root", HOST);
    return new SimulatedConnection(world, network, cluster, run, info);
  }

  void ended(SchedulerRun run) {
    onEnd.accept(run);
  }
}
