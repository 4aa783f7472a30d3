package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.state.ConfigurationRecord;

/** What an operator may tell a running scheduler. */
public sealed interface OperatorCommand {

  <R> R accept(Visitor<R> visitor);

  /** What it is about, for the service's history: a pod, a plan, a configuration. */
  String subject();

  /**
   * Ends tasks of a pod instance; those that should run are launched again on the same reservations
   * and volumes.
   *
   * @param tasks names; empty for all of the pod
   */
  record RestartPod(PodId pod, ImmutableSet<String> tasks) implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.restartPod(this);
    }

    @Override
    public String subject() {
      return pod.toString();
    }
  }

  /**
   * Has tasks of a pod instance idle on what they hold, until they are resumed.
   *
   * @param tasks names; empty for all that run or should
   */
  record PausePod(PodId pod, ImmutableSet<String> tasks) implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pausePod(this);
    }

    @Override
    public String subject() {
      return pod.toString();
    }
  }

  /**
   * Has paused tasks of a pod instance do their work again.
   *
   * @param tasks names; empty for all that are paused
   */
  record ResumePod(PodId pod, ImmutableSet<String> tasks) implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.resumePod(this);
    }

    @Override
    public String subject() {
      return pod.toString();
    }
  }

  /**
   * Gives a pod instance up, with all that it holds, data included, and places it anew. Never waits
   * for an agent that cannot be reached.
   */
  record ReplacePod(PodId pod) implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.replacePod(this);
    }

    @Override
    public String subject() {
      return pod.toString();
    }
  }

  /**
   * Gives the service another target, which it is then brought to by the update plan. A target that
   * is half rolled out is superseded.
   *
   * @param base the target that the new one was checked against; when it is another by now, nothing
   *     is done
   * @param next a new configuration, or one that the service had
   */
  record SetTarget(ConfigId base, ConfigurationRecord next) implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.setTarget(this);
    }

    @Override
    public String subject() {
      return next.id().value();
    }
  }

  /**
   * Does something to a plan, or to a part of it.
   *
   * @param plan its name
   * @param phase name or id; empty for the whole plan, or for any phase that has the step
   * @param step name or id; empty for the whole phase
   * @param parameters of a START, for the environment of the plan's tasks
   */
  record OperatePlan(
      PlanAction action,
      String plan,
      String phase,
      String step,
      ImmutableSortedMap<String, String> parameters)
      implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.operatePlan(this);
    }

    @Override
    public String subject() {
      return plan;
    }
  }

  /** Removes the service with all that it holds, data included. There is no way back. */
  record Uninstall() implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.uninstall(this);
    }

    @Override
    public String subject() {
      return "service";
    }
  }

  /**
   * Gives back reservations and volumes, with their data, that no record knows.
   *
   * @param resources their ids; empty with {@code all}
   * @param all every one that is labelled with the service
   */
  record ReleaseLeftovers(ImmutableSet<ResourceId> resources, boolean all)
      implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.releaseLeftovers(this);
    }

    @Override
    public String subject() {
      return "leftovers";
    }
  }

  /**
   * Goes on beside reservations that no record knows, and leaves them alone: the answer to a
   * service that asks whether its state was lost.
   */
  record KeepLeftovers() implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.keepLeftovers(this);
    }

    @Override
    public String subject() {
      return "leftovers";
    }
  }

  /** One case for each command. */
  interface Visitor<R> {
    R restartPod(RestartPod command);

    R pausePod(PausePod command);

    R resumePod(ResumePod command);

    R replacePod(ReplacePod command);

    R setTarget(SetTarget command);

    R uninstall(Uninstall command);

    R operatePlan(OperatePlan command);

    R releaseLeftovers(ReleaseLeftovers command);

    R keepLeftovers(KeepLeftovers command);
  }
}
