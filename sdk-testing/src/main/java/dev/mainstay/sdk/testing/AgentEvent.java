package dev.mainstay.sdk.testing;

/** What can happen to an agent in a scenario. */
enum AgentEvent {
  CRASH("crash", "crashes"),
  POWER_OFF("powerOff", "is without power"),
  RESTART("restart", "is back"),
  PARTITION("partition", "is cut off"),
  HEAL("heal", "can be reached again"),
  STOP("stop", "is stopped"),
  MARK_GONE("markGone", "is marked gone"),
  DRAIN("drain", "is drained"),
  DEACTIVATE("deactivate", "is deactivated"),
  REACTIVATE("reactivate", "is reactivated");

  private final String method;
  private final String text;

  AgentEvent(String method, String text) {
    this.method = method;
    this.text = text;
  }

  /** As a scenario calls it. */
  String method() {
    return method;
  }

  /** What is said of the agent. */
  String text() {
    return text;
  }
}
