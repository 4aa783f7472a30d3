package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.TaskChecks.when;

import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Resource;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * What Mesos refuses in an executor, in its words ({@code src/master/validation.cpp}, namespace
 * executor).
 */
final class ExecutorChecks {

  private ExecutorChecks() {}

  static Optional<String> problemOf(ExecutorInfo executor, Framework framework, MasterAgent agent) {
    return problemOfKind(executor)
        .or(() -> IdChecks.problemOf(executor.executorId().value()))
        .or(
            () ->
                when(
                    executor.shutdownGracePeriod() != null
                        && executor.shutdownGracePeriod().isNegative(),
                    "ExecutorInfo's 'shutdown_grace_period' must be non-negative"))
        .or(() -> problemOfFramework(executor, framework))
        .or(() -> problemOfResources(executor.resources()))
        .or(() -> problemOfSameId(executor, framework, agent));
  }

  private static Optional<String> problemOfKind(ExecutorInfo executor) {
    return switch (executor.kind()) {
      case UNKNOWN -> Optional.empty();
      case CUSTOM ->
          when(
              executor.command() == null,
              "'ExecutorInfo.command' must be set for 'CUSTOM' executor");
      case DEFAULT ->
          when(
                  executor.command() != null,
                  "'ExecutorInfo.command' must not be set for 'DEFAULT' executor")
              .or(() -> problemOfContainer(executor));
    };
  }

  private static Optional<String> problemOfContainer(ExecutorInfo executor) {
    ContainerInfo container = executor.container();
    if (container == null) {
      return Optional.empty();
    }
    return when(
            container.kind() != ContainerInfo.Kind.MESOS,
            "'ExecutorInfo.container.type' must be 'MESOS' for 'DEFAULT' executor")
        .or(
            () ->
                when(
                    container.image() != null,
                    "'ExecutorInfo.container.mesos.image' must not be set for 'DEFAULT' executor"));
  }

  private static Optional<String> problemOfFramework(ExecutorInfo executor, Framework framework) {
    if (executor.frameworkId() == null) {
      return Optional.of("'ExecutorInfo.framework_id' must be set");
    }
    return when(
        !executor.frameworkId().equals(framework.id()),
        "ExecutorInfo has an invalid FrameworkID (Actual: "
            + executor.frameworkId()
            + " vs Expected: "
            + framework.id()
            + ")");
  }

  private static Optional<String> problemOfResources(Collection<Resource> resources) {
    return ResourceChecks.problemOf(resources)
        .map(problem -> "Executor uses invalid resources: " + problem)
        .or(
            () ->
                ResourceChecks.problemOfPersistenceIds(resources)
                    .map(problem -> "Executor uses duplicate persistence ID: " + problem))
        .or(
            () ->
                ResourceChecks.problemOfAllocation(resources)
                    .map(problem -> "Invalid executor resources: " + problem))
        .or(
            () ->
                ResourceChecks.problemOfRevocability(resources)
                    .map(
                        problem ->
                            "Executor mixes revocable and non-revocable resources: " + problem));
  }

  private static Optional<String> problemOfSameId(
      ExecutorInfo executor, Framework framework, MasterAgent agent) {
    ExecutorInfo existing = agent.executorsOf(framework.id()).get(executor.executorId());
    if (existing == null || isSame(existing, executor)) {
      return Optional.empty();
    }
    String line = "------------------------------------------------------------\n";
    return Optional.of(
        "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.\n"
            + line
            + "Existing ExecutorInfo:\n"
            + ExecutorText.of(existing)
            + "\n"
            + line
            + "ExecutorInfo:\n"
            + ExecutorText.of(executor)
            + "\n"
            + line);
  }

  /** Labels, the order of resources and the shutdown grace period are not compared. */
  static boolean isSame(ExecutorInfo left, ExecutorInfo right) {
    ResourcePool ofLeft = ResourcePool.of(left.resources());
    ResourcePool ofRight = ResourcePool.of(right.resources());
    return left.kind() == right.kind()
        && left.executorId().equals(right.executorId())
        && Objects.equals(left.frameworkId(), right.frameworkId())
        && Objects.equals(left.command(), right.command())
        && Objects.equals(left.container(), right.container())
        && Objects.equals(left.name(), right.name())
        && ofLeft.contains(ofRight)
        && ofRight.contains(ofLeft);
  }
}
