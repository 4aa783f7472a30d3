package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.MesosEvent;

/** Sends events to frameworks; what is for one without a stream is lost, as with Mesos. */
final class FrameworkEvents {

  private final ModelContext context;

  FrameworkEvents(ModelContext context) {
    this.context = context;
  }

  void send(Framework framework, MesosEvent event) {
    framework.stream().ifPresent(stream -> send(stream, event));
  }

  void send(StreamId stream, MesosEvent event) {
    context.emit(new ClusterOutput.Event(stream, event));
  }
}
