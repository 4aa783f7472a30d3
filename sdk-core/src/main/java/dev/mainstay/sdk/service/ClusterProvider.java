package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.ClusterFeature;
import java.nio.file.Path;

/**
 * Starts embedded clusters: a Mesos master, agents and a ZooKeeper in this process, with real
 * tasks. Found by {@link java.util.ServiceLoader}, so that a service needs it on the class path
 * only where there is no real cluster.
 */
public interface ClusterProvider {

  /**
   * Starts a cluster, or goes on with the one that its folder holds. Tasks that a crashed run left
   * behind are ended first.
   *
   * @throws CannotStartException when a port or the folder is in use, or the folder holds another
   *     kind of thing
   */
  EmbeddedCluster start(ClusterOptions options) throws CannotStartException;

  /**
   * What its clusters have beside cpus, memory, root disk, ports and processes, whatever their
   * agents declare.
   */
  ImmutableSet<ClusterFeature> features();

  /**
   * Deletes a cluster's folder with all data in it, after ending what a crashed run left behind
   * there. Does nothing when there is no such folder.
   *
   * @throws CannotStartException when the folder is in use, or is not the folder of a cluster
   */
  void clean(Path folder) throws CannotStartException;
}
