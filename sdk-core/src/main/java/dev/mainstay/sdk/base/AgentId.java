package dev.mainstay.sdk.base;

/**
 * Id that the Mesos master gives an agent; it survives a restart of the agent on the same work
 * directory.
 */
public record AgentId(String value) implements Comparable<AgentId> {

  public AgentId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("AgentId must not be empty");
    }
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
