package dev.mainstay.sdk.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions about one task of a pod instance. */
public final class TaskAssert extends AbstractAssert<TaskAssert, SimulatedTask> {

  private final Demands demands;

  TaskAssert(SimulatedTask task) {
    super(task, TaskAssert.class);
    this.demands = new Demands(task.simulation());
  }

  private Optional<String> unless(boolean holds, String expected) {
    return Demands.unless(
        holds,
        () ->
            "expected "
                + actual
                + " "
                + expected
                + ", but: "
                + actual.record().map(TaskRecord::describe).orElse("it was never launched"));
  }

  /** It runs and is ready, or has finished, as its goal asks for. */
  @CanIgnoreReturnValue
  public TaskAssert isAtItsGoal() {
    demands.add(() -> unless(actual.isAtItsGoal(), "to be at its goal"));
    return this;
  }

  /** It runs; its readiness check has not passed. */
  @CanIgnoreReturnValue
  public TaskAssert isRunningButNotReady() {
    demands.add(
        () ->
            unless(
                actual
                    .record()
                    .filter(task -> task.isRunning() && !task.condition().ready())
                    .isPresent(),
                "to be running and not ready"));
    return this;
  }

  /** Its last launch has this variable with this value. */
  @CanIgnoreReturnValue
  public TaskAssert hasEnvironment(String name, String value) {
    demands.add(
        () -> {
          String found =
              actual.record().map(task -> task.launch().environment().get(name)).orElse(null);
          return Demands.unless(
              value.equals(found),
              () ->
                  "expected %s=%s in the environment of %s, but it is %s"
                      .formatted(name, value, actual, found));
        });
    return this;
  }
}
