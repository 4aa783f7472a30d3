package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.TaskId;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A running embedded cluster. */
public interface EmbeddedCluster extends AutoCloseable {

  /** Where its master answers, such as {@code http://127.0.0.1:5050}. */
  URI master();

  /** Where its ZooKeeper answers, {@code host:port}. */
  String zookeeper();

  /**
   * The folder that a task writes {@code stdout} and {@code stderr} to, absent when no agent knows
   * the task.
   */
  Optional<Path> sandbox(TaskId task);

  /**
   * Ends tasks group by group: each group gets SIGTERM, its tasks' own kill grace period, then
   * SIGKILL; the next group follows when none of it is left. Their volumes and reservations stay.
   */
  void endTasks(ImmutableList<ImmutableList<TaskId>> groups);

  /** Ends all tasks that are left, and the cluster. Its folder can be started again. */
  @Override
  void close();
}
