package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do with offered resources; those of an ACCEPT are carried out in order and stand
 * alone.
 */
public sealed interface Operation {

  /** Id for feedback, absent for none; LAUNCH and LAUNCH_GROUP take none. */
  @Nullable OperationId id();

  <R> R accept(Visitor<R> visitor);

  /** Reserves: {@code resources} carry the wanted reservation stack. */
  record Reserve(@Nullable OperationId id, ImmutableList<Resource> resources) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reserve(this);
    }
  }

  /** Takes the outermost reservation off. */
  record Unreserve(@Nullable OperationId id, ImmutableList<Resource> resources)
      implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unreserve(this);
    }
  }

  /** Makes persistent volumes out of reserved disk. */
  record Create(@Nullable OperationId id, ImmutableList<Resource> volumes) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.create(this);
    }
  }

  /** Destroys persistent volumes with all that is on them. */
  record Destroy(@Nullable OperationId id, ImmutableList<Resource> volumes) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.destroy(this);
    }
  }

  /** Launches tasks, each with its own executor. */
  record Launch(@Nullable OperationId id, ImmutableList<TaskInfo> tasks) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.launch(this);
    }
  }

  /** Launches a task group into an executor, which is started unless it runs. */
  record LaunchGroup(@Nullable OperationId id, ExecutorInfo executor, ImmutableList<TaskInfo> tasks)
      implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.launchGroup(this);
    }
  }

  /** One case for each operation. */
  interface Visitor<R> {
    R reserve(Reserve operation);

    R unreserve(Unreserve operation);

    R create(Create operation);

    R destroy(Destroy operation);

    R launch(Launch operation);

    R launchGroup(LaunchGroup operation);
  }
}
