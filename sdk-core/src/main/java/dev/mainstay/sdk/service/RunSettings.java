package dev.mainstay.sdk.service;

import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to run a service.
 *
 * @param spec loaded from the framework's folder
 * @param surroundings what it runs on
 * @param apiHost name or address of this machine as agents reach it, absent for the local end of a
 *     connection to the master
 * @param apiPort 0 for any free one
 * @param reinstall a service that was uninstalled is begun anew
 * @param notices told what the operator should know meanwhile, one line each
 */
public record RunSettings(
    Framework framework,
    LoadedSpec spec,
    Surroundings surroundings,
    @Nullable String apiHost,
    int apiPort,
    boolean reinstall,
    Consumer<String> notices) {

  /** A cluster, and a ZooKeeper for the service's state. */
  public sealed interface Surroundings {

    <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X;

    /** One case for each kind. */
    interface Visitor<R, X extends Exception> {
      R embedded(Embedded embedded) throws X;

      R mesos(Mesos mesos) throws X;
    }
  }

  /** An embedded cluster, that begins and ends with the service. */
  public record Embedded(ClusterOptions options) implements Surroundings {

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.embedded(this);
    }
  }

  /**
   * A Mesos that is there already; tasks outlive the scheduler.
   *
   * @param master {@code host:port[,…]} or {@code zk://host:port[,…]/path}
   * @param zookeeper {@code host:port[,…][/path]}
   */
  public record Mesos(String master, String zookeeper) implements Surroundings {
    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.mesos(this);
    }
  }
}
