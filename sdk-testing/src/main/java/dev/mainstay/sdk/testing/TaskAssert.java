package dev.mainstay.sdk.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.assertj.core.api.AbstractAssert;

/** Assertions about one task of a pod instance. */
public final class TaskAssert extends AbstractAssert<TaskAssert, SimulatedTask> {

  TaskAssert(SimulatedTask task) {
    super(task, TaskAssert.class);
  }

  private AssertionError failure(String expected) {
    String known = actual.record().map(task -> task.describe()).orElse("it was never launched");
    return actual.simulation().failure("expected " + actual + " " + expected + ", but: " + known);
  }

  /** It runs and is ready, or has finished, as its goal asks for. */
  @CanIgnoreReturnValue
  public TaskAssert isAtItsGoal() {
    if (!actual.isAtItsGoal()) {
      throw failure("to be at its goal");
    }
    return this;
  }

  /** It runs; its readiness check has not passed. */
  @CanIgnoreReturnValue
  public TaskAssert isRunningButNotReady() {
    boolean so =
        actual.record().filter(task -> task.isRunning() && !task.condition().ready()).isPresent();
    if (!so) {
      throw failure("to be running and not ready");
    }
    return this;
  }

  /** Its last launch has this variable with this value. */
  @CanIgnoreReturnValue
  public TaskAssert hasEnvironment(String name, String value) {
    if (!value.equals(actual.environment().get(name))) {
      throw actual
          .simulation()
          .failure(
              "expected %s=%s in the environment of %s, but it is %s"
                  .formatted(name, value, actual, actual.environment().get(name)));
    }
    return this;
  }
}
