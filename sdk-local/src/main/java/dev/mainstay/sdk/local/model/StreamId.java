package dev.mainstay.sdk.local.model;

import java.util.UUID;

/** Id of one scheduler's event stream: the value of its {@code Mesos-Stream-Id} header. */
public record StreamId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}
