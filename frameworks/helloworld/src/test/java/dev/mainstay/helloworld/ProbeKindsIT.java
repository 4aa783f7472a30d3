package dev.mainstay.helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.mesos.wire.ClientSettings;
import dev.mainstay.sdk.mesos.wire.MasterDetector;
import dev.mainstay.sdk.mesos.wire.MesosClient;
import dev.mainstay.sdk.mesos.wire.Subscription;
import dev.mainstay.sdk.testing.Waiting;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks and health checks of each kind that Mesos has, on a cluster: a spec says commands alone,
 * the vocabulary has HTTP and TCP as well.
 */
final class ProbeKindsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Each try starts a container, which takes its time on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String ROLE = "probes-role";

  @Test
  void commands_HTTP_and_TCP_tell_readiness_and_health(@TempDir Path folder) throws Exception {
    HttpServer web = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
    web.createContext(
        "/fine",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    web.start();
    int port = web.getAddress().getPort();
    try (Surroundings surroundings = Surroundings.open(folder);
        Launcher launcher = new Launcher(surroundings.master(), port)) {
      Waiting.until("all results are good", PATIENCE, launcher::isAllGood);

      assertThat(launcher.results)
          .containsEntry("command", new CheckResult(ProbeKind.COMMAND, 0))
          .containsEntry("http", new CheckResult(ProbeKind.HTTP, 204))
          .containsEntry("tcp", new CheckResult(ProbeKind.TCP, 1));
      assertThat(launcher.healthy)
          .containsEntry("command", true)
          .containsEntry("http", true)
          .containsEntry("tcp", true);
      launcher.client.send(new MesosCall.Teardown()).toCompletableFuture().get(1, TimeUnit.MINUTES);
    } finally {
      web.stop(0);
    }
  }

  /** Launches one task for each kind on the first offer that has room. */
  private static final class Launcher implements MesosClient.Listener, AutoCloseable {

    private final Map<String, CheckResult> results = new ConcurrentHashMap<>();
    private final Map<String, Boolean> healthy = new ConcurrentHashMap<>();
    private final Map<String, FrameworkId> framework = new ConcurrentHashMap<>();
    private final Map<String, Offer> used = new ConcurrentHashMap<>();
    private final int port;
    private final MesosClient client;

    Launcher(String master, int port) {
      this.port = port;
      FrameworkInfo info =
          new FrameworkInfo(
              System.getProperty("user.name"),
              "probes",
              null,
              null,
              ImmutableList.of(ROLE),
              Duration.ZERO,
              true,
              null,
              null,
              null,
              ImmutableList.of(
                  FrameworkInfo.Capability.MULTI_ROLE,
                  FrameworkInfo.Capability.RESERVATION_REFINEMENT),
              ImmutableList.of());
      this.client =
          new MesosClient(
              ClientSettings.production(),
              MasterDetector.of(master),
              () -> new MesosCall.Subscribe(info, ImmutableList.of()),
              new SplittableRandom());
      client.start(this);
    }

    boolean isAllGood() {
      return results.size() == 3
          && healthy.size() == 3
          && results.values().stream().allMatch(CheckResult::passed)
          && !healthy.containsValue(false);
    }

    @Override
    public void subscribed(Subscription subscription) {
      framework.put(ROLE, subscription.frameworkId());
    }

    @Override
    public void event(MesosEvent event) {
      if (event instanceof MesosEvent.Offers offers) {
        offers.offers().forEach(this::launch);
      } else if (event instanceof MesosEvent.Update update) {
        take(update.status());
      }
    }

    @Override
    public void disconnected(String reason) {
      // The client subscribes again.
    }

    private void take(TaskStatus status) {
      UUID uuid = status.uuid();
      if (uuid != null && status.agentId() != null) {
        client.send(new MesosCall.Acknowledge(status.agentId(), status.taskId(), uuid));
      }
      CheckResult result = status.checkResult();
      if (result != null && !result.isEmpty()) {
        results.put(status.taskId().value(), result);
      }
      if (status.healthy() != null) {
        healthy.put(status.taskId().value(), status.healthy());
      }
    }

    private void launch(Offer offer) {
      boolean first = used.putIfAbsent(ROLE, offer) == null;
      FrameworkId id = framework.get(ROLE);
      if (!first || id == null) {
        client.send(new MesosCall.Decline(ImmutableList.of(offer.id()), Duration.ofMinutes(10)));
        return;
      }
      ExecutorInfo executor =
          new ExecutorInfo(
              ExecutorInfo.Kind.DEFAULT,
              new ExecutorId("probes"),
              id,
              null,
              null,
              ImmutableList.of(
                  amount(Resource.CPUS, 0.1), amount(Resource.MEM, 32), amount(Resource.DISK, 32)),
              null,
              ImmutableList.of(),
              null);
      client.send(
          new MesosCall.Accept(
              ImmutableList.of(offer.id()),
              ImmutableList.of(
                  new Operation.LaunchGroup(
                      null,
                      executor,
                      ImmutableList.of(
                          task(
                              offer,
                              "command",
                              ProbeKind.COMMAND,
                              new Probe.Command(CommandInfo.shell("true"))),
                          task(offer, "http", ProbeKind.HTTP, new Probe.Http(port, "/fine", null)),
                          task(offer, "tcp", ProbeKind.TCP, new Probe.Tcp(port))))),
              Duration.ofMinutes(10)));
    }

    private static TaskInfo task(Offer offer, String name, ProbeKind kind, Probe probe) {
      return new TaskInfo(
          name,
          new TaskId(name),
          offer.agentId(),
          ImmutableList.of(amount(Resource.CPUS, 0.1), amount(Resource.MEM, 32)),
          null,
          CommandInfo.shell("sleep 1000"),
          null,
          new HealthCheck(kind, probe, Duration.ZERO, SECOND, TIMEOUT, 3, Duration.ofMinutes(1)),
          new CheckInfo(kind, probe, Duration.ZERO, SECOND, TIMEOUT),
          null,
          null,
          ImmutableSortedMap.of(),
          ImmutableList.of(),
          null);
    }

    private static Resource amount(String name, double amount) {
      return Resource.of(name, new ResourceValue.Amount(Scalar.of(amount)))
          .withAllocationRole(ROLE);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
