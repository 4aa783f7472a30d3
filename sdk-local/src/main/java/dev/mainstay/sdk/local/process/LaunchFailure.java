package dev.mainstay.sdk.local.process;

import dev.mainstay.sdk.local.model.ContainerEvent.LaunchFailed;

/** A container that cannot be set up; the message is the text that Mesos shows for it. */
final class LaunchFailure extends Exception {

  private final LaunchFailed.Cause kind;
  private final String text;

  LaunchFailure(LaunchFailed.Cause kind, String text) {
    super(text);
    this.kind = kind;
    this.text = text;
  }

  static LaunchFailure setup(String message) {
    return new LaunchFailure(LaunchFailed.Cause.SETUP, message);
  }

  LaunchFailure prefixed(String prefix) {
    return new LaunchFailure(kind, prefix + text);
  }

  LaunchFailed.Cause kind() {
    return kind;
  }

  String text() {
    return text;
  }
}
