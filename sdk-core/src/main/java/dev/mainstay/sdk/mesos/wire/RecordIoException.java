package dev.mainstay.sdk.mesos.wire;

import java.io.IOException;

/** A stream that is not RecordIO, or has a record that is too large. */
public final class RecordIoException extends IOException {

  public RecordIoException(String message) {
    super(message);
  }
}
