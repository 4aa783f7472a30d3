package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.MesosEvent;

/** What the model wants done after an input; to be carried out in order. */
public sealed interface ClusterOutput {

  <R> R accept(Visitor<R> visitor);

  /** An event for a scheduler. Dropped without harm when the stream is gone. */
  record Event(StreamId stream, MesosEvent event) implements ClusterOutput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.event(this);
    }
  }

  /**
   * The stream ends, after what was sent before. No {@link ClusterInput.StreamClosed} is needed for
   * it.
   */
  record CloseStream(StreamId stream) implements ClusterOutput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.closeStream(this);
    }
  }

  /** Something for the machine. */
  record Container(ContainerCommand command) implements ClusterOutput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.container(this);
    }
  }

  /**
   * {@link ClusterModel#image()} has changed: it is to be kept before what follows is carried out.
   */
  record ImageChanged() implements ClusterOutput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.imageChanged(this);
    }
  }

  /**
   * The call that was handed in is refused with this answer. Without it a call is accepted (202, or
   * 200 for UPDATE_FRAMEWORK and the operator's calls).
   *
   * @param status of HTTP
   */
  record CallRefused(int status, String message) implements ClusterOutput {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.callRefused(this);
    }
  }

  /** One case for each output. */
  interface Visitor<R> {
    R event(Event output);

    R closeStream(CloseStream output);

    R container(Container output);

    R imageChanged(ImageChanged output);

    R callRefused(CallRefused output);
  }
}
