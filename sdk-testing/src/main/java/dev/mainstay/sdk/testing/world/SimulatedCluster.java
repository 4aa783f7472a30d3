package dev.mainstay.sdk.testing.world;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.local.model.CallDoor;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ClusterSettings;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.local.model.ScriptedContainers;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.mesos.MesosCall;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model of the cluster with its scripted containers, driven by the world's time. */
final class SimulatedCluster implements ClusterOutput.Visitor<Void> {

  private final Surroundings world;
  private final Network network;
  private final ClusterModel model;
  private final ScriptedContainers containers;
  private ClusterOutput.@Nullable CallRefused refused;

  SimulatedCluster(
      Surroundings world, Network network, ClusterSettings settings, ContainerScript script) {
    this.world = world;
    this.network = network;
    this.containers = new ScriptedContainers(script);
    this.model = new ClusterModel(settings, world.ids(), ClusterImage.EMPTY, world.now());
  }

  ClusterModel model() {
    return model;
  }

  ScriptedContainers containers() {
    return containers;
  }

  /** Hands an input to the model, and carries out what it wants; a call may be refused. */
  @CanIgnoreReturnValue
  Optional<ClusterOutput.CallRefused> input(ClusterInput input) {
    world.note(TraceKind.INPUT, 0, input);
    return handle(input);
  }

  @CanIgnoreReturnValue
  private Optional<ClusterOutput.CallRefused> handle(ClusterInput input) {
    refused = null;
    Witnesses witnesses = world.witnesses();
    witnesses.tell(observer -> observer.happening(input));
    for (ClusterOutput output : model.handle(input, world.now())) {
      witnesses.tell(observer -> observer.told(output));
      output.accept(this);
    }
    return Optional.ofNullable(refused);
  }

  void subscribe(StreamId stream, MesosCall.Subscribe call) {
    world.note(TraceKind.CALL, 0, "SUBSCRIBE " + stream);
    handle(new ClusterInput.SchedulerSubscribe(stream, call));
  }

  void streamClosed(StreamId stream) {
    input(new ClusterInput.StreamClosed(stream));
  }

  /** A call reaches the master: empty when it is taken. */
  Optional<ClusterOutput.CallRefused> call(
      SchedulerRun run, FrameworkId framework, StreamId stream, MesosCall call) {
    world.note(TraceKind.CALL, run.number(), call);
    world.witnesses().tell(observer -> observer.arriving(run, call));
    Optional<ClusterOutput.CallRefused> refusal =
        CallDoor.refusal(model, framework, stream.toString());
    if (refusal.isPresent()) {
      return refusal;
    }
    return handle(new ClusterInput.SchedulerCall(framework, call));
  }

  // Time.

  @Nullable Instant next() {
    Instant model1 = model.nextWake().orElse(null);
    Instant containers1 = containers.next().orElse(null);
    return World.earlier(model1, containers1);
  }

  /** Does what is due; says whether anything was. */
  boolean runDue() {
    Instant now = world.now();
    Optional<Instant> ofContainers = containers.next();
    if (ofContainers.isPresent() && !ofContainers.get().isAfter(now)) {
      for (ContainerEvent event : containers.takeDue(now)) {
        input(new ClusterInput.ContainerReport(event));
      }
      return true;
    }
    Optional<Instant> ofModel = model.nextWake();
    if (ofModel.isPresent() && !ofModel.get().isAfter(now)) {
      handle(new ClusterInput.Tick());
      return true;
    }
    return false;
  }

  // What the model wants.

  @Override
  public Void event(ClusterOutput.Event output) {
    network.send(output);
    return null;
  }

  @Override
  public Void closeStream(ClusterOutput.CloseStream output) {
    network.close(output);
    return null;
  }

  @Override
  public Void container(ClusterOutput.Container output) {
    containers.carryOut(output.command(), world.now());
    return null;
  }

  @Override
  public Void imageChanged(ClusterOutput.ImageChanged output) {
    return null; // the model lives as long as the world
  }

  @Override
  public Void callRefused(ClusterOutput.CallRefused output) {
    refused = output;
    return null;
  }
}
