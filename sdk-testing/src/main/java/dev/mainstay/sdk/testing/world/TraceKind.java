package dev.mainstay.sdk.testing.world;

/** What a line of a {@link Trace} tells. */
public enum TraceKind {
  STARTED("starts"),
  ENDED("ends"),
  RECEIVED("hears"),
  DECIDED("decides"),
  COMMITTED("commits"),
  STORE_FAILED("cannot commit"),
  CALL("call arrives"),
  INPUT("cluster"),
  CONTAINER("container"),
  FAULT("FAULT");

  private final String verb;

  TraceKind(String verb) {
    this.verb = verb;
  }

  /** How it reads in a line. */
  String verb() {
    return verb;
  }
}
