package dev.mainstay.sdk.mesos.wire;

/** A message that is well-formed protobuf but says something that no record can hold. */
public final class WireFormatException extends RuntimeException {

  public WireFormatException(String message) {
    super(message);
  }
}
