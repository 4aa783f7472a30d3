package dev.mainstay.sdk.testing;

import com.google.common.base.Ascii;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a {@link ServiceTest} runs on: chosen for all of them by the system property {@value
 * #PROPERTY}, {@code simulation} unless it is set.
 */
public enum ClusterKind {
  /** A model of a cluster, in virtual time, with scripts in the place of processes. */
  SIMULATION("the simulation"),
  /** A master, agents and a ZooKeeper in the test's process, with real processes as tasks. */
  EMBEDDED("the embedded cluster"),
  /** The Mesos whose master the system property {@code mesos.master} names. */
  MESOS("a real Mesos");

  /** The one setting. */
  public static final String PROPERTY = "mainstay.cluster";

  private final String text;

  ClusterKind(String text) {
    this.text = text;
  }

  /** The chosen one. */
  public static ClusterKind chosen() {
    String chosen = System.getProperty(PROPERTY, "");
    if (chosen.isEmpty()) {
      return SIMULATION;
    }
    return Arrays.stream(values())
        .filter(kind -> Ascii.equalsIgnoreCase(kind.name(), chosen))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s=%s: there are %s"
                        .formatted(
                            PROPERTY,
                            chosen,
                            Arrays.stream(values())
                                .map(kind -> Ascii.toLowerCase(kind.name()))
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return text;
  }
}
