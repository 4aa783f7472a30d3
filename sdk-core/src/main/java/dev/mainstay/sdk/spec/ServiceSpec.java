package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PodId;
import org.jspecify.annotations.Nullable;

/**
 * A stateful service: what should run, where, and in which order it is brought there.
 *
 * @param name the service's name, a path such as {@code kafka} or {@code team/kafka}
 * @param user the system user of the tasks, absent for the agents' default
 * @param scheduler how the service's scheduler presents itself to Mesos
 * @param pods by type, in the order of the YAML
 * @param plans by name, in the order of the YAML; a missing {@code deploy} plan is made from the
 *     pods
 */
public record ServiceSpec(
    String name,
    @Nullable String user,
    SchedulerSpec scheduler,
    ImmutableMap<String, PodSpec> pods,
    ImmutableMap<String, PlanSpec> plans) {

  /**
   * How the scheduler presents itself.
   *
   * @param principal absent where the cluster has no authentication
   * @param zookeeper {@code host:port} list for the service's state; absent for the one given at
   *     start
   * @param webUrl shown by the master beside the framework
   */
  public record SchedulerSpec(
      @Nullable String principal, @Nullable String zookeeper, @Nullable String webUrl) {}

  /**
   * The role that the service reserves resources for: {@code <name>-role}, slashes as {@code __}.
   */
  public String role() {
    return pathSafeName() + "-role";
  }

  /**
   * The name with slashes as {@code __} and no leading one, as it stands in task ids and znodes.
   */
  public String pathSafeName() {
    return (name.startsWith("/") ? name.substring(1) : name).replace("/", "__");
  }

  /** The pod type of an instance. Throws when the spec has no such type. */
  public PodSpec pod(PodId id) {
    PodSpec pod = pods.get(id.type());
    if (pod == null) {
      throw new IllegalArgumentException(
          "no pod type '" + id.type() + "' in service " + name + ", only " + pods.keySet());
    }
    return pod;
  }
}
