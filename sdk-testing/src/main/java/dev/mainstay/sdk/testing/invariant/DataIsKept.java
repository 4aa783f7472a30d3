package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.planner.DecommissionPlanner;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A volume that a process has seen is destroyed only when a person gave its pod up: by a
 * replacement, by marking its agent gone, by a target that does not have the pod, or by the removal
 * of the service; or by the policy that the person gave the service.
 */
final class DataIsKept implements Checker {

  private final ClusterTruth truth;
  private final Map<String, PodId> podOfVolume = new HashMap<>();
  private final Set<String> givenUp = new HashSet<>();
  private @Nullable ServiceSpec target;
  private boolean uninstalling;

  DataIsKept(ClusterTruth truth) {
    this.truth = truth;
  }

  @Override
  public void happening(ClusterInput input) {
    if (input instanceof ClusterInput.ContainerReport report
        && report.event() instanceof ContainerEvent.Started started) {
      truth.processes().stream()
          .filter(process -> process.container().equals(started.id()))
          .forEach(process -> used(process.pod(), process.task(), process.executor()));
    } else if (input instanceof ClusterInput.MarkAgentGone) {
      givenUp.addAll(podOfVolume.keySet());
    }
  }

  private void used(PodId pod, TaskInfo task, ExecutorInfo executor) {
    Stream.concat(task.resources().stream(), executor.resources().stream())
        .flatMap(resource -> resource.persistence().stream())
        .forEach(volume -> used(pod, volume.id()));
  }

  private void used(PodId pod, String volume) {
    podOfVolume.put(volume, pod);
    if (target != null && DecommissionPlanner.isLeaving(pod, target)) {
      givenUp.add(volume);
    }
  }

  @Override
  public void received(SchedulerRun run, SchedulerEvent event) {
    if (event instanceof SchedulerEvent.Commanded commanded
        && commanded.command() instanceof OperatorCommand.ReplacePod replace) {
      giveUp(replace.pod());
      giveUpHoldings(run, replace.pod());
    }
  }

  private void giveUp(PodId given) {
    podOfVolume.forEach(
        (volume, pod) -> {
          if (pod.equals(given)) {
            givenUp.add(volume);
          }
        });
  }

  @Override
  public void decided(SchedulerRun run, SchedulerEvent event, Decision decision) {
    if (event instanceof SchedulerEvent.Commanded commanded
        && commanded.command() instanceof OperatorCommand.ReplacePod replace) {
      giveUpHoldings(run, replace.pod());
    }
  }

  /** A target, even one that was superseded, gives up what it does not have. */
  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    PolicyReplacements.in(changes, run).forEach(this::giveUp);
    uninstalling |= changes.stream().anyMatch(change -> change.key().equals(RecordKey.uninstall()));
    boolean another = changes.stream().anyMatch(change -> change.key().equals(RecordKey.target()));
    Optional<ServiceState> state = run.state();
    if (!another || state.isEmpty() || state.get().target().isEmpty()) {
      return;
    }
    ServiceSpec next = state.get().target().orElseThrow().spec();
    target = next;
    podOfVolume.forEach(
        (volume, pod) -> {
          if (DecommissionPlanner.isLeaving(pod, next)) {
            givenUp.add(volume);
          }
        });
    state.get().pods().stream()
        .filter(pod -> DecommissionPlanner.isLeaving(pod.id(), next))
        .forEach(pod -> giveUpHoldings(run, pod.id()));
  }

  /** What was reserved by then belongs to what is given up, though no process has seen it yet. */
  private void giveUpHoldings(SchedulerRun run, PodId id) {
    run.state().flatMap(state -> state.pod(id)).stream()
        .flatMap(pod -> pod.holdings().stream())
        .flatMap(holding -> holding.resource().persistence().stream())
        .forEach(volume -> givenUp.add(volume.id()));
  }

  @Override
  public void told(ClusterOutput output) {
    if (output instanceof ClusterOutput.Container container
        && container.command() instanceof ContainerCommand.DestroyVolume destroy) {
      destroyed(destroy.volume());
    }
  }

  private void destroyed(Resource volume) {
    String id = volume.persistence().map(persistence -> persistence.id()).orElse("");
    PodId pod = podOfVolume.get(id);
    require(
        pod == null || uninstalling || givenUp.contains(id),
        () ->
            "volume %s with data of pod %s is destroyed, and nobody gave it up".formatted(id, pod));
  }
}
