package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.mesos.wire.MasterUrl;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.service.AgentFit;
import dev.mainstay.sdk.service.AgentResources;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.ClusterOptions;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.service.LocalFiles;
import dev.mainstay.sdk.service.RunSettings;
import dev.mainstay.sdk.service.RunningService;
import dev.mainstay.sdk.service.ServiceRunner;
import dev.mainstay.sdk.service.SpecChecks;
import dev.mainstay.sdk.service.UnmetNeeds;
import dev.mainstay.sdk.spec.ClusterFeature;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mainstay run}. */
@Command(
    name = "run",
    description = {
      "Runs a service until Ctrl-C.",
      "It runs on an embedded cluster in this process, or on a Mesos with --master.",
      "A second Ctrl-C ends the process at once."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private final InputArguments input = new InputArguments();
  @Mixin private final AgentArguments agents = new AgentArguments();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "A framework's folder or a svc.yml.")
  private @Nullable Path path;

  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Keeps the cluster's data between runs (default .mainstay/<service>).")
  private @Nullable Path stateDir;

  @Option(names = "--clean", description = "Delete the data of earlier runs first.")
  private boolean clean;

  @Option(names = "--reinstall", description = "Begin a service anew that was uninstalled.")
  private boolean reinstall;

  @Option(
      names = "--api-port",
      paramLabel = "PORT",
      description = "Of the operator's API (default ${DEFAULT-VALUE}); 0 for any free one.")
  private int apiPort = ServiceEnvironment.API_PORT;

  @Option(
      names = "--api-host",
      paramLabel = "HOST",
      description = "This machine as the agents reach it.")
  private @Nullable String apiHost;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "A Mesos: host:port or zk://[user:password@]host:port/mesos. Tasks stay when the scheduler ends.")
  private @Nullable String master;

  @Option(
      names = "--zookeeper",
      paramLabel = "HOST:PORT/PATH",
      description = "With --master: where the service's state is kept.")
  private @Nullable String zookeeper;

  @Option(
      names = "--until-deployed",
      description = "Stop everything and exit with 0 once the service is deployed and ready.")
  private boolean untilDeployed;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "With --until-deployed: exit with 3 when it takes longer, such as 300s or 5m.")
  private @Nullable Duration timeout;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print the scheduler's log instead of a live display.")
  private boolean verbose;

  @Spec private CommandSpec command = CommandSpec.create();

  private final Terminal terminal;
  private final @Nullable Framework own;

  RunCommand(Terminal terminal, @Nullable Framework own) {
    this.terminal = terminal;
    this.own = own;
  }

  @Override
  public Integer call() throws CannotStartException, InterruptedException {
    if (timeout != null && !untilDeployed) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "--timeout goes with --until-deployed");
    }
    if (apiPort < 0 || apiPort > MAX_PORT) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "--api-port "
              + apiPort
              + " is no port; give 1 to "
              + MAX_PORT
              + ", or 0 for any free one");
    }
    Framework framework = FrameworkPaths.toRun(path, own);
    SpecSource source = framework.source();
    int port = apiPort == 0 && ServiceEnvironment.usesApiPort(source) ? freePort() : apiPort;
    LoadedSpec spec = input.load(source, terminal, port == 0 ? ServiceEnvironment.API_PORT : port);
    spec.warnings().forEach(warning -> terminal.err().println(warning));
    refuseUnmetNeeds(source, spec, SpecChecks.own(framework, spec));
    RunSettings.Surroundings surroundings = surroundings(spec);
    startLog(spec);
    CountDownLatch stop = new CountDownLatch(1);
    StopSignals.onFirst(stop::countDown);
    RunningService started =
        ServiceRunner.start(
            new RunSettings(
                framework, spec, surroundings, apiHost, port, reinstall, terminal::print));
    int code;
    try (RunningService service = started) {
      RunWatch watch =
          new RunWatch(terminal, service, stop, terminal.live() && !verbose, shownMaster());
      watch.announce(spec.spec().name(), where(spec));
      code =
          watch.follow(
              untilDeployed ? RunWatch.Goal.DEPLOYED : RunWatch.Goal.STOPPED, timeout, stays());
    }
    boolean uninstalled =
        started.end().filter(end -> end.cause() == ExitCause.UNINSTALLED).isPresent();
    if (uninstalled && master == null) {
      // Sandboxes and the cluster's own records are all that is left.
      ServiceRunner.clusters().clean(folder(spec));
    }
    return code;
  }

  /** One that nobody uses now: a spec that names the port has to know it before the API starts. */
  private static int freePort() throws CannotStartException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CannotStartException("no port is free for the API: " + e.getMessage(), e);
    }
  }

  /**
   * One line for each thing that the service asks for and would not get.
   *
   * @param found by the framework's own rules
   */
  private void refuseUnmetNeeds(SpecSource source, LoadedSpec spec, ImmutableList<Problem> found)
      throws CannotStartException {
    ImmutableList.Builder<Problem> problems = ImmutableList.<Problem>builder().addAll(found);
    if (master == null) {
      problems.addAll(UnmetNeeds.onEmbedded(source.file(), spec, offered()));
      problems.addAll(LocalFiles.missing(source.file(), spec));
    } else {
      problems.addAll(UnmetNeeds.onMesos(source.file(), spec));
      if (!new MasterUrl(master).isOfThisMachine()) {
        problems.addAll(LocalFiles.besideSpec(source.file(), spec));
      }
    }
    Refusal.ofErrors(problems.build(), terminal);
  }

  private ImmutableSet<ClusterFeature> offered() throws CannotStartException {
    return ImmutableSet.<ClusterFeature>builder()
        .addAll(ServiceRunner.clusters().features())
        .addAll(AgentResources.features(agents.agents()))
        .build();
  }

  private RunSettings.Surroundings surroundings(LoadedSpec spec) throws CannotStartException {
    if (master != null) {
      refuseEmbeddedOptions();
      return new RunSettings.Mesos(master, zookeeperOf(master, spec));
    }
    if (zookeeper != null) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "--zookeeper goes with --master: the embedded cluster has its own");
    }
    List<String> problems = AgentFit.problems(spec.spec(), agents.agents());
    if (!problems.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "the service does not fit on the agents: " + String.join("; ", problems));
    }
    Path folder = folder(spec);
    if (clean) {
      ServiceRunner.clusters().clean(folder);
    }
    return new RunSettings.Embedded(new ClusterOptions(folder, agents.agents(), 0, 0));
  }

  private void refuseEmbeddedOptions() {
    for (String option : Sets.union(ImmutableSet.of("--clean"), AgentArguments.names())) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            option + " is for the embedded cluster: it does not go with --master");
      }
    }
  }

  private Path folder(LoadedSpec spec) {
    Path relative = stateDir != null ? stateDir : Path.of(".mainstay", spec.spec().pathSafeName());
    return terminal.directory().resolve(relative).normalize();
  }

  /** The given one, else the spec's, else the one that elects the master. */
  private String zookeeperOf(String masterText, LoadedSpec spec) {
    String ofSpec = spec.spec().scheduler().zookeeper();
    if (zookeeper != null || ofSpec != null) {
      return zookeeper != null ? zookeeper : String.valueOf(ofSpec);
    }
    return new MasterUrl(masterText)
        .zookeeper()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--master also needs --zookeeper HOST:PORT, where the service's state is kept"));
  }

  private void startLog(LoadedSpec spec) {
    if (verbose) {
      Logging.toStandardError();
    } else if (master != null && !terminal.live()) {
      // Nothing is drawn that lines would get into, and a supervisor keeps what is written.
      Logging.toFileAndStandardError(Path.of(folder(spec) + ".log"));
    } else {
      Logging.toFile(Path.of(folder(spec) + ".log"));
    }
  }

  private ImmutableList<String> where(LoadedSpec spec) {
    return master != null
        ? ImmutableList.of("Mesos at " + new MasterUrl(master), "log in " + folder(spec) + ".log")
        : ImmutableList.of(
            "embedded cluster of " + agents.agents().size() + " agents",
            "data in " + folder(spec),
            "log in " + folder(spec) + ".log");
  }

  private @Nullable String shownMaster() {
    return master == null ? null : new MasterUrl(master).shown();
  }

  private String stays() {
    return master != null
        ? "Ctrl-C stops the scheduler; the tasks stay."
        : "Ctrl-C stops the service; its data stays.";
  }
}
