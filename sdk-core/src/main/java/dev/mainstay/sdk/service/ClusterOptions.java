package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an embedded cluster should be.
 *
 * @param folder keeps everything: ZooKeeper's data, the agents' sandboxes, volumes and reservations
 * @param agents in order; agent {@code i} is {@code agent-<i+1>} and has an address of its own
 *     where the system has it
 * @param masterPort of the master's HTTP API on 127.0.0.1, 0 for any free one
 * @param zookeeperPort on 127.0.0.1, 0 for any free one
 */
public record ClusterOptions(
    Path folder, ImmutableList<AgentOptions> agents, int masterPort, int zookeeperPort) {

  /**
   * One agent. Its resources are declared, not measured.
   *
   * @param cpus in cpus
   * @param memory in MB
   * @param disk in MB
   * @param attributes in their text form, by name
   * @param zone of its fault domain, absent for no fault domain
   * @param others beside these and ports: GPUs, MOUNT disks whose root is a folder below the
   *     agent's own, and what is statically reserved
   */
  public record AgentOptions(
      Scalar cpus,
      Scalar memory,
      Scalar disk,
      ImmutableMap<String, String> attributes,
      @Nullable String zone,
      ImmutableList<Resource> others) {}
}
