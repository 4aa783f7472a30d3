package dev.mainstay.sdk.service;

import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.http.TaskLogs;
import dev.mainstay.sdk.mesos.wire.MasterAddress;
import dev.mainstay.sdk.mesos.wire.MasterDetector;
import dev.mainstay.sdk.mesos.wire.MasterUrl;
import dev.mainstay.sdk.store.ZooKeeperSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a service, found or started.
 *
 * @param master as given to {@link MasterDetector#of}
 * @param zookeeper of the service's state
 * @param address of this machine as the master sees it
 * @param cluster absent for a real Mesos
 */
record Place(
    String master,
    ZooKeeperSettings zookeeper,
    InetAddress address,
    @Nullable EmbeddedCluster cluster,
    TaskLogs logs) {

  /**
   * Finds or starts them.
   *
   * @param framework the id of the service's framework, absent before the first subscription
   */
  static Place of(RunSettings settings, Supplier<Optional<FrameworkId>> framework)
      throws CannotStartException {
    String service = settings.spec().spec().pathSafeName();
    String holder = LocalAddress.hostname() + ":" + ProcessHandle.current().pid();
    return settings
        .surroundings()
        .accept(
            new RunSettings.Surroundings.Visitor<Place, CannotStartException>() {
              @Override
              public Place embedded(RunSettings.Embedded embedded) throws CannotStartException {
                EmbeddedCluster cluster = clusters().start(embedded.options());
                return new Place(
                    cluster.master().getAuthority(),
                    ZooKeeperSettings.exclusive(cluster.zookeeper(), service, holder),
                    InetAddress.getLoopbackAddress(),
                    cluster,
                    new SandboxLogs(cluster::sandbox));
              }

              @Override
              public Place mesos(RunSettings.Mesos mesos) throws CannotStartException {
                return new Place(
                    mesos.master(),
                    ZooKeeperSettings.shared(mesos.zookeeper(), service, holder),
                    addressTowards(mesos.master()),
                    null,
                    new AgentLogs(mesos.master(), framework));
              }
            });
  }

  /** The embedded cluster of the class path. */
  static ClusterProvider clusters() throws CannotStartException {
    return ServiceLoader.load(ClusterProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new CannotStartException(
                    "there is no embedded cluster on the class path; add the dependency"
                        + " dev.mainstay:sdk-local, or name a Mesos with --master"));
  }

  private static InetAddress addressTowards(String master) throws CannotStartException {
    try (MasterDetector detector = MasterDetector.of(master)) {
      MasterAddress found = detector.detect(0);
      return LocalAddress.towards(found.host(), found.port());
    } catch (IOException e) {
      throw new CannotStartException(
          "no way to the master "
              + new MasterUrl(master)
              + ": "
              + e.getMessage()
              + "; check --master",
          e);
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(
          "--master: '"
              + new MasterUrl(master)
              + "' is no address; it would be like host:5050 or zk://host:2181/mesos",
          e);
    }
  }
}
